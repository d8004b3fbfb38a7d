from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from adapters.telegram.failures import refusals
from bot.domain.deliveries import Form
from bot.domain.destinations import Destination, Platform
from bot.errors import (
    FormUnsupported,
    PublishError,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)

PAPERS = Destination(Platform.TELEGRAM, "@papers")
TOPIC = Destination(Platform.TELEGRAM, "-1001234567890", "42")
MAKE_ADMINISTRATOR = "make me an administrator with the right to post messages"
LET_WRITE = "let me send text messages, in its permissions or by making me an administrator"
OUTCOMES = (TryLater, Unreachable, Rejected, Uncertain, FormUnsupported)


def outcome(
    error: TelegramError, to: Destination = PAPERS, form: Form | None = Form.PLAIN
) -> PublishError:
    with pytest.raises(OUTCOMES) as refusal, refusals(to, form=form):
        raise error
    return refusal.value


def because(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            Forbidden("Forbidden: bot was blocked by the user"),
            "@papers has blocked me: unblock me there and press Start.",
        ),
        (
            Forbidden("Forbidden: user is deactivated"),
            "The account @papers is gone: remove this destination.",
        ),
        (
            Forbidden("Forbidden: bot can't initiate conversation with a user"),
            "I may not write to @papers first: open a chat with me, press Start.",
        ),
        (
            Forbidden("Forbidden: bot was kicked from the channel chat"),
            f"I was removed from @papers: add me and {MAKE_ADMINISTRATOR}.",
        ),
        (
            Forbidden("Forbidden: bot was kicked from the supergroup chat"),
            "I was removed from @papers: add me again.",
        ),
        (
            Forbidden("Forbidden: bot is not a member of the channel chat"),
            f"I am not in @papers: add me and {MAKE_ADMINISTRATOR}.",
        ),
        (
            Forbidden("Forbidden: the group chat was deleted"),
            "@papers was deleted: remove this destination.",
        ),
        (
            Forbidden("Forbidden: something new"),
            "Telegram does not let me into @papers: something new.",
        ),
        (
            BadRequest("Bad Request: chat not found"),
            "Telegram knows no @papers: check the name, and that I was added there.",
        ),
        (
            BadRequest("Bad Request: need administrator rights in the channel chat"),
            f"I may not post in @papers: {MAKE_ADMINISTRATOR}.",
        ),
        (
            BadRequest("Bad Request: not enough rights to send text messages to the chat"),
            f"I may not write in @papers: {LET_WRITE}.",
        ),
        (
            BadRequest("Bad Request: have no write access to the chat"),
            f"I may not write in @papers: {LET_WRITE}.",
        ),
        (
            InvalidToken("Unauthorized"),
            "Telegram does not accept the bot's token: check TELEGRAM_TOKEN.",
        ),
        (
            EndPointNotFound("Endpoint 'sendMessage' not found in Bot API"),
            "Telegram does not accept the bot's token: check TELEGRAM_TOKEN.",
        ),
    ],
)
@pytest.mark.parametrize("form", [Form.PLAIN, Form.RICH, None])
def test_an_unreachable_destination_is_told_what_to_change(
    error: TelegramError, sentence: str, form: Form | None
) -> None:
    refusal = outcome(error, form=form)
    assert (Unreachable, sentence) == (type(refusal), str(refusal))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Bad Request: message thread not found",
            "-1001234567890 has no topic 42: choose another, or none.",
        ),
        (
            "Bad Request: TOPIC_CLOSED",
            "Topic 42 of -1001234567890 is closed: reopen it, or let me manage topics.",
        ),
    ],
)
def test_a_topic_that_is_gone_is_named(text: str, sentence: str) -> None:
    refusal = outcome(BadRequest(text), to=TOPIC)
    assert (Unreachable, sentence) == (type(refusal), str(refusal))


def test_a_group_that_moved_says_where() -> None:
    refusal = outcome(ChatMigrated(-1009876543210))
    assert isinstance(refusal, Unreachable)
    assert "-1009876543210" == refusal.moved_to
    assert "@papers became a supergroup with the id -1009876543210: use that." == str(refusal)


def test_a_flood_says_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    refusal = outcome(RetryAfter(35))
    assert isinstance(refusal, TryLater)
    assert timedelta(seconds=35) == refusal.after
    assert "Telegram asks for a pause of 35 s in @papers." == str(refusal)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (because(TimedOut(), httpx.ConnectTimeout("")), TryLater),
        (because(TimedOut(), httpx.PoolTimeout("")), TryLater),
        (because(TimedOut(), httpx.ReadTimeout("")), Uncertain),
        (because(TimedOut(), httpx.WriteTimeout("")), Uncertain),
        (because(NetworkError("httpx.ConnectError"), httpx.ConnectError("")), TryLater),
        (because(NetworkError("httpx.ReadError"), httpx.ReadError("")), Uncertain),
        (
            because(NetworkError("httpx.RemoteProtocolError"), httpx.RemoteProtocolError("")),
            Uncertain,
        ),
        (because(NetworkError("Unknown error"), ValueError("odd")), Uncertain),
        (NetworkError("Internal Server Error: restart"), TryLater),
        (because(NetworkError("Bad Gateway (502). Parsing"), TelegramError("no JSON")), TryLater),
        (
            because(NetworkError("Gateway Timeout (504). Parsing"), TelegramError("no JSON")),
            Uncertain,
        ),
        (TelegramError("Invalid server response"), Uncertain),
        (Conflict("Conflict: terminated by other getUpdates request"), TryLater),
        (BadRequest("Bad Request: can't parse entities: Unclosed start tag"), Rejected),
        (BadRequest("Bad Request: message is too long"), Rejected),
        (BadRequest("Bad Request: BUTTON_URL_INVALID"), Rejected),
    ],
)
def test_a_message_is_in_doubt_only_when_it_can_have_arrived(
    error: TelegramError, kind: type[PublishError]
) -> None:
    assert kind is type(outcome(error))


@pytest.mark.parametrize(
    "error",
    [
        because(TimedOut(), httpx.ReadTimeout("")),
        because(NetworkError("httpx.ReadError"), httpx.ReadError("")),
        NetworkError("Internal Server Error"),
        TelegramError("Invalid server response"),
    ],
)
def test_a_question_is_never_in_doubt(error: TelegramError) -> None:
    assert TryLater is type(outcome(error, form=None))


def test_a_rich_message_that_is_refused_may_go_out_plain() -> None:
    refusal = outcome(BadRequest("Bad Request: can't parse entities: no"), form=Form.RICH)
    assert FormUnsupported is type(refusal)
