"""What those who run the bot do in its shell: everybody's subscriptions, and a conversation."""

import asyncio
import json
import sys
from typing import Any

import pytest
import yaml

from tests.acceptance.commands import PATIENCE, Outcome, Shell

NOBODY = "Nobody is subscribed. “hotpapers subscriptions add” subscribes a channel.\n"
EVERY_WISH = {
    "to": "telegram:@papers",
    "topic": "cs.CL",
    "at": "21:30",
    "timezone": "Asia/Tokyo",
    "days": "weekdays",
    "count": 5,
    "style": "compact",
    "minimum": 10.5,
    "language": "ja",
    "lag": 1,
    "quiet": "notice",
    "state": "active",
}
BARE = {
    "to": "discord:1:2",
    "at": "09:00",
    "timezone": "UTC",
    "days": "daily",
    "style": "full",
    "language": "en",
    "lag": 0,
    "quiet": "silence",
    "state": "active",
}


async def subscriptions(shell: Shell, *arguments: str) -> Outcome:
    return await shell.hotpapers("subscriptions", *arguments)


async def rows(shell: Shell) -> list[dict[str, Any]]:
    """Give every subscription, as programs read them."""
    outcome = await subscriptions(shell, "list", "--format", "json")
    assert (0, "") == (outcome.status, outcome.complaints)
    listed = json.loads(outcome.written)
    assert isinstance(listed, list)
    return listed


async def adds_two(shell: Shell) -> None:
    """Subscribe one channel with every wish that there is, and another with none."""
    given = {name: str(value) for name, value in EVERY_WISH.items() if name != "state"}
    topic = given.pop("topic")
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    first = await subscriptions(shell, "add", topic, *options)
    second = await subscriptions(shell, "add", "--to", "discord:1:2")
    assert first.text.startswith("telegram:@papers gets the digest on “cs.CL” from 20")
    assert second.text.startswith("discord:1:2 gets the digest from 20")
    assert [(0, "")] * 2 == [(one.status, one.complaints) for one in (first, second)]


def refusal(outcome: Outcome) -> str:
    """Give the sentence with which a command failed."""
    assert (1, "") == (outcome.status, outcome.text)
    return outcome.complaints


# Everybody's subscriptions.


async def test_without_subscriptions_the_list_says_how_to_get_one(shell: Shell) -> None:
    outcome = await subscriptions(shell, "list")
    assert (0, NOBODY) == (outcome.status, outcome.said)
    assert [] == await rows(shell)


async def test_a_channel_is_subscribed_with_every_wish_or_with_none(shell: Shell) -> None:
    await adds_two(shell)
    assert [{"id": 1, **EVERY_WISH}, {"id": 2, **BARE}] == await rows(shell)
    table = (await subscriptions(shell, "list")).text
    assert "weekdays 21:30 Asia/Tokyo" in table
    assert "everything" in table


async def test_the_same_topic_as_often_is_changed(shell: Shell) -> None:
    await subscriptions(shell, "add", "cs.CL", "--to", "telegram:@papers")
    await subscriptions(shell, "add", "cs.CL", "--to", "telegram:@papers", "--at", "10:00")
    await subscriptions(shell, "add", "cs.CL", "--to", "telegram:@papers", "--days", "weekly")
    assert [("10:00", "daily"), ("09:00", "weekly")] == [
        (row["at"], row["days"]) for row in await rows(shell)
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("cs.XX", "--to", "telegram:@papers"), "No category “cs.XX”. Did you mean cs.CL"),
        (("--to", "mars"), "“mars” names no platform."),
        (("--to", "discord:papers"), "“papers” is no Discord channel."),
        (("--to", "discord:1", "--at", "25:00"), "“25:00” is no time of day."),
        (("--to", "discord:1", "--timezone", "Mars"), "“Mars” is no time zone."),
        (("--to", "discord:1", "--days", "sometimes"), "“sometimes” are no days."),
        (("--to", "discord:1", "--style", "loud"), "“loud” is none of the choices:"),
        (("--to", "discord:1", "--language", "tlh"), "“tlh” is no language of mine."),
        (("--to", "discord:1", "--quiet", "maybe"), "“maybe” is none of silence, notice."),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_to_write(
    shell: Shell, arguments: tuple[str, ...], sentence: str
) -> None:
    assert refusal(await subscriptions(shell, "add", *arguments)).startswith(sentence)
    assert [] == await rows(shell)


async def test_a_subscription_rests_goes_on_and_ends(shell: Shell) -> None:
    await adds_two(shell)
    paused = await subscriptions(shell, "pause", "1")
    assert "Subscription 1 rests. “hotpapers subscriptions resume 1” lets it go on." in paused.text
    resting = (await rows(shell))[0]
    assert ("paused", "An operator paused it.") == (resting["state"], resting["reason"])
    resumed = await subscriptions(shell, "resume", "1")
    assert resumed.text.startswith("Subscription 1 goes on; its next digest is due 20")
    assert {"id": 1, **EVERY_WISH} == (await rows(shell))[0]
    removed = await subscriptions(shell, "remove", "1")
    assert (0, "Subscription 1 is gone.\n") == (removed.status, removed.said)
    assert [2] == [row["id"] for row in await rows(shell)]


@pytest.mark.parametrize("verb", ["pause", "resume", "remove"])
async def test_a_number_that_there_is_not_is_named(shell: Shell, verb: str) -> None:
    outcome = await subscriptions(shell, verb, "9")
    sentence = "There is no subscription 9. “hotpapers subscriptions list” shows them.\n"
    assert sentence == refusal(outcome)


# The file of all subscriptions.


async def test_what_was_exported_comes_back_as_it_was(shell: Shell) -> None:
    await adds_two(shell)
    await subscriptions(shell, "pause", "2")
    written = await subscriptions(shell, "export", "all.yaml")
    assert (0, "") == (written.status, written.said)
    before = await rows(shell)
    shell.sets(DATABASE_URL="sqlite:///elsewhere.db")
    read = await subscriptions(shell, "import", "all.yaml")
    assert (0, "2 subscriptions.\n") == (read.status, read.said)
    assert before == await rows(shell)
    again = await subscriptions(shell, "export")
    assert (shell.folder / "all.yaml").read_text("utf-8") == again.text


async def test_reading_a_file_twice_changes_nothing(shell: Shell) -> None:
    await adds_two(shell)
    await subscriptions(shell, "export", "all.yaml")
    before = await rows(shell)
    assert "2 subscriptions.\n" == (await subscriptions(shell, "import", "all.yaml")).said
    assert before == await rows(shell)


async def test_each_entry_that_cannot_be_read_is_named_and_the_others_are_taken(
    shell: Shell,
) -> None:
    entries = [
        {"to": "telegram:@others", "topic": "cs.CV"},
        {"to": "telegram:@others", "topic": "cs.XX"},
        {"to": "mars"},
        {"to": "discord:1", "colour": "red"},
        "discord:1",
        {"to": "discord:1", "count": 0},
    ]
    text = yaml.safe_dump({"subscriptions": entries})
    (shell.folder / "some.yaml").write_text(text, "utf-8")
    outcome = await subscriptions(shell, "import", "some.yaml")
    assert (1, "1 subscription.\n") == (outcome.status, outcome.text)
    assert [
        "Entry 2: No category “cs.XX”.",
        "Entry 3: “mars” names no platform.",
        "Entry 4: It has “colour”, which means nothing.",
        "Entry 5: It is no entry: write “to:”, “topic:” and so on, each on a line.",
        "Entry 6: “0” should be a whole number from 1 to 1000.",
    ] == [
        row if "“to:”" in row or "whole" in row else row[: row.index(".", row.index("”")) + 1]
        for row in outcome.complaints.splitlines()
    ]
    assert ["cs.CV"] == [row["topic"] for row in await rows(shell)]


async def test_a_time_without_quotes_is_a_time(shell: Shell) -> None:
    text = "subscriptions:\n- to: discord:1\n  at: 21:30\n- to: discord:2\n  at: 9:05\n"
    (shell.folder / "some.yaml").write_text(text, "utf-8")
    assert "2 subscriptions.\n" == (await subscriptions(shell, "import", "some.yaml")).said
    assert ["21:30", "09:05"] == [row["at"] for row in await rows(shell)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "some.yaml cannot be read: "),
        (b"\xff", "some.yaml cannot be read: "),
        (b"a: [", "The file is no YAML: "),
        (b"a: 1", "The file has no list named “subscriptions”."),
        (b"", "The file has no list named “subscriptions”."),
    ],
)
async def test_what_is_no_such_file_is_refused(
    shell: Shell, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (shell.folder / "some.yaml").write_bytes(content)
    assert refusal(await subscriptions(shell, "import", "some.yaml")).startswith(sentence)


async def test_a_file_that_cannot_be_written_is_named(shell: Shell) -> None:
    outcome = await subscriptions(shell, "export", "missing/all.yaml")
    assert refusal(outcome).startswith("missing/all.yaml cannot be written: ")


# A conversation in the shell.


async def converses(shell: Shell, *lines: str) -> Outcome:
    """Type lines into `hotpapers chat`, and end it."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "chat"),
        cwd=shell.folder,
        env=shell.environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        typed = "".join(f"{line}\n" for line in lines).encode()
        written, complained = await running.communicate(typed)
    return Outcome(running.returncode or 0, written, complained.decode())


async def test_one_question_is_answered_and_that_is_all(reader: Shell) -> None:
    outcome = await reader.hotpapers("chat", "/hot", "stat.ML", "1")
    assert (0, "") == (outcome.status, outcome.complaints)
    assert "Hot papers" in outcome.text
    assert "Ask as on Discord" not in outcome.text


async def test_whoever_sits_at_the_terminal_is_an_operator(reader: Shell) -> None:
    assert "messages are waiting to be sent" in (await reader.hotpapers("chat", "/status")).text


async def test_a_mistake_is_a_sentence_and_no_failure(reader: Shell) -> None:
    outcome = await reader.hotpapers("chat", "/hot", "cs.XX")
    assert (0, "") == (outcome.status, outcome.complaints)
    assert "Did you mean cs.CL" in outcome.text


async def test_buttons_are_pressed_by_number_and_files_land_in_the_folder(reader: Shell) -> None:
    outcome = await converses(reader, "hot", "1", "2", "saved", "export", "99")
    assert (0, "") == (outcome.status, outcome.complaints)
    assert "[1] Why   [2] Save   [3] Cite" in outcome.text
    assert "1 saved paper, as a file." in outcome.text
    assert 1 == (reader.folder / "papers.bib").read_text("utf-8").count("@misc{")
    assert "There is no button with that number." in outcome.text


async def test_a_form_is_filled_in_line_by_line(reader: Shell) -> None:
    lines = (
        "/subscribe cs.CL 9:00 UTC",
        "/change",
        "cs.CV",
        "",
        "",
        "weekly",
        "",
        "/subscriptions",
    )
    outcome = await converses(reader, *lines)
    assert (0, "") == (outcome.status, outcome.complaints)
    assert "Time, such as 09:00 [09:00]:" in outcome.text
    shown = outcome.text.rpartition("🔔 ")[2]
    assert shown.startswith("cs.CV")
    assert "Every week: Monday at 09:00 · UTC" in shown
