from datetime import timedelta

import pytest

from adapters.telegram.client import Timeouts, connected
from adapters.telegram.pace import Pacer
from adapters.telegram.publisher import TelegramPublisher
from bot.document.nodes import (
    Buttons,
    Document,
    Heading,
    Link,
    LinkButton,
    Math,
    Paragraph,
    Tag,
    text,
)
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import (
    FormUnsupported,
    PublishError,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)
from bot.ports import Message, Publisher
from tests.adapters.telegram.timepiece import Timepiece
from tests.builders import CHANNEL, a_document
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_html import Entity

GROUP = Destination(Platform.TELEGRAM, "-1001234567890")
TOPIC = Destination(Platform.TELEGRAM, "-1001234567890", "42")
PERSON = Destination(Platform.TELEGRAM, "4711")
URL = "https://arxiv.org/abs/2401.00001"
MAKE_ADMINISTRATOR = "make me an administrator with the right to post messages"
LET_WRITE = "let me send text messages, in its permissions or by making me an administrator"


def a_message(
    document: Document | None = None,
    *,
    form: Form = Form.PLAIN,
    reply_to: str | None = None,
    is_silent: bool = False,
) -> Message:
    return Message(
        document=document or a_document(),
        nonce="1",
        form=form,
        reply_to=reply_to,
        is_silent=is_silent,
    )


def texts(telegram: TelegramEmulator, to: Destination = CHANNEL) -> list[str]:
    return [message.text for message in telegram.messages(to.channel)]


async def refusal(
    publisher: TelegramPublisher, message: Message, to: Destination = CHANNEL
) -> PublishError:
    with pytest.raises(PublishError) as refused:
        await publisher.publish(message, to)
    return refused.value


def test_it_is_a_publisher(publisher: TelegramPublisher) -> None:
    port: Publisher = publisher
    assert (Platform.TELEGRAM, False) == (port.platform, port.recognises_nonces)


async def test_a_document_stands_in_the_channel(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    document = Document(
        opening=(Heading(text("Day")), Paragraph((Link(text("abs"), URL), *text(" <b>")))),
        closing=(Paragraph((Tag("cs.CV", URL),)), Buttons((LinkButton("pdf", URL),))),
    )
    receipt = await publisher.publish(a_message(document), CHANNEL)
    (posted,) = telegram.messages("@papers")
    assert Receipt(str(posted.message_id)) == receipt
    assert "Day\nabs <b>\n\n#cs_CV" == posted.text
    assert (
        Entity("bold", 0, 3),
        Entity("text_link", 4, 3, URL),
        Entity("hashtag", 13, 6),
    ) == posted.entities
    assert ((("pdf", URL),),) == posted.buttons
    assert (False, False, None, None) == (
        posted.is_silent,
        posted.shows_preview,
        posted.thread,
        posted.reply_to,
    )


async def test_a_rich_document_keeps_its_formulae(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    document = Document(
        opening=(Heading(text("Day")), Paragraph((Math(r"\lambda < 1"),))),
        closing=(Buttons((LinkButton("pdf", URL),)),),
    )
    await publisher.publish(a_message(document, form=Form.RICH), CHANNEL)
    (posted,) = telegram.messages("@papers")
    assert ("rich", (r"\lambda < 1",), 2) == (posted.form, posted.formulae, posted.blocks)
    assert ((("pdf", URL),),) == posted.buttons


@pytest.mark.parametrize("form", list(Form))
async def test_a_part_continues_the_one_before_in_silence_and_in_its_topic(
    telegram: TelegramEmulator, publisher: TelegramPublisher, form: Form
) -> None:
    first = await publisher.publish(a_message(form=form), TOPIC)
    second = a_message(form=form, reply_to=first.message_id, is_silent=True)
    await publisher.publish(second, TOPIC)
    posted = telegram.messages(TOPIC.channel)
    assert [None, int(first.message_id)] == [message.reply_to for message in posted]
    assert [42, 42] == [message.thread for message in posted]
    assert [False, True] == [message.is_silent for message in posted]


@pytest.mark.parametrize("form", list(Form))
async def test_a_part_goes_out_although_the_one_before_was_deleted(
    telegram: TelegramEmulator, publisher: TelegramPublisher, form: Form
) -> None:
    await publisher.publish(a_message(form=form, reply_to="999"), CHANNEL)
    assert [None] == [message.reply_to for message in telegram.messages("@papers")]


async def test_the_general_topic_is_not_named(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    await publisher.publish(a_message(), Destination(Platform.TELEGRAM, GROUP.channel, "1"))
    assert [None] == [message.thread for message in telegram.messages(GROUP.channel)]


async def test_a_person_can_be_written_to(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    await publisher.publish(a_message(), PERSON)
    assert ["A title\nHello"] == texts(telegram, PERSON)


async def test_a_missing_right_is_named(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    telegram.takes_away("can_post_messages", "@papers")
    refused = await refusal(publisher, a_message())
    assert Unreachable is type(refused)
    assert f"I may not post in @papers: {MAKE_ADMINISTRATOR}." == str(refused)


@pytest.mark.parametrize("to", [CHANNEL, GROUP, PERSON])
async def test_a_chat_that_threw_us_out_is_unreachable(
    telegram: TelegramEmulator, publisher: TelegramPublisher, to: Destination
) -> None:
    telegram.kicks_the_bot(to.channel)
    assert Unreachable is type(await refusal(publisher, a_message(), to))
    telegram.lets_the_bot_in(to.channel)
    assert isinstance(await publisher.publish(a_message(), to), Receipt)


@pytest.mark.parametrize(
    "to",
    [
        Destination(Platform.TELEGRAM, "@nowhere"),
        Destination(Platform.TELEGRAM, "-1009"),
        Destination(Platform.TELEGRAM, GROUP.channel, "43"),
    ],
)
async def test_what_telegram_does_not_know_is_unreachable(
    publisher: TelegramPublisher, to: Destination
) -> None:
    assert Unreachable is type(await refusal(publisher, a_message(), to))


async def test_a_closed_topic_is_unreachable(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    telegram.closes_topic(42, TOPIC.channel)
    assert "Topic 42 of" in str(await refusal(publisher, a_message(), TOPIC))


async def test_a_topic_that_was_deleted_is_unreachable(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    telegram.deletes_topic(42, TOPIC.channel)
    assert "has no topic 42" in str(await refusal(publisher, a_message(), TOPIC))


async def test_a_group_that_became_a_supergroup_gives_its_new_id(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    telegram.migrates(GROUP.channel, to="-1009876543210")
    refused = await refusal(publisher, a_message(), GROUP)
    assert isinstance(refused, Unreachable)
    assert "-1009876543210" == refused.moved_to


async def test_a_busy_channel_is_left_alone_and_the_others_are_not(
    telegram: TelegramEmulator, publisher: TelegramPublisher, time: Timepiece
) -> None:
    telegram.is_busy(retry_after=7, chat="@papers")
    refused = await refusal(publisher, a_message())
    assert isinstance(refused, TryLater)
    assert timedelta(seconds=7) == refused.after
    await publisher.publish(a_message(), GROUP)
    assert 0 == time.now
    await publisher.publish(a_message(), CHANNEL)
    assert 7 == time.now


async def test_a_long_pause_is_told_at_once(
    telegram: TelegramEmulator, publisher: TelegramPublisher, time: Timepiece
) -> None:
    telegram.is_busy(retry_after=600)
    await refusal(publisher, a_message())
    refused = await refusal(publisher, a_message())
    assert isinstance(refused, TryLater)
    assert timedelta(seconds=600) == refused.after
    assert ([], 0) == (telegram.messages("@papers"), time.now)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_that_is_down_is_tried_later(
    telegram: TelegramEmulator, publisher: TelegramPublisher, form: Form, status: int
) -> None:
    telegram.goes_down(status=status)
    assert TryLater is type(await refusal(publisher, a_message(form=form)))
    assert [] == telegram.messages("@papers")


@pytest.mark.parametrize("form", list(Form))
async def test_a_connection_that_breaks_after_the_message_leaves_it_in_doubt(
    telegram: TelegramEmulator, publisher: TelegramPublisher, form: Form
) -> None:
    telegram.hangs_up_after_taking()
    assert Uncertain is type(await refusal(publisher, a_message(form=form)))
    assert 1 == len(telegram.messages("@papers"))


async def test_an_answer_that_does_not_come_leaves_the_message_in_doubt(
    telegram: TelegramEmulator,
) -> None:
    telegram.falls_silent_after_taking()
    hasty = Timeouts(read=timedelta(milliseconds=200))
    async with connected(telegram.token, telegram.url, timeouts=hasty) as bot:
        refused = await refusal(TelegramPublisher(bot, Pacer()), a_message())
    assert Uncertain is type(refused)
    assert 1 == len(telegram.messages("@papers"))


async def test_a_server_that_is_not_there_is_tried_later(telegram: TelegramEmulator) -> None:
    async with TelegramEmulator() as gone:
        url = gone.url
    async with connected(telegram.token, url) as bot:
        publisher = TelegramPublisher(bot, Pacer())
        assert TryLater is type(await refusal(publisher, a_message()))
        with pytest.raises(TryLater):
            await publisher.check(CHANNEL)


async def test_an_older_server_is_asked_for_rich_messages_once(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    telegram.knows_no("sendRichMessage")
    assert FormUnsupported is type(await refusal(publisher, a_message(form=Form.RICH)))
    telegram.goes_down()
    assert FormUnsupported is type(await refusal(publisher, a_message(form=Form.RICH)))
    assert TryLater is type(await refusal(publisher, a_message()))
    await publisher.publish(a_message(), CHANNEL)
    assert ["A title\nHello"] == texts(telegram)


@pytest.mark.parametrize("is_initialized", [False, True])
@pytest.mark.parametrize("form", list(Form))
async def test_a_wrong_token_is_no_old_server(
    telegram: TelegramEmulator, form: Form, *, is_initialized: bool
) -> None:
    async with connected(telegram.token, telegram.url) as bot:
        if is_initialized:
            await bot.initialize()
        telegram.revokes_the_token()
        refused = await refusal(TelegramPublisher(bot, Pacer()), a_message(form=form))
    assert Unreachable is type(refused)
    assert "TELEGRAM_TOKEN" in str(refused)


async def test_a_rich_message_that_is_refused_may_go_out_plain(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    too_long = Document((Paragraph(text("x" * 40_000)),))
    assert FormUnsupported is type(await refusal(publisher, a_message(too_long, form=Form.RICH)))
    await publisher.publish(a_message(form=Form.RICH), CHANNEL)
    assert ["rich"] == [message.form for message in telegram.messages("@papers")]


@pytest.mark.parametrize("length", [0, 4097, 40_000])
async def test_a_message_that_does_not_fit_is_rejected(
    publisher: TelegramPublisher, length: int
) -> None:
    refused = await refusal(publisher, a_message(Document((Paragraph(text("x" * length)),))))
    assert Rejected is type(refused)


async def test_the_check_says_as_whom_we_may_post(publisher: TelegramPublisher) -> None:
    assert "@hot_papers_bot may post in “Hot papers”." == await publisher.check(CHANNEL)
    assert "@hot_papers_bot may post in “Reading group”." == await publisher.check(TOPIC)
    assert "@hot_papers_bot may write to “Ada”." == await publisher.check(PERSON)


async def test_the_check_posts_nothing(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    await publisher.check(CHANNEL)
    assert [] == telegram.messages("@papers")


@pytest.mark.parametrize(
    ("to", "right", "sentence"),
    [
        (
            CHANNEL,
            "can_post_messages",
            f"I may not post in @papers: {MAKE_ADMINISTRATOR}.",
        ),
        (
            GROUP,
            "can_send_messages",
            f"I may not write in -1001234567890: {LET_WRITE}.",
        ),
    ],
)
async def test_the_check_names_the_right_that_is_missing(
    telegram: TelegramEmulator,
    publisher: TelegramPublisher,
    to: Destination,
    right: str,
    sentence: str,
) -> None:
    telegram.takes_away(right, to.channel)
    with pytest.raises(Unreachable) as refused:
        await publisher.check(to)
    assert sentence == str(refused.value)
    telegram.gives_back(right, to.channel)
    assert "may post" in await publisher.check(to)


@pytest.mark.parametrize(
    "to",
    [
        Destination(Platform.TELEGRAM, "@nowhere"),
        Destination(Platform.TELEGRAM, "@papers", "42"),
    ],
)
async def test_the_check_finds_what_is_not_there(
    publisher: TelegramPublisher, to: Destination
) -> None:
    with pytest.raises(Unreachable):
        await publisher.check(to)


async def test_the_check_waits_for_a_server_that_is_down(
    telegram: TelegramEmulator, publisher: TelegramPublisher
) -> None:
    telegram.goes_down()
    with pytest.raises(TryLater):
        await publisher.check(CHANNEL)
