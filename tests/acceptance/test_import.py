import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance import blog
from tests.acceptance.commands import Shell

COUNTS = "Read 3 days, 18 papers, 18 mentions; "


def everything_in(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "hotpapers.db")) as database:
        return list(database.iterdump())


async def test_an_import_says_what_it_read_and_nothing_else(shell: Shell) -> None:
    posts = blog.write_all(shell.folder / "posts")
    outcome = await shell.hotpapers("import", posts)
    assert (0, f"{COUNTS}3 days were new.\n", "") == (
        outcome.status,
        outcome.text,
        outcome.complaints,
    )


async def test_importing_twice_changes_nothing(shell: Shell) -> None:
    posts = blog.write_all(shell.folder / "posts")
    await shell.hotpapers("import", posts)
    before = everything_in(shell.folder)
    outcome = await shell.hotpapers("import", posts)
    assert (0, f"{COUNTS}0 days were new.\n") == (outcome.status, outcome.said)
    assert before == everything_in(shell.folder)


async def test_folders_and_files_may_overlap(shell: Shell) -> None:
    posts = blog.write_all(shell.folder / "posts")
    blog.write(shell.folder / "posts" / "more", blog.FIRST)
    (posts / "notes.txt").write_text("These are not the posts you are looking for.")
    (posts / "drafts.md").mkdir()
    file = posts / f"{blog.FIRST}---Hot-Papers.md"
    outcome = await shell.hotpapers("import", file, posts, posts, file)
    assert 0 == outcome.status
    assert "3 days were new." in outcome.text


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        (
            "- retweets: 300",
            "- retweets: many",
            'line 22: expected "- retweets: N, favorites: N (MM/DD/YYYY HH:MM:SS)", found "- retw',
        ),
        ("# 1.", "# 2.", 'line 18: expected "# 1. TITLE", found "# 2.'),
        ("03/03/2021", "02/30/2021", "line 22: expected "),
        ("abs/2103", "abs/1999", 'line 24: expected "- links: [abs]'),
        ("draft: false", "draft: true", "line 5: expected 'draft: false', found "),
    ],
    ids=["counts", "rank", "day", "links", "head"],
)
async def test_a_malformed_post_is_named_and_the_others_are_imported(
    shell: Shell, good: str, bad: str, complaint: str
) -> None:
    posts = blog.write_all(shell.folder / "posts")
    text = blog.page(blog.MIDDLE, blog.MIDDLE_DAY)
    assert good in text
    malformed = blog.write(posts, blog.MIDDLE, text.replace(good, bad))
    outcome = await shell.hotpapers("import", posts)
    (complained,) = outcome.complaints.splitlines()
    assert complained.startswith(f"{malformed}, {complaint}")
    assert (1, True) == (outcome.status, "2 days were new. 1 file could not" in outcome.text)
    known = await shell.hotpapers("rank", "--date", str(blog.NEWEST))
    assert 12 == len(known.text.splitlines())


async def test_a_post_that_was_cut_off_is_not_half_imported(shell: Shell) -> None:
    posts = blog.write_all(shell.folder / "posts")
    text = blog.page(blog.MIDDLE, blog.MIDDLE_DAY)
    blog.write(posts, blog.MIDDLE, text[: text.index("- links")])
    outcome = await shell.hotpapers("import", posts)
    assert (1, True) == (outcome.status, "found" in outcome.complaints)
    unknown = await shell.hotpapers("rank", "--date", str(blog.MIDDLE))
    assert 1 == unknown.status


async def test_a_page_that_is_not_utf_8_is_named_with_its_line(shell: Shell) -> None:
    posts = blog.write_all(shell.folder / "posts")
    latin = blog.write(posts, blog.MIDDLE)
    latin.write_bytes(latin.read_text("utf-8").encode("latin-1", "replace").replace(b"?", b"\xf5"))
    outcome = await shell.hotpapers("import", posts)
    assert f"{latin}, line 18: expected text in UTF-8, found a byte that is not\n" == (
        outcome.complaints
    )
    assert (1, True) == (outcome.status, "2 days were new" in outcome.text)


async def test_what_is_not_there_is_named_and_the_others_are_imported(shell: Shell) -> None:
    posts = blog.write_all(shell.folder / "posts")
    (shell.folder / "empty").mkdir()
    outcome = await shell.hotpapers("import", "nowhere.md", posts, "empty")
    assert 1 == outcome.status
    assert sorted(outcome.complaints.splitlines()) == [
        "empty: expected a post, or a folder with posts (*.md) in it.",
        "nowhere.md: expected a post that can be read, but: No such file or directory.",
    ]
    assert f"{COUNTS}3 days were new. 2 files could not be read.\n" == outcome.text


@pytest.mark.parametrize("zone", ["Asia/Edo", "Europe", "../UTC", ""])
async def test_an_unknown_time_zone_is_refused_before_anything_is_read(
    shell: Shell, zone: str
) -> None:
    posts = blog.write_all(shell.folder / "posts")
    outcome = await shell.hotpapers("import", posts, "--timezone", zone)
    assert (1, "") == (outcome.status, outcome.text)
    assert f"“{zone}” is no IANA time zone." in outcome.complaints
    assert not (shell.folder / "hotpapers.db").exists()


@pytest.mark.parametrize(
    ("options", "moment"), [((), "08:20"), (("--timezone", "America/New_York"), "22:20")]
)
async def test_the_clock_that_wrote_the_posts_can_be_named(
    shell: Shell, options: tuple[str, ...], moment: str
) -> None:
    posts = blog.write_all(shell.folder / "posts")
    await shell.hotpapers("import", posts, *options)
    digest = await shell.hotpapers("post", "--to", "terminal", "--date", str(blog.FIRST))
    assert f"Measured 2 March 2021, {moment} UTC" in digest.text


async def test_a_progress_bar_is_drawn_on_a_terminal(shell: Shell) -> None:
    blog.write_all(shell.folder / "posts")
    outcome = await shell.watches("import", "posts")
    assert (0, f"{COUNTS}3 days were new.\n") == (outcome.status, outcome.text.replace("\r", ""))
    assert "Importing" in outcome.complaints
    assert "3/3" in outcome.complaints
