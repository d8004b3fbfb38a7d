"""The API's answers, keyed by identifier."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.sources.arxiv.api import parse_results
from bot.domain.papers import PaperId
from bot.errors import SourceChanged
from tests.adapters.sources.arxiv.pages import Row, atom, atom_error, rows

RECORDED = Path(__file__).parents[4] / "../shared/data/recorded/arxiv_atom"


def recorded(pattern: str) -> list[tuple[str, dict[str, Any]]]:
    if not RECORDED.exists():
        pytest.skip("the recorded answers are not here")
    return [(path.name, json.loads(path.read_bytes())) for path in RECORDED.glob(pattern)]


def test_every_recorded_answer_holds_as_many_papers_as_it_has_entries() -> None:
    for _, answer in recorded("*.json"):
        results = parse_results(answer["body"].encode())
        is_error = answer["status_code"] == 400
        entries = 0 if is_error else answer["body"].count("<entry>")
        assert (len(results.entries), bool(results.problems)) == (entries, is_error)
        for paper in results.entries.values():
            assert paper.title
            assert paper.abstract
            assert paper.authors
            assert paper.categories
            assert paper.submitted_at is not None


@pytest.mark.parametrize(
    ("pattern", "total", "ids"),
    [
        ("id_0808.05394_1707*", 1, ["1707.08567"]),
        ("id_0000.0000*", 0, []),
        ("id_astro-ph*", 1, ["astro-ph/0601001"]),
        ("id_quant-ph*", 1, ["quant-ph/0201082"]),
        ("id_2104.12255v1*", 1, ["2104.12255"]),
    ],
)
def test_recorded_answers_are_about_the_papers_asked_for(
    pattern: str, total: int, ids: list[str]
) -> None:
    [(_, answer)] = recorded(pattern)
    results = parse_results(answer["body"].encode())
    assert (results.total, [str(paper) for paper in results.entries]) == (total, ids)


def test_a_recorded_paper_says_what_a_person_reads() -> None:
    [(_, answer)] = recorded("id_quant-ph*")
    [paper] = parse_results(answer["body"].encode()).entries.values()
    assert paper.title == (
        "Quantum Computers and Quantum Computer Languages: Quantum Assembly Language and Quantum C "
        "Language"
    )
    assert paper.authors == ("Stephen Blaha",)
    assert paper.categories == ("quant-ph", "cs.PL")
    assert paper.submitted_at == datetime(2002, 1, 18, 15, 8, 5, tzinfo=UTC)
    assert paper.abstract.startswith("We show a representation")


def test_the_recorded_complaint_is_told() -> None:
    [(_, answer)] = recorded("id_abc*")
    assert parse_results(answer["body"].encode()).problems == ("incorrect id format for abc",)


def test_the_primary_category_comes_first_and_foreign_classes_are_left_out() -> None:
    row = Row(categories=("math.OC", "cs.LG"))
    swapped = atom([row]).replace(
        b'primary_category term="math.OC"', b'primary_category term="cs.LG"'
    )
    [paper] = parse_results(swapped).entries.values()
    assert paper.categories == ("cs.LG", "math.OC")


def test_a_page_without_its_papers_is_told_from_an_empty_one() -> None:
    assert parse_results(atom([], total=7)).total == 7
    assert parse_results(atom([])).total == 0


def test_results_are_keyed_by_paper() -> None:
    results = parse_results(atom(reversed(rows(3))))
    assert {PaperId.parse(row.id) for row in rows(3)} == set(results.entries)
    assert all(paper == entry.id for paper, entry in results.entries.items())


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"Rate exceeded.",
        b"<html/>",
        atom([Row()]).replace(b"totalResults", b"total"),
        atom([Row()])[:700],
        atom([Row(id="nonsense")]),
        atom([Row(title=" ")]),
        b'<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>',
    ],
)
def test_an_answer_in_another_shape_is_a_change_and_kept(payload: bytes) -> None:
    with pytest.raises(SourceChanged) as raised:
        parse_results(payload)
    assert raised.value.payload == payload


def test_a_complaint_made_up_here_reads_like_the_recorded_one() -> None:
    assert parse_results(atom_error("no")).problems == ("no",)
