import asyncio
from dataclasses import replace

import pytest

from adapters.telegram.presses import Asking, Way, way_of
from adapters.telegram.updates import Pressed, Shown, Spot
from bot.commands.spec import Attachment, Card, Invocation, Press, Reply
from bot.document.nodes import Action, Buttons, Document, Link, Paragraph, text
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from tests.adapters.telegram.desk import FakeDesk, listening, ours, says
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_chats import Posted
from tests.emulators.telegram_people import Person

GROUP = "-1001234567890"
NEXT = Action("Next", "hot", (("page", "2"),))
BUTTON = Buttons((NEXT,))
LONG = "It is a long story. " * 20
PUBLIC, PRIVATE = says("Page 2"), says("For you", is_private=True)
PRIVATE_CHOICE = says("Which?", BUTTON, is_private=True)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


async def shown(telegram: TelegramEmulator, desk: FakeDesk, reader: Person, place: str) -> Posted:
    """Let a message with buttons stand in a place."""
    actions = (
        NEXT,
        replace(NEXT, label="Again", is_new=True),
        Action("Why", "why", is_new=True),
        Action("Save", "save", is_new=True),
        Action("Details", "details", (("paper", "2104.11178"),), is_new=True),
    )
    desk.answers("hot", says("Page 1", Buttons(actions)))
    if place == "@papers":
        await telegram.posts_in_channel(place, "/hot")
    else:
        await telegram.says(reader, place, "/hot")
    posted = await telegram.answer(place)
    desk.answers("hot", says("Page 2", BUTTON))
    return posted


async def begun(telegram: TelegramEmulator, reader: Person) -> None:
    await telegram.starts(reader)
    await telegram.answer(reader)


def asking(kind: PlaceKind, command: str, *, is_new: bool, is_private: bool) -> Asking:
    place = Place(destination=Destination(Platform.TELEGRAM, "1"), kind=kind)
    event = Pressed(
        query_id="1",
        token="",
        caller=Caller(person=PersonKey(Platform.TELEGRAM, "1"), place=place),
        spot=Spot(chat_id=1),
        shown=Shown(message_id=1),
    )
    return Asking(event=event, press=Press(Invocation(command), is_new), is_private=is_private)


@pytest.mark.parametrize(
    ("kind", "command", "is_new", "is_private", "reply", "way"),
    [
        (PlaceKind.PRIVATE, "hot", False, False, PUBLIC, Way.IN_PLACE),
        (PlaceKind.PRIVATE, "hot", True, False, PUBLIC, Way.BELOW),
        (PlaceKind.PRIVATE, "hot", False, False, PRIVATE, Way.POP_UP),
        (PlaceKind.PRIVATE, "saved", False, True, PRIVATE, Way.IN_PLACE),
        (PlaceKind.PRIVATE, "saved", True, True, PRIVATE, Way.BELOW),
        (PlaceKind.GROUP, "hot", False, False, PUBLIC, Way.IN_PLACE),
        (PlaceKind.GROUP, "why", True, False, PUBLIC, Way.BELOW),
        (PlaceKind.GROUP, "hot", False, False, PRIVATE, Way.POP_UP),
        (PlaceKind.GROUP, "pause", False, True, PRIVATE, Way.IN_PLACE),
        (PlaceKind.GROUP, "save", True, True, PRIVATE_CHOICE, Way.POP_UP),
        (PlaceKind.GROUP, "subscribe", True, True, PRIVATE_CHOICE, Way.BELOW),
        (PlaceKind.GROUP, "export", True, True, PRIVATE_CHOICE, Way.APART),
        (PlaceKind.GROUP, "saved", False, True, PRIVATE_CHOICE, Way.APART),
        (PlaceKind.GROUP, "details", True, True, PRIVATE_CHOICE, Way.APART),
        (PlaceKind.CHANNEL, "hot", False, False, PUBLIC, Way.POP_UP),
        (PlaceKind.CHANNEL, "hot", False, False, says(LONG), Way.APART),
        (PlaceKind.CHANNEL, "why", True, False, says(LONG), Way.APART),
        (PlaceKind.CHANNEL, "save", True, True, PRIVATE_CHOICE, Way.POP_UP),
    ],
)
def test_an_answer_goes_where_it_belongs(
    kind: PlaceKind, command: str, *, is_new: bool, is_private: bool, reply: Reply, way: Way
) -> None:
    press = asking(kind, command, is_new=is_new, is_private=is_private)
    assert way is way_of(press, reply, is_at_rest=False)


def test_a_button_at_rest_has_no_pop_up() -> None:
    press = asking(PlaceKind.GROUP, "hot", is_new=False, is_private=False)
    assert Way.BELOW is way_of(press, PRIVATE, is_at_rest=True)


def test_a_file_is_no_pop_up() -> None:
    file = Attachment(name="a.bib", media_type="text/plain", body=b"a")
    press = asking(PlaceKind.GROUP, "export", is_new=True, is_private=True)
    assert Way.APART is way_of(press, replace(PRIVATE, attachment=file), is_at_rest=False)


async def test_pages_are_turned_in_place(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, ada, GROUP)
        click = await telegram.clicks(ada, posted, "Next")
        assert "" == (await click.answered()).text
        turned = await telegram.answer(GROUP)
        assert (posted.message_id, "Page 2", True) == (
            turned.message_id,
            turned.text,
            turned.is_edit,
        )
        await telegram.clicks(ada, posted, "Next")
        await telegram.says(ada, GROUP, "/why")
        assert "You said /why" == (await telegram.answer(GROUP)).text
    assert ["/hot", "hot page=2", "hot page=2", "/why"] == desk.heard


async def test_an_answer_of_its_own_stands_below(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, ada, GROUP)
        await telegram.clicks(ada, posted, "Why")
        answer = await telegram.answer(GROUP)
    assert (False, posted.message_id) == (answer.is_edit, answer.reply_to)


async def test_a_short_private_answer_pops_up(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    ada = telegram.person("Ada")
    desk.answers("save", says("Saved: " + "a title " * 40, BUTTON, is_private=True))
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, ada, GROUP)
        click = await telegram.clicks(ada, posted, "Save")
        answer = await click.answered()
    assert answer.show_alert
    assert answer.text.startswith("Saved: a title")
    assert len(answer.text) <= 200


async def test_a_long_private_answer_goes_to_the_private_chat(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    desk.answers("details", says(LONG, is_private=True))
    async with listening(telegram, desk):
        await begun(telegram, ada)
        posted = await shown(telegram, desk, ada, GROUP)
        click = await telegram.clicks(ada, posted, "Details")
        assert LONG.strip() == (await telegram.answer(ada)).text
        assert "I answered you in our private chat." == (await click.answered()).text


async def test_who_has_not_started_the_bot_gets_a_link_to_the_same(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    desk.answers("details", says(LONG, is_private=True))
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, ada, GROUP)
        click = await telegram.clicks(ada, posted, "Details")
        answer = await click.answered()
        assert answer.show_alert
        await telegram.follows(ada, answer.url)
        assert "You said /start paper_2104-11178" == (await telegram.answer(ada)).text


async def test_readers_of_a_channel_change_nothing_in_it(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    desk.answers("why", says(LONG))
    async with listening(telegram, desk):
        await begun(telegram, ada)
        posted = await shown(telegram, desk, ada, "@papers")
        for label, words in (("Next", "Page 2"), ("Why", LONG.strip())):
            await telegram.clicks(ada, posted, label)
            assert words == (await telegram.answer(ada)).text
        assert [] == telegram.unread("@papers")
    assert ["Page 1"] == [message.text for message in telegram.messages("@papers")]


async def test_a_slow_answer_does_not_keep_the_button_waiting(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, ada, GROUP)
        desk.hesitates()
        click = await telegram.clicks(ada, posted, "Next")
        assert "" == (await click.answered()).text
        assert "Page 1" == telegram.current(posted).text
        desk.goes_on()
        assert "Page 2" == (await telegram.answer(GROUP)).text


async def test_a_forged_button_is_answered_in_a_sentence(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, ada, GROUP)
        click = await telegram.forges(ada, posted, "\u202edrop table")
        answer = await click.answered()
    assert (True, "This button leads nowhere.") == (answer.show_alert, answer.text)


async def test_a_button_that_nobody_waits_for_any_longer_still_works(
    telegram: TelegramEmulator, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.person("Ada")
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, ada, GROUP)
        desk.hesitates()
        telegram.expires(await telegram.clicks(ada, posted, "Next"))
        desk.goes_on()
        assert "Page 2" == (await telegram.answer(GROUP)).text
    assert [] == ours(caplog.records)


async def test_what_cannot_be_edited_is_sent_anew(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    file = Attachment(name="a.bib", media_type="text/plain", body=b"a")
    desk.answers("start", Reply(document=says("A file", BUTTON).document, attachment=file))
    async with listening(telegram, desk):
        await telegram.starts(ada)
        posted = await telegram.answer(ada)
        desk.answers("hot", says("Page 2"))
        await telegram.clicks(ada, posted, "Next")
        answer = await telegram.answer(ada)
    assert ("Page 2", False) == (answer.text, answer.is_edit)


async def test_a_card_in_a_chat_that_we_do_not_see_turns_in_place(
    telegram: TelegramEmulator, desk: FakeDesk
) -> None:
    ada = telegram.person("Ada")
    title = Paragraph((Link(text("One"), "https://arxiv.org/abs/2104.11178"),))
    why = Action("Why", "why", is_new=True)
    desk.offers(
        Card(
            id="2104.11178",
            title="One",
            summary="Ada",
            url="https://arxiv.org/abs/2104.11178",
            document=Document((title,), closing=(Buttons((NEXT, why)),)),
        )
    )
    desk.answers("hot", says("Page 2", BUTTON))
    async with listening(telegram, desk):
        found = await telegram.asks_inline(ada, "one")
        sent = await telegram.chooses_inline(ada, found.results[0])
        click = await telegram.clicks(ada, sent, "Why")
        assert "You said why" == (await click.answered()).text
        await telegram.clicks(ada, sent, "Next")
        assert "Page 2" == (await telegram.answer(sent)).text


async def test_many_who_press_are_all_answered(telegram: TelegramEmulator, desk: FakeDesk) -> None:
    desk.answers("save", says("Saved.", is_private=True))
    readers = [telegram.person(f"Reader {number}") for number in range(20)]
    async with listening(telegram, desk):
        posted = await shown(telegram, desk, readers[0], GROUP)
        clicks = [await telegram.clicks(reader, posted, "Save") for reader in readers]
        answers = await asyncio.gather(*(click.answered() for click in clicks))
    assert ["Saved."] * 20 == [answer.text for answer in answers]
