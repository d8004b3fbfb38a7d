import json
from datetime import date

import pytest

from tests.acceptance import blog
from tests.acceptance.commands import Shell


@pytest.mark.parametrize("day", [blog.MIDDLE, blog.NEWEST])
async def test_standard_output_is_the_post_and_nothing_else(reader: Shell, day: date) -> None:
    outcome = await reader.hotpapers("export", "--date", str(day))
    assert (0, "") == (outcome.status, outcome.complaints)
    assert blog.page(day, blog.DAYS[day]).encode() == outcome.written


async def test_a_file_is_written_and_nothing_is_said(reader: Shell) -> None:
    outcome = await reader.hotpapers("export", "--output", "post.md")
    assert (0, "") == (outcome.status, outcome.said)
    post = blog.page(blog.NEWEST, blog.NEWEST_DAY).encode()
    assert post == (reader.folder / "post.md").read_bytes()


async def test_an_exported_day_can_be_imported_elsewhere(reader: Shell) -> None:
    await reader.hotpapers("export", "--output", "post.md", "--date", str(blog.FIRST))
    reader.sets(DATABASE_URL="sqlite:///elsewhere.db")
    outcome = await reader.hotpapers("import", "post.md")
    assert "Read 1 day, 4 papers, 4 mentions; 1 day was new.\n" == outcome.said


async def test_json_is_what_rank_gives(reader: Shell) -> None:
    exported = await reader.hotpapers("export", "--format", "json", "--top", "3")
    ranked = await reader.hotpapers("rank", "--format", "json", "--top", "3")
    assert json.loads(ranked.written) == json.loads(exported.written)
    assert ranked.written == exported.written


async def test_top_and_categories_leave_a_shorter_post(reader: Shell) -> None:
    options = ("--date", str(blog.FIRST), "--category", "stat.*")
    every = await reader.hotpapers("export", *options)
    one = await reader.hotpapers("export", *options, "--top", "1")
    assert ["# 1.", "# 2."] == [row[:4] for row in every.text.splitlines() if row[:2] == "# "]
    assert every.text.startswith(one.text.rstrip("\n"))
    assert 1 == one.text.count("- links:")


@pytest.mark.parametrize("place", ["missing/post.md", "."])
async def test_a_file_that_cannot_be_written_is_named(reader: Shell, place: str) -> None:
    outcome = await reader.hotpapers("export", "--output", place)
    assert (1, "") == (outcome.status, outcome.text)
    assert outcome.complaints.startswith(f"{place} cannot be written: ")
