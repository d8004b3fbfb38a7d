"""The listing page: the day, its papers, and everything that makes it untrustworthy."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sources.arxiv.entries import Kind
from adapters.sources.arxiv.listing import announced, is_complete, parse_listing
from bot.domain.papers import PaperId
from bot.domain.taxonomy import CATEGORY_NAMES
from bot.errors import SourceChanged
from tests.adapters.sources.arxiv.pages import DAY, Row, listing, listing_part, rows

RECORDED = Path(__file__).parents[4] / (
    "../shared/data/recorded/arxiv_listing/polaris_list_new_sample.html"
)


def ids(*numbers: str) -> list[PaperId]:
    return [PaperId.parse(number) for number in numbers]


def test_the_recorded_page_says_what_a_person_reads_on_it() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded page is not here")
    page = parse_listing(RECORDED.read_bytes())
    assert page.day == date(2026, 8, 12)
    assert [(section.kind, section.total) for section in page.sections] == [
        (Kind.NEW, 2),
        (Kind.CROSS, 2),
        (Kind.REPLACED, 2),
    ]
    papers = announced([page])
    assert [paper.id for paper in papers] == ids(
        "2608.09949", "2608.09967", "2505.11635", "2607.28646"
    )
    assert papers[0].title == "Closed-Loop LLM Co-Pilots for Digital Agriculture"
    assert papers[0].categories == ("cs.AI", "physics.bio-ph")
    assert papers[1].authors == ("Tamar Gozlan", "Claudia V. Goldman")
    assert papers[3].title.startswith('"YES! YES! I absolutely love this insight!" Affirmative')
    assert papers[3].categories == ("cs.HC", "cs.AI")
    assert [len(paper.abstract) > 500 for paper in papers] == [True] * 4
    assert papers[0].abstract.endswith("lowering computational and expert-labor constraints.")


def test_new_papers_and_cross_lists_are_announced_and_replacements_are_not() -> None:
    page = parse_listing(
        listing(rows(2), [Row(id="2608.00009")], [Row(id="2501.00001"), Row(id="hep-th/9901001")])
    )
    assert [paper.id for paper in announced([page])] == ids(
        "2608.00001", "2608.00002", "2608.00009"
    )


def test_a_paper_keeps_its_hostile_words_to_the_letter() -> None:
    row = Row(
        title="A <b>bold</b> $x_1 < y$ & “@everyone” claim",
        authors=("O'Neil <script>", "李明"),
        categories=("hep-th", "cond-mat.mes-hall", "quant-ph", "cs.IT", "math.IT"),
    )
    [paper] = announced([parse_listing(listing([row]))])
    assert (paper.title, paper.authors, paper.categories) == (
        row.title,
        row.authors,
        row.categories,
    )


@given(st.sampled_from(sorted(CATEGORY_NAMES)), st.sampled_from(sorted(CATEGORY_NAMES)))
def test_every_category_is_read(first: str, second: str) -> None:
    row = Row(categories=tuple(dict.fromkeys((first, second))))
    [paper] = announced([parse_listing(listing([row]))])
    assert paper.categories == row.categories


def test_an_address_hidden_behind_words_is_put_back() -> None:
    row = Row(
        abstract='Code: <a href="https://example.org/x">this https URL</a>.<br>See <a href="/abs/'
        '1901.00001">arXiv:1901.00001</a>.'
    )
    [paper] = announced([parse_listing(listing([row]))])
    assert paper.abstract == "Code: https://example.org/x. See arXiv:1901.00001."


def test_a_paper_without_abstract_or_authors_is_kept() -> None:
    [paper] = announced([parse_listing(listing([Row(abstract="", authors=())]))])
    assert (paper.abstract, paper.authors) == ("", ())


def test_a_day_without_updates_is_empty() -> None:
    page = parse_listing(listing())
    assert (page.day, announced([page]), is_complete([page])) == (DAY, (), True)


def test_pages_are_put_together() -> None:
    first = parse_listing(
        listing_part(
            DAY,
            8,
            ("New submissions (showing first 2 of 3 entries)", rows(2)),
        )
    )
    second = parse_listing(
        listing_part(
            DAY,
            8,
            ("New submissions (continued, showing last 1 of 3 entries)", rows(1, start=3)),
            ("Cross submissions (showing 2 of 2 entries)", rows(2, start=2)),
            ("Replacement submissions (showing first 1 of 3 entries)", rows(1, start=9)),
        )
    )
    assert (is_complete([first]), is_complete([first, second])) == (False, True)
    assert [paper.id for paper in announced([first, second])] == ids(
        "2608.00001", "2608.00002", "2608.00003"
    )


def test_a_missing_page_is_noticed() -> None:
    page = parse_listing(
        listing_part(DAY, 3, ("New submissions (showing first 2 of 3 entries)", rows(2)))
    )
    with pytest.raises(SourceChanged, match="declares 3 new papers and shows 2"):
        announced([page])


def test_pages_of_two_days_are_not_mixed() -> None:
    pages = [parse_listing(listing(rows(1), day=date(2026, 8, day))) for day in (11, 12)]
    with pytest.raises(SourceChanged, match="another day"):
        announced(pages)


@pytest.mark.parametrize(
    ("payload", "complaint"),
    [
        (listing(rows(2), declared=3), "declares 3 new papers here and shows 2"),
        (listing(rows(2), declared=0), "declares 0 new papers here and shows 2"),
        (listing(rows(2)).replace(b"<dd>", b"<div>", 1), "shows 0"),
        (listing(rows(1)).replace(b"Showing new listings", b"Neue Liste"), "which day"),
        (listing(rows(1)).replace(b"August", b"Thermidor"), "which day"),
        (listing(rows(1)).replace(b" 12 August", b" 42 August"), "which day"),
        (listing(rows(1)).replace(b"New submissions", b"Fresh submissions"), "neither papers"),
        (listing(rows(1)).replace(b"/abs/2608.00001", b"/abs/nonsense"), "nonsense"),
        (listing(rows(1)).replace(b'"/abs/2608.00001"', b'"/paper/1"'), "nothing"),
        (listing(rows(1)).replace(b"list-title", b"titel"), "without a title"),
        (listing(rows(1)).replace(b"list-subjects", b"subjects"), "or a category"),
        (b"<html><body><h1>Just a moment</h1></body></html>", "which day"),
        (b"", "not a page"),
        (b"\x00\xff", "which day"),
        (b'{"json": 1}', "which day"),
    ],
)
def test_a_page_in_another_shape_is_a_change_and_kept(payload: bytes, complaint: str) -> None:
    with pytest.raises(SourceChanged, match=complaint) as raised:
        parse_listing(payload)
    assert raised.value.payload == payload[:65_536]


@settings(max_examples=50)
@given(st.data())
def test_a_page_that_was_cut_is_never_taken_for_a_whole_one(data: st.DataObject) -> None:
    whole = listing(rows(3), rows(2, start=7), rows(2, start=20))
    cut = data.draw(st.integers(0, whole.index(b"2608.00020")))
    with pytest.raises(SourceChanged):
        announced([parse_listing(whole[:cut])])


def test_a_full_page_of_the_largest_size_is_read() -> None:
    long = "We show that small models learn quickly. " * 60
    many = [Row(id=row.id, abstract=long) for row in rows(2000)]
    assert len(announced([parse_listing(listing(many))])) == 2000
