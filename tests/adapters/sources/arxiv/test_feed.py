"""The feed: a list for machines, with its limits."""

from datetime import date
from pathlib import Path

import pytest

from adapters.sources.arxiv.entries import Kind
from adapters.sources.arxiv.feed import parse_feed
from bot.domain.papers import PaperId
from bot.errors import SourceChanged
from tests.adapters.sources.arxiv.pages import DAY, Row, feed, rows

RECORDED = Path(__file__).parents[4] / "../shared/data/recorded/arxiv_rss"


def recorded(name: str) -> bytes:
    if not RECORDED.exists():
        pytest.skip("the recorded feeds are not here")
    return (RECORDED / name).read_bytes()


def test_the_recorded_feed_says_what_a_person_reads_in_it() -> None:
    parsed = parse_feed(recorded("rss_cs.AI_2025-09-18_head_real.xml"))
    [(kind, paper)] = parsed.rows
    assert (parsed.day, kind, parsed.announced) == (date(2025, 9, 18), Kind.REPLACED, ())
    assert paper.id == PaperId.parse("2203.01250")
    assert paper.title == "Mass concentration in rescaled first order integral functionals"
    assert paper.authors == ("Antonin Monteil", "Paul Pegon")
    assert paper.categories == ("math.AP", "math.OC")
    assert paper.abstract.startswith("We consider first order local minimization problems")
    assert paper.abstract.endswith("is always concave.")


def test_the_recorded_holiday_is_empty() -> None:
    parsed = parse_feed(recorded("rss_physics_2025-12-31_empty_holiday_real.xml"))
    assert (parsed.day, parsed.rows) == (date(2025, 12, 31), ())


def test_new_papers_and_cross_lists_are_announced() -> None:
    kinds = ["new", "cross", "replace", "replace-cross"]
    parsed = parse_feed(feed(zip(kinds, rows(4), strict=True)))
    assert parsed.day == DAY
    assert [str(paper.id) for paper in parsed.announced] == ["2608.00001", "2608.00002"]
    assert parsed.announced[0].authors == ("Ada Lovelace", "Emmy Noether")
    assert parsed.announced[0].abstract == "We show that small models learn quickly."


def test_hostile_words_are_kept_to_the_letter() -> None:
    row = Row(title="</title> & @everyone", abstract="<b>x</b> Abstract: y")
    [paper] = parse_feed(feed([("new", row)])).announced
    assert (paper.title, paper.abstract) == (row.title, row.abstract)


@pytest.mark.parametrize(("count", "is_truncated"), [(1999, False), (2000, True)])
def test_a_feed_of_the_largest_size_lacks_papers(count: int, *, is_truncated: bool) -> None:
    parsed = parse_feed(feed(("new", row) for row in rows(count)))
    assert parsed.is_truncated == is_truncated


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>
<rss><channel><pubDate>Thu, 18 Sep 2025 00:00:00 -0400</pubDate>&lol2;</channel></rss>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><pubDate>&x;</pubDate></channel></rss>"""


@pytest.mark.parametrize(
    ("payload", "complaint"),
    [
        (b"", "not XML"),
        (b"<html><body>Just a moment", "not XML"),
        (b"<html><body/></html>", "not RSS"),
        (LAUGHS, "not XML"),
        (FILE, "not XML"),
        (feed([("new", Row())])[:900], "not XML"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "not XML"),
        (feed([]).replace(b"pubDate", b"date"), "which day"),
        (feed([("withdrawn", Row())]), "announces a paper as “withdrawn”"),
        (feed([("new", Row(title=""))]), "without a title"),
        (feed([("new", Row(categories=()))]), "or a category"),
        (feed([("new", Row(id="nonsense"))]), "nonsense"),
    ],
)
def test_a_feed_in_another_shape_is_a_change_and_kept(payload: bytes, complaint: str) -> None:
    with pytest.raises(SourceChanged, match=complaint) as raised:
        parse_feed(payload)
    assert raised.value.payload == payload[:65_536]
