"""Ten thousand hostile questions: none breaks the bot, and none is told what is another's."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import tokens
from bot.commands.spec import Command, Form, Invocation, Reply
from bot.document.nodes import Action
from bot.domain.papers import PaperId
from bot.domain.people import Bookmark, Person, PersonKey, Place, PlaceKind
from bot.views import problems
from tests.commands.conversation import ADA, CHANNEL, EMMY, GROUP, PRIVATE, Conversation, shown
from tests.commands.libraries import PAPERS, a_chat, a_library

SECRET_PAPER = "1501.00042"
SECRET_WORD = "zwitterionic"
EXAMPLES = 2_500
"""In each of the four tests."""

MARKS = (
    *("<b>", "</b>", "&amp;", "<script>alert(1)</script>", "`", "```", "**", "__", "||", "[a](b)"),
    *(
        "@everyone",
        "<@&1>",
        "<#1>",
        "tg://user?id=1",
        "javascript:alert(1)",
        "{count}",
        "{0.__class__}",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u0000",
        "\u001b[2J",
        "\ud800",
        "a\u0301" * 20,
        "𝕏" * 9,
    ),
    *(
        "../../etc/passwd",
        "'; DROP TABLE papers; --",
        "%s%n",
        "$(id)",
        "\\",
        '"',
        "“",
        "(((",
        "-" * 40,
    ),
    *("x" * 4096, "1" * 4096, "cs." * 900, "é" * 2000, "\n" * 200),
)
TRUE = (
    *PAPERS,
    *("cs.CL", "cs.*", "@hinton", '"dark matter"', "-survey", "a|b", "after:2024-01", "NOT", "OR"),
    *(
        "today",
        "yesterday",
        "week",
        "month",
        "2026-11-24",
        "2026-99-99",
        "0",
        "1",
        "5",
        "-1",
        "1e9",
    ),
    *(
        "09:00",
        "25:99",
        "Asia/Tokyo",
        "Mars/Phobos",
        "daily",
        "weekly",
        "mon,wed",
        "compact",
        "rich",
    ),
    *("de", "xx", "me", "here", "on", "off", "notice", "bibtex", "csv", "json", "@papers", "<#5>"),
    *("https://arxiv.org/abs/2611.00001", "https://t.me/papers", "sub_cs-CL", "paper_2611-00001"),
)

words = st.one_of(st.sampled_from(MARKS), st.sampled_from(TRUE), st.text(max_size=12))
texts = st.lists(words, max_size=4).map(" ".join)
places = st.sampled_from((PRIVATE, GROUP, CHANNEL))


@dataclass(slots=True)
class Bench:
    """One bot that is asked again and again, and a loop to ask it in."""

    chat: Conversation
    runner: asyncio.Runner

    @property
    def commands(self) -> Sequence[Command]:
        return self.chat.desk.commands

    def asks(self, invocation: Invocation) -> str:
        async def ask() -> str:
            self.chat.answer = await self.chat.desk.answer(invocation, self.chat.caller)
            return shown(self.chat.answer)

        return self.runner.run(ask())

    def says(self, line: str) -> str:
        return self.runner.run(self.chat.says(line))

    def sends(self, token: str) -> str:
        return self.runner.run(self.chat.sends(token))


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Emmy has secrets in her private chat; Ada runs the channel and asks."""
    with asyncio.Runner() as runner:
        yield Bench(runner.run(_prepared()), runner)


async def _prepared() -> Conversation:
    chat = a_chat(await a_library())
    chat.rights.makes_manager(ADA, CHANNEL)
    emmys = Conversation.begun(chat.storage)
    emmys.clock = chat.clock
    emmys.is_now(EMMY)
    emmys.moves_to(Place(destination=EMMY.private, kind=PlaceKind.PRIVATE))
    for line in (f"/subscribe {SECRET_WORD}", f"/mute {SECRET_WORD}"):
        await emmys.says(line)
    async with chat.storage.transaction() as tx:
        await tx.bookmarks.add(EMMY, Bookmark(PaperId.parse(SECRET_PAPER), chat.clock.now()))
        await tx.people.save(Person(key=EMMY, locale="de", zone="Asia/Tokyo"))
    return chat


def is_sound(bench: Bench, words_read: str, asked: str) -> None:
    """Check that an answer is one, and tells nothing of Emmy that was not in the question."""
    assert isinstance(bench.chat.answer, Reply | Form)
    assert problems.BROKEN not in words_read
    assert "Traceback" not in words_read
    for secret in (SECRET_PAPER, SECRET_WORD):
        assert secret in asked or secret not in words_read


hostile = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


NAMES = ("topic", "day", "count", "paper", "words", "at", "timezone", "days", "style", "channel")
MORE_NAMES = ("minimum", "language", "lag", "quiet", "what", "page", "links", "payload", "which")
STILL_MORE = ("format", "for", "query", "command", "id")
COMMANDS = """
    hot paper details why search trending topics cite save saved unsave export
    subscribe subscriptions subscription change pause resume unsubscribe unsubscribed preview
    mute unmute mutes language timezone settings forget forgotten
    start help about status nothing
""".split()

commands = st.sampled_from(COMMANDS)
arguments = st.dictionaries(st.sampled_from(NAMES + MORE_NAMES + STILL_MORE), texts, max_size=4)
invocations = st.builds(
    lambda command, given_: Invocation(command, tuple(given_.items())), commands, arguments
)


@hostile
@given(invocation=invocations, place=places)
def test_whatever_is_written_for_a_parameter_is_answered(
    bench: Bench, invocation: Invocation, place: Place
) -> None:
    bench.chat.moves_to(place)
    is_sound(bench, bench.asks(invocation), repr(invocation))


@hostile
@given(name=st.one_of(commands, words), rest=texts, place=places)
def test_whatever_line_is_written_is_answered(
    bench: Bench, name: str, rest: str, place: Place
) -> None:
    bench.chat.moves_to(place)
    line = f"/{name} {rest}"
    is_sound(bench, bench.says(line), line)


@hostile
@given(
    token=st.one_of(
        st.text(max_size=80), texts, st.builds(">{}&{}={}".format, commands, words, words)
    )
)
def test_whatever_a_button_carries_is_answered(bench: Bench, token: str) -> None:
    bench.chat.moves_to(PRIVATE)
    is_sound(bench, bench.sends(token), token)


@hostile
@given(invocation=invocations, owner=st.sampled_from((None, ADA, EMMY)), place=places)
def test_a_forged_button_does_no_more_than_its_command_would(
    bench: Bench, invocation: Invocation, owner: PersonKey | None, place: Place
) -> None:
    bench.chat.moves_to(place)
    action = Action("forged", invocation.command, invocation.arguments)
    words_read = bench.sends(tokens.token_of(action, owner))
    is_sound(bench, words_read, repr(invocation))
    is_short = len(tokens.long_form(action, owner).encode()) <= tokens.LONGEST_TOKEN
    if owner == EMMY and is_short and invocation.command != "nothing":
        assert "somebody else" in words_read


def test_the_names_are_those_of_the_catalogue(bench: Bench) -> None:
    known = {command.name for command in bench.commands}
    assert known == set(COMMANDS) - {"nothing"}
    params = {param.name for command in bench.commands for param in command.params}
    assert params <= {*NAMES, *MORE_NAMES, *STILL_MORE}


def test_emmys_things_are_still_hers(bench: Bench) -> None:
    """Nothing that Ada asked, forged ones included, took anything from Emmy."""

    async def hers() -> tuple[list[str], list[str]]:
        async with bench.chat.storage.transaction() as tx:
            saved = [str(one.paper_id) for one in await tx.bookmarks.of(EMMY)]
            topics = [str(one.topic) for one in await tx.subscriptions.at(EMMY.private)]
        return saved, topics

    assert ([SECRET_PAPER], [SECRET_WORD]) == bench.runner.run(hers())
