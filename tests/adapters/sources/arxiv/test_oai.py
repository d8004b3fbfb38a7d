"""OAI-PMH pages."""

from datetime import date

import pytest

from adapters.sources.arxiv.oai import parse_records, set_of
from bot.errors import SourceChanged, SourceUnavailable
from tests.adapters.sources.arxiv.pages import Row, oai, oai_error, rows


def test_a_record_is_read() -> None:
    row = Row(authors=("Ada King Lovelace", "Bourbaki"), abstract="A\n  b.", categories=("hep-th",))
    [record] = parse_records(oai([row])).records
    assert record.created_on == date(2026, 8, 11)
    assert str(record.entry.id) == row.id
    assert record.entry.authors == row.authors
    assert record.entry.abstract == "A b."
    assert record.entry.categories == ("hep-th",)


def test_a_page_names_the_next_one_until_the_last() -> None:
    assert parse_records(oai(rows(2), token="from=2026&skip=2000")).next_token == (
        "from=2026&skip=2000"
    )
    assert parse_records(oai(rows(2))).next_token is None


def test_deleted_records_are_left_out() -> None:
    assert len(parse_records(oai(rows(2), deleted=["2608.00009"])).records) == 2


def test_no_records_is_an_empty_page() -> None:
    page = parse_records(oai_error("noRecordsMatch"))
    assert (page.records, page.next_token) == ((), None)


def test_an_expired_token_may_work_later() -> None:
    with pytest.raises(SourceUnavailable):
        parse_records(oai_error("badResumptionToken"))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"<html/>",
        oai(rows(2))[:1500],
        oai_error("badArgument"),
        oai([Row(id="nonsense")]),
        oai([Row(created="yesterday")]),
        oai([Row(title="")]),
        oai([Row(categories=())]),
        b'<!DOCTYPE x [<!ENTITY a "b">]><OAI-PMH>&a;</OAI-PMH>',
    ],
)
def test_a_page_in_another_shape_is_a_change_and_kept(payload: bytes) -> None:
    with pytest.raises(SourceChanged) as raised:
        parse_records(payload)
    assert raised.value.payload == payload


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cs", "cs"),
        ("cs.LG", "cs:cs:LG"),
        ("q-bio", "q-bio"),
        ("hep-th", "physics:hep-th"),
        ("physics", "physics:physics"),
        ("physics.optics", "physics:physics:optics"),
        ("astro-ph.CO", "physics:astro-ph:CO"),
    ],
)
def test_archives_and_categories_have_their_sets(name: str, expected: str) -> None:
    assert set_of(name) == expected
