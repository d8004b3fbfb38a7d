from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.sources.archive import MalformedPost, parse
from bot.domain.engagement import Engagement
from bot.domain.posts import Post
from bot.errors import SourceChanged

NAME = "2020-01-02---Hot-Papers.md"
PAGE = (Path(__file__).parents[2] / "data" / NAME).read_bytes()
TOKYO = ZoneInfo("Asia/Tokyo")


def read(page: bytes) -> Post:
    return parse(page, name=NAME, zone=TOKYO)


def changed(old: str, new: str, *, count: int = 1) -> bytes:
    text = PAGE.decode()
    assert old in text
    return text.replace(old, new, count).encode()


def complaint(page: bytes) -> str:
    with pytest.raises(MalformedPost) as refused:
        read(page)
    return str(refused.value)


def test_the_head_is_clock_time_of_the_zone_in_spite_of_its_z() -> None:
    head = read(PAGE).head
    assert date(2020, 1, 2) == head.day
    assert datetime(2020, 1, 2, 23, 0, 5, tzinfo=UTC) == head.published_at
    assert datetime(2020, 1, 2, 23, 0, 7, tzinfo=UTC) == head.counted_at
    assert (head.timezone, head.blank_lines) == ("Asia/Tokyo", 1)


def test_another_zone_gives_other_instants() -> None:
    head = parse(PAGE, name=NAME, zone=ZoneInfo("America/New_York")).head
    assert datetime(2020, 1, 3, 13, 0, 5, tzinfo=UTC) == head.published_at


def test_white_space_is_normalised_in_the_paper_and_kept_in_the_wording() -> None:
    first = read(PAGE).listings[0]
    assert first.wording is not None
    assert (
        first.paper.title
        == "Teapots Are All You Boil: A Study of $\\mathcal{O}(n \\log n)$ Kettles"
    )
    assert first.wording.title.endswith("$  Kettles")
    assert first.paper.authors == ("Ada Lovelace", "Paul Erdős", "Emmy Noether")
    assert first.wording.authors == "Ada Lovelace, Paul Erdős,  Emmy Noether"


def test_listings_stand_in_the_published_order_on_the_day_of_the_title() -> None:
    listings = read(PAGE).listings
    assert [(one.position, str(one.paper.id), one.paper.categories) for one in listings] == [
        (1, "2001.00001", ("cs.LG", "physics.pop-ph")),
        (2, "2001.00003", ("math-ph",)),
        (3, "hep-th/9901001", ("hep-th",)),
    ]
    assert {date(2020, 1, 2)} == {one.listed_on for one in listings}


def test_each_listing_has_one_total_measured_at_its_own_second() -> None:
    snapshots = read(PAGE).snapshots
    assert [
        (one.engagement.reposts, one.engagement.likes, one.measured_at.second) for one in snapshots
    ] == [(1200, 34, 5), (60, 15, 6), (0, 75, 7)]
    assert {("x", "")} == {(one.source, one.native_id) for one in snapshots}
    assert Engagement(reposts=1200, likes=34) == snapshots[0].engagement


def test_an_abstract_may_have_paragraphs_and_lines_that_look_like_titles() -> None:
    wording = read(PAGE).listings[0].wording
    assert wording is not None
    assert wording.abstract.startswith("Kettles are known to boil.")
    assert wording.abstract.endswith("\n# 3. A line that looks like a title\n# 7. and one more")
    assert "\n\nThe answer" in wording.abstract


def test_a_title_far_below_an_abstract_is_no_paper_unless_it_is_the_next_one() -> None:
    page = changed("# 7. and one more", "\n\n\n\n# 7. and one more")
    assert len(read(page).listings) == 3


def test_papers_without_authors_abstracts_or_tweets_are_read() -> None:
    _, second, third = read(PAGE).listings
    assert second.paper.authors == ()
    assert second.wording is not None
    assert second.wording.embeds == ()
    assert third.paper.abstract == ""


def test_mentions_are_read_from_whatever_frame_the_network_gave_them() -> None:
    post = read(PAGE)
    assert [
        (one.key.native_id, one.author, one.handle, one.posted_on.isoformat(), one.language)
        for one in post.mentions
    ] == [
        ("1212000000000000001", 'Grace "Amazing" Hopper (she/her)', "grace", "2020-01-02", "en"),
        ("1212000000000000002", "やかん", "yakan_", "2019-12-31", "ja"),
        ("7", "Alan", "turing", "2020-01-01", None),
    ]
    assert post.mentions[0].url == "https://twitter.com/grace/status/1212000000000000001"
    assert [str(one.paper_id) for one in post.mentions] == [
        "2001.00001",
        "2001.00001",
        "hep-th/9901001",
    ]


def test_embeds_are_kept_to_the_letter_line_ends_included() -> None:
    post = read(PAGE)
    embed = post.mentions[1].embed
    assert embed is not None
    assert embed.startswith('<blockquote class="twitter-tweet" data-conversation="none"')
    assert "お湯が沸いた。\n\n一杯どうぞ。" in embed
    assert embed.endswith("</a></blockquote>")
    wording = post.listings[0].wording
    assert wording is not None
    assert (post.mentions[0].embed, embed) == wording.embeds


@pytest.mark.parametrize("blank_lines", [0, 1, 2, 5])
def test_a_day_without_a_paper_is_a_post_too(blank_lines: int) -> None:
    front_matter = PAGE[: PAGE.index(b"\n---\n") + 4]
    post = read(front_matter + b"\n" * blank_lines)
    assert (post.listings, post.mentions, post.snapshots) == ((), (), ())
    assert blank_lines == post.head.blank_lines
    assert post.head.published_at == post.head.counted_at


def test_more_empty_lines_before_the_first_paper_are_counted() -> None:
    assert read(changed("\n---\n\n#", "\n---\n\n\n#")).head.blank_lines == 2


FAULTS = {
    "another title": ("title: Hot Papers 2020", "title: Papers 2020", 2, "title: Hot Papers"),
    "no such day": ("2020-01-02", "2020-02-30", 2, "title: Hot Papers YYYY-MM-DD"),
    "no such hour": ("T08:00:05.Z", "T28:00:05.Z", 3, "date: YYYY-MM-DDTHH:MM:SS.Z"),
    "two days": ('slug: "hot-papers-2020-01-02"', 'slug: "x"', 6, "hot-papers-2020-01-02"),
    "another key": ("draft: false", "draft: true", 5, "draft: false"),
    "numbers in disorder": ("# 1. Teapots", "# 2. Teapots", 18, '"# 1. TITLE"'),
    "no title": ("# 3. Old Wine", "# 3. ", 58, '"# 3. TITLE"'),
    "counts of another form": ("retweets: 1200", "retweets: 1,200", 22, "- retweets: N"),
    "counts with zeros": ("favorites: 15", "favorites: 015", 48, "- retweets: N"),
    "a date that is none": ("(01/03/2020 08:00:06)", "(31/01/2020 08:00:06)", 48, "MM/DD/YYYY"),
    "two papers in one": ("pdf/2001.00001", "pdf/2001.00002", 24, "the same arXiv identifier"),
    "a version": ("2001.00001", "2001.00001v2", 24, "without a version"),
    "no arXiv identifier": ("2001.00001", "2013.00001", 24, "same arXiv identifier"),
    "categories that lead astray": ("list/cs.LG/", "list/cs.AI/", 25, "- [CATEGORY]"),
    "a lost line": ("\n- retweets: 60", "\n\n- retweets: 60", 48, "- retweets: N"),
    "an unknown month": ("January 2, 2020", "Januar 2, 2020", 33, "MONTH D, YYYY"),
    "no such date": ("January 2, 2020", "January 32, 2020", 33, "MONTH D, YYYY"),
    "another handle": ("com/grace/status", "com/evil/status", 33, "@HANDLE"),
    "a paper twice": ("2001.00003", "2001.00001", 44, "2001.00001"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_line_and_what_should_stand_there(fault: str) -> None:
    old, new, line, expected = FAULTS[fault]
    told = complaint(changed(old, new, count=-1 if old.startswith("20") else 1))
    assert told.startswith(f"{NAME}, line {line}: expected ")
    assert expected in told
    assert ", found " in told


def test_what_was_found_is_shortened_and_made_printable() -> None:
    told = complaint(changed("- retweets: 1200", "\x1b[31m" + "z" * 500))
    assert told.endswith(f'found "�[31m{"z" * 55}…"')


def test_a_broken_paper_does_not_hide_in_the_abstract_above_it() -> None:
    told = complaint(changed("# 3. Old Wine", "## Old Wine"))
    assert f"{NAME}, line 62: expected more of the abstract" in told
    assert complaint(changed("\n\n\n\n# 3. Old", "\n# 3. Old")).startswith(
        f"{NAME}, line 59: expected"
    )


def test_a_tweet_without_its_script_is_not_passed_over() -> None:
    script = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
    told = complaint(changed(f"\n{script}\n", "\n"))
    assert f"{NAME}, line 34: expected '{script}' below the tweet" in told


def test_a_tweet_right_below_the_abstract_is_not_taken_for_a_part_of_it() -> None:
    told = complaint(changed("one more\n\n<blockquote", "one more\n<blockquote"))
    assert "line 32: expected more of the abstract (an empty line ends it before a tweet" in told


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_a_page_whose_end_is_missing_is_refused(missing: int) -> None:
    told = complaint(PAGE[:-missing])
    assert f"line {75 - missing}: expected an empty line" in told
    assert told.endswith("found nothing more")


def test_a_page_that_was_cut_anywhere_is_refused_or_holds_whole_papers() -> None:
    papers = [listing.paper for listing in read(PAGE).listings]
    kept = set()
    for end in range(len(PAGE)):
        try:
            post = read(PAGE[:end])
        except SourceChanged:
            continue
        assert papers[: len(post.listings)] == [listing.paper for listing in post.listings]
        kept.add(len(post.listings))
    assert {0, 1, 2} == kept


def test_line_ends_of_windows_are_refused_with_the_remedy() -> None:
    told = complaint(PAGE.replace(b"\n", b"\r\n"))
    assert told.startswith(f"{NAME}, line 1: expected lines that end in LF")
    assert "core.autocrlf" in told


def test_a_byte_order_mark_is_refused() -> None:
    assert "found a byte order mark" in complaint(b"\xef\xbb\xbf" + PAGE)


def test_bytes_that_are_no_utf_8_are_told_with_their_line() -> None:
    told = complaint(PAGE.replace("Erdős".encode(), "Erdös".encode("latin-1")))
    assert f"{NAME}, line 20: expected text in UTF-8, found a byte that is not" == told


def test_an_hour_that_the_zone_skipped_is_refused() -> None:
    page = changed("(01/03/2020 08:00:05)", "(03/29/2020 02:30:00)")
    with pytest.raises(MalformedPost, match="did not skip"):
        parse(page, name=NAME, zone=ZoneInfo("Europe/Berlin"))


def test_a_refusal_carries_the_start_of_the_page_and_names_no_more() -> None:
    with pytest.raises(SourceChanged) as refused:
        read(b"# A diary\n" * 100)
    assert refused.value.payload == (b"# A diary\n" * 20)
    assert f"{NAME}, line 1: expected '---', found \"# A diary\"" == str(refused.value)
