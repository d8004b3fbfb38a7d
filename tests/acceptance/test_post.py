"""Posting to both platforms at once, when all is well."""

import pytest

from tests.acceptance import blog
from tests.acceptance.commands import Shell
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_rules import SUPPRESS_NOTIFICATIONS
from tests.emulators.telegram import TelegramEmulator

EVERYWHERE = ("--to", "telegram:@papers", "--to", "discord:1")
TITLES = [f"{number}. Kettle {number}, Boiled" for number in range(1, 13)]


def standing(telegram: TelegramEmulator, discord: DiscordEmulator) -> tuple[str, str]:
    """Give all that stands in the two channels."""
    return (
        "\n".join(posted.text for posted in telegram.messages("@papers")),
        "\n".join(posted.text for posted in discord.messages(1)),
    )


def titles_in(text: str) -> list[str]:
    words = text.replace("\\. [", ". ")  # as Discord's Markdown has it
    return [title for title in TITLES if title in words]


def part(text: str) -> str:
    """Give the number of a message, as its first line says it."""
    return text.splitlines()[0].rpartition(" · ")[2]


@pytest.mark.parametrize("style", ["compact", "full", "rich"])
async def test_both_platforms_get_the_day_in_every_style(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator, style: str
) -> None:
    outcome = await poster.hotpapers("post", *EVERYWHERE, "--style", style)
    assert (0, "") == (outcome.status, outcome.complaints)
    numbers = [len(telegram.messages("@papers")), len(discord.messages(1))]
    said = [f"{number} message{'s' * (number > 1)}" for number in numbers]
    assert {f"telegram:@papers: posted in {said[0]}.", f"discord:1: posted in {said[1]}."} == set(
        outcome.text.splitlines()
    )
    for text in standing(telegram, discord):
        assert TITLES == titles_in(text)
        assert "Friday, 5 March 2021" in text
    forms = {posted.form for posted in telegram.messages("@papers")}
    assert {"rich" if style == "rich" else "plain"} == forms


async def test_a_digest_in_several_messages_is_numbered_and_rings_once(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    await poster.hotpapers("post", *EVERYWHERE)
    there, here = telegram.messages("@papers"), discord.messages(1)
    assert min(len(there), len(here)) >= 2
    for texts in ([posted.text for posted in there], [posted.text for posted in here]):
        assert [f"{n} of {len(texts)}" for n in range(1, len(texts) + 1)] == list(map(part, texts))
    assert [False] + [True] * (len(there) - 1) == [posted.is_silent for posted in there]
    silent = [bool(posted.flags & SUPPRESS_NOTIFICATIONS) for posted in here]
    assert [False] + [True] * (len(here) - 1) == silent


async def test_on_telegram_each_message_replies_to_the_one_before(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    await poster.hotpapers("post", *EVERYWHERE)
    there = telegram.messages("@papers")
    assert [None, *(one.message_id for one in there[:-1])] == [one.reply_to for one in there]
    assert [False] * len(there) == [one.shows_preview for one in there]


async def test_posting_twice_posts_once_and_again_posts_again(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    await poster.hotpapers("post", *EVERYWHERE, "--style", "compact")
    once = standing(telegram, discord)
    outcome = await poster.hotpapers("post", *EVERYWHERE, "--style", "compact")
    assert (0, once) == (outcome.status, standing(telegram, discord))
    assert 2 == outcome.text.count("stands there already")
    again = await poster.hotpapers("post", *EVERYWHERE, "--style", "compact", "--again")
    assert (0, 2) == (again.status, again.text.count("posted in"))
    twice = tuple("\n".join((text, text)) for text in once)
    assert twice == standing(telegram, discord)


async def test_a_place_named_twice_gets_one(poster: Shell, telegram: TelegramEmulator) -> None:
    options = ("--to", "telegram:@papers") * 2
    outcome = await poster.hotpapers("post", *options, "--top", "1")
    assert "telegram:@papers: posted in 1 message.\n" == outcome.said
    assert 1 == len(telegram.messages("@papers"))


async def test_topics_and_threads_are_places_of_their_own(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    places = ("telegram:-1001234567890", "telegram:-1001234567890:42", "discord:1", "discord:1:2")
    options = [word for place in places for word in ("--to", place)]
    outcome = await poster.hotpapers("post", *options, "--top", "1")
    assert (0, 4) == (outcome.status, outcome.text.count("posted in 1 message."))
    threads = [posted.thread for posted in telegram.messages("-1001234567890")]
    assert [None, 42] == threads
    assert [1, 1] == [len(discord.messages(channel)) for channel in (1, 2)]


async def test_top_and_categories_choose_what_is_posted(
    poster: Shell, telegram: TelegramEmulator
) -> None:
    options = ("--to", "telegram:@papers", "--date", str(blog.FIRST), "--category", "stat.*")
    await poster.hotpapers("post", *options, "--top", "1")
    (posted,) = telegram.messages("@papers")
    assert "stat.* · the first of 2 hot papers" in posted.text
    assert ("https://arxiv.org/abs/2103.00009", False) == (
        posted.links[0],
        "https://arxiv.org/abs/2103.00002" in posted.links,
    )


async def test_a_day_on_which_nothing_was_hot_is_a_sentence(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    outcome = await poster.hotpapers("post", *EVERYWHERE, "--category", "math.PR")
    assert 0 == outcome.status
    for text in standing(telegram, discord):
        assert "No papers in math.PR were announced for this day." in text


async def test_the_terminal_is_a_platform_too(poster: Shell) -> None:
    for _ in range(2):
        outcome = await poster.hotpapers("post", "--to", "terminal")
        assert (0, "") == (outcome.status, outcome.complaints)
        assert TITLES == titles_in(outcome.text)
        assert b"\x1b" not in outcome.written


@pytest.mark.parametrize("style", ["compact", "full", "rich"])
async def test_nothing_in_a_paper_acts_on_a_platform(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator, style: str
) -> None:
    options = ("--date", str(blog.MIDDLE), "--style", style)
    outcome = await poster.hotpapers("post", *EVERYWHERE, *options)
    assert 0 == outcome.status
    (there,), (here,) = telegram.messages("@papers"), discord.messages(1)
    assert {"parse": []}.items() <= dict(mentions_of(here.body)).items()
    assert [] == here.pings
    assert "](https://evil.example" not in here.text
    assert [] == [link for link in there.links if "evil.example" in link and "arxiv" not in link]
    assert set() == {entity.kind for entity in there.entities} & {"Mention", "Code", "Pre"}


@pytest.mark.parametrize(
    "command",
    [
        ("rank",),
        ("post", "--to", "terminal"),
        ("post", "--to", "terminal", "--style", "compact"),
        ("post", "--to", "discord:1", "--to", "telegram:@papers", "--dry-run"),
    ],
    ids=" ".join,
)
async def test_nothing_in_a_paper_acts_on_the_terminal(
    reader: Shell, command: tuple[str, ...]
) -> None:
    outcome = await reader.hotpapers(*command, "--date", str(blog.MIDDLE))
    assert (0, "") == (outcome.status, outcome.complaints)
    assert ("@everyone" in outcome.text, b"\x1b" in outcome.written) == (True, False)


async def test_a_dry_run_needs_no_token_and_posts_nothing(
    reader: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    reader.sets(TELEGRAM_API_URL=telegram.url, DISCORD_API_URL=discord.url)
    outcome = await reader.hotpapers("post", *EVERYWHERE, "--dry-run")
    assert (0, "") == (outcome.status, outcome.complaints)
    assert ([], []) == (telegram.messages("@papers"), discord.requests)
    assert "telegram:@papers · message 1 of " in outcome.text
    assert "discord:1 · message 1 of " in outcome.text
    assert TITLES == titles_in(outcome.text)


async def test_a_dry_run_leaves_the_real_one_to_do(
    poster: Shell, telegram: TelegramEmulator, discord: DiscordEmulator
) -> None:
    await poster.hotpapers("post", *EVERYWHERE, "--dry-run")
    assert [] == discord.requests
    outcome = await poster.hotpapers("post", *EVERYWHERE)
    assert 2 == outcome.text.count("posted in")
    numbers = {len(telegram.messages("@papers")), len(discord.messages(1))}
    assert 0 not in numbers


def mentions_of(body: object) -> dict[str, object]:
    assert isinstance(body, dict)
    allowed = body["allowed_mentions"]
    assert isinstance(allowed, dict)
    return allowed
