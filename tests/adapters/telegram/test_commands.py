import asyncio

import pytest

from bot.commands.spec import Attachment, Form, Invocation, Reply
from bot.commands.spec import Field as FormField
from bot.commands.wishes import AT, TOPIC_PARAM
from bot.document.nodes import (
    Action,
    Buttons,
    Details,
    Document,
    Heading,
    Paragraph,
    Preformatted,
    Section,
    text,
)
from bot.domain.destinations import Platform
from bot.domain.people import PersonKey, PlaceKind
from tests.adapters.telegram.desk import FakeDesk, listening, ours, says
from tests.emulators.telegram import TelegramEmulator

LINK = "https://arxiv.org/abs/2104.11178"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


async def test_a_command_in_private_is_answered(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    ada = telegram.person("Ada", language="de")
    async with listening(telegram, desk):
        await telegram.starts(ada, "sub_cs-CL")
        assert "You said /start sub_cs-CL" == (await telegram.answer(ada)).text
    (caller,) = desk.callers
    assert (PersonKey(Platform.TELEGRAM, str(ada.id)), "de") == (caller.person, caller.locale)
    assert caller.person.private == caller.place.destination
    assert PlaceKind.PRIVATE is caller.place.kind


async def test_a_command_in_a_group_is_answered_below_it(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    group = telegram.supergroup("Readers", owner=ada)
    async with listening(telegram, desk):
        await telegram.adds_bot(ada, group)
        said = await telegram.says(ada, group, "/hot@hot_papers_bot cs.CL")
        assert said.message_id == (await telegram.answer(group)).reply_to
    (caller,) = desk.callers
    assert ("Readers", PlaceKind.GROUP) == (caller.place.name, caller.place.kind)


async def test_an_answer_stays_in_the_topic_of_the_question(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        await telegram.says(ada, "-1001234567890", "/hot", thread=42)
        assert 42 == (await telegram.answer("-1001234567890")).thread
    assert "42" == desk.callers[0].place.destination.thread


async def test_a_command_posted_in_a_channel_is_answered_there(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    async with listening(telegram, desk):
        await telegram.posts_in_channel("@papers", "/hot")
        assert "You said /hot" == (await telegram.answer("@papers")).text
    (caller,) = desk.callers
    assert caller.person.id == caller.place.destination.channel


async def test_who_stays_anonymous_asks_as_the_group(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        await telegram.says(ada, "-1001234567890", "/hot", anonymous=True)
        await telegram.answer("-1001234567890")
    assert "-1001234567890" == desk.callers[0].person.id


async def test_commands_for_other_bots_are_left_to_them(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    telegram.sees_everything = True
    ada, group = telegram.person("Ada"), "-1001234567890"
    async with listening(telegram, desk):
        for line in ("/weather", "/hot@other_bot", "/details", "hello there", "/ hot"):
            await telegram.says(ada, group, line)
        await telegram.says(ada, group, "/weather@hot_papers_bot")
        assert "You said /weather@hot_papers_bot" == (await telegram.answer(group)).text
    assert ["/weather@hot_papers_bot"] == desk.heard


async def test_an_edited_command_is_not_answered_again(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        said = await telegram.says(ada, "-1001234567890", "/hot")
        await telegram.answer("-1001234567890")
        await telegram.edits(said, "/hot cs.CL")
        await telegram.says(ada, "-1001234567890", "/why")
        assert "You said /why" == (await telegram.answer("-1001234567890")).text


async def test_a_text_in_private_is_looked_up_and_else_taken_as_a_line(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    desk.finds(LINK, says("A paper"))
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
        await telegram.says(ada, ada, f"see {LINK}")
        assert "A paper" == (await telegram.answer(ada)).text
        await telegram.says(ada, ada, "hello")
        assert "You said hello" == (await telegram.answer(ada)).text


async def test_a_link_in_a_group_is_looked_up_unasked(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    telegram.sees_everything = True
    ada, group = telegram.person("Ada"), "-1001234567890"
    desk.finds(LINK, says("A paper"))
    async with listening(telegram, desk):
        await telegram.says(ada, group, "https://example.org/")
        await telegram.says(ada, group, LINK)
        assert "A paper" == (await telegram.answer(group)).text
        await telegram.says(ada, group, f"@hot_papers_bot {LINK}")
        assert "A paper" == (await telegram.answer(group)).text
    assert [
        "unasked: https://example.org/",
        f"unasked: {LINK}",
        f"look up: @hot_papers_bot {LINK}",
    ] == desk.heard


async def test_a_long_answer_is_three_messages_at_the_most_of_which_one_rings(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    section = Section((Paragraph(text("words " * 600)),))
    desk.answers(
        "hot",
        Reply(
            document=Document(
                (Heading(text("Hot")),), (section,) * 9, (Buttons((Action("Next", "hot"),)),)
            )
        ),
    )
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
        await telegram.says(ada, ada, "/hot")
        parts = [await telegram.answer(ada) for _ in range(3)]
        await telegram.says(ada, ada, "/why")
        assert "You said /why" == (await telegram.answer(ada)).text
    assert [False, True, True] == [part.is_silent for part in parts]
    assert [[], [], ["Next"]] == [part.labels for part in parts]
    assert [parts[0].message_id, parts[1].message_id] == [part.reply_to for part in parts[1:]]


async def test_long_texts_of_an_answer_are_shortened_to_one_message(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    abstract = Details(text("It learns."), text("It learns. " + "More is said about it. " * 90))
    desk.answers("hot", Reply(document=Document((), (Section((abstract,)),) * 5)))
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
        await telegram.says(ada, ada, "/hot")
        assert 3000 < len((await telegram.answer(ada)).text) <= 4096
        assert [] == telegram.unread(ada)


async def test_what_cannot_be_shortened_comes_as_a_file(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    desk.answers("hot", Reply(document=Document((Preformatted("x" * 5000),))))
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
        await telegram.says(ada, ada, "/hot")
        document = (await telegram.answer(ada)).document
    assert document is not None
    assert b"x" * 5000 == document.content


async def test_a_file_comes_with_its_words(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    ada = telegram.person("Ada")
    file = Attachment(name="papers.bib", media_type="application/x-bibtex", body=b"@misc{a}")
    desk.answers("saved", Reply(document=says("1 paper").document, attachment=file))
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
        await telegram.says(ada, ada, "/saved")
        sent = await telegram.answer(ada)
    assert sent.document is not None
    assert ("1 paper", "papers.bib", b"@misc{a}") == (
        sent.text,
        sent.document.name,
        sent.document.content,
    )


async def test_a_form_is_a_line_to_copy(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    ada = telegram.person("Ada")
    fields = (
        FormField(param=TOPIC_PARAM, label="Topic", written="cs.CL or cs.LG"),
        FormField(param=AT, label="Time", written="09:00"),
    )
    desk.answers(
        "subscribe",
        Form(title="Change it", fields=fields, then=Invocation("change", (("which", "3"),))),
    )
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
        await telegram.says(ada, ada, "/subscribe")
        form = await telegram.answer(ada)
    line = '/change which=3 topic="cs.CL or cs.LG" at=09:00'
    assert line == form.button("Copy").copied
    assert line in form.text


async def test_what_is_for_own_eyes_goes_to_the_private_chat(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada, group = telegram.person("Ada"), "-1001234567890"
    desk.answers("saved", says("Your papers", is_private=True))
    async with listening(telegram, desk):
        await telegram.starts(ada)
        await telegram.answer(ada)
        await telegram.says(ada, group, "/saved")
        assert "Your papers" == (await telegram.answer(ada)).text
        assert "I answered you in our private chat." == (await telegram.answer(group)).text


@pytest.mark.parametrize("anonymous", [False, True])
async def test_who_has_not_started_the_bot_is_shown_the_way(
    telegram: TelegramEmulator, desk: FakeDesk, *, anonymous: bool
) -> None:
    ada, group = telegram.person("Ada"), "-1001234567890"
    desk.answers("saved", says("Your papers", is_private=True))
    async with listening(telegram, desk):
        await telegram.says(ada, group, "/saved", anonymous=anonymous)
        told = await telegram.answer(group)
        assert "Your papers" not in told.text
        await telegram.follows(ada, told.button("Open a chat").url)
        assert "You said /start hello" == (await telegram.answer(ada)).text


async def test_settings_of_a_group_are_shown_in_it_with_buttons_for_one_person(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada, emmy, group = telegram.person("Ada"), telegram.person("Emmy"), "-1001234567890"
    more = Buttons((Action("Everything", "subscribe", (("topic", "everything"),)),))
    desk.answers("subscribe", says("What about?", more, is_private=True))
    async with listening(telegram, desk):
        await telegram.says(ada, group, "/subscribe")
        posted = await telegram.answer(group)
        alien = await telegram.clicks(emmy, posted, "Everything")
        assert "This button is not yours." == (await alien.answered()).text
        own = await telegram.clicks(ada, posted, "Everything")
        assert "" == (await own.answered()).text
    assert ["/subscribe", "subscribe topic=everything"] == desk.heard


async def test_a_slow_answer_shows_that_it_is_being_written(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    desk.hesitates()
    async with listening(telegram, desk):
        await telegram.starts(ada)
        asyncio.get_running_loop().call_later(1.2, desk.goes_on)
        await telegram.answer(ada)
    assert ["typing"] == telegram.actions(ada)


async def test_telegram_gets_the_pause_that_it_asks_for_once(
    telegram: TelegramEmulator, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk) as time:
        telegram.is_busy(times=1, retry_after=7)
        await telegram.starts(ada)
        await telegram.answer(ada)
        assert 7 == time.now
        telegram.is_busy(times=2, retry_after=7)
        await telegram.says(ada, ada, "/hot")
        await telegram.says(ada, ada, "/why")
        assert "You said /why" == (await telegram.answer(ada)).text
    assert ["Answer not delivered"] == ours(caplog.records)


async def test_a_fault_of_the_desk_is_told_in_a_sentence(
    telegram: TelegramEmulator, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.person("Ada")
    button = Buttons((Action("Next", "hot"),))
    desk.answers("start", says("Hello", button))
    async with listening(telegram, desk):
        await telegram.starts(ada)
        greeting = await telegram.answer(ada)
        desk.breaks()
        await telegram.says(ada, ada, "/hot")
        assert (await telegram.answer(ada)).text.startswith("Something went wrong here")
        click = await telegram.clicks(ada, greeting, "Next")
        assert (await click.answered()).text.startswith("Something went wrong here")
    assert ["Update failed"] * 2 == ours(caplog.records)
