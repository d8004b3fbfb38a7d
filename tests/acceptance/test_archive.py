"""The old blog, if it lies beside the project: what was published comes back."""

import json
import re
from pathlib import Path

from tests.acceptance.commands import Outcome, Shell
from tests.acceptance.conftest import ARCHIVE

Library = tuple[Shell, Outcome]

TABLE = """
    2104.11178 5490 256  2104.11227 2642 320  2104.10809 2358 263  2104.11044 2100 297
    2104.11145  577  95  2104.11224  462  89  2104.11225  302 113  2104.10789  289 106
    2104.11222  180  51  2104.10858  170  53  2104.10972  169  44  2104.10935   87  41
    2104.11228   56  39  2104.11216   42  50  2104.10916   42  24  2104.10698    6  54
""".split()

_ENTRY = re.compile(
    r"^- retweets: (\d+), favorites: (\d+) \(.*\n\n- links: \[abs\]\(https://arxiv.org/abs/(.+?)\)",
    re.MULTILINE,
)


def pages() -> list[tuple[str, Path]]:
    return [(file.name[:10], file) for file in sorted(ARCHIVE.glob("*.md"))]


def published(page: Path) -> list[tuple[int, str, int, int]]:
    """Read ranks, identifiers and counts off a page, by the look of it."""
    entries = enumerate(_ENTRY.findall(page.read_text("utf-8")), 1)
    return [(rank, id_, int(reposts), int(likes)) for rank, (reposts, likes, id_) in entries]


async def ranked(shell: Shell, day: str) -> list[tuple[int, str, int, int]]:
    outcome = await shell.hotpapers("rank", "--format", "json", "--date", day)
    papers = json.loads(outcome.written)["papers"]
    return [(paper["rank"], paper["id"], paper["reposts"], paper["likes"]) for paper in papers]


async def test_all_264_days_are_read_without_a_warning(archive: Library) -> None:
    _, outcome = archive
    assert (0, "") == (outcome.status, outcome.complaints)
    assert outcome.text.startswith("Read 264 days, ")
    assert outcome.text.endswith("; 264 days were new.\n")


async def test_every_day_is_exported_as_it_was_published(archive: Library) -> None:
    shell, _ = archive
    for day, page in pages():
        outcome = await shell.hotpapers("export", "--date", day)
        assert (0, "", page.read_bytes()) == (
            outcome.status,
            outcome.complaints,
            outcome.written,
        ), day


async def test_days_are_ranked_as_they_were_published(archive: Library) -> None:
    shell, _ = archive
    # The exported pages show order and counts of the other days.
    for day, page in pages()[::4]:
        assert published(page) == await ranked(shell, day), day


async def test_the_day_of_the_sample_has_the_published_table(archive: Library) -> None:
    shell, _ = archive
    rows = await ranked(shell, "2021-04-23")
    words = [str(word) for _, *row in rows for word in row]
    assert TABLE == words
