from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, make_url
from sqlalchemy.exc import StatementError

from storage.columns import Prose, UtcDateTime, WordingJson
from storage.database import SqlStorage, open_storage
from tests.builders import NOW, a_listing, a_mention, a_paper, a_snapshot

DIALECTS = [make_url(url).get_dialect()() for url in ("sqlite://", "postgresql+psycopg://")]
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    lambda days, offset: (NOW + days).astimezone(offset),
    st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000)),
    OFFSETS,
)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(moment=MOMENTS)
def test_an_instant_is_the_same_after_any_database(dialect: Dialect, moment: datetime) -> None:
    column = UtcDateTime()
    stored = column.process_bind_param(moment, dialect)
    assert stored is not None
    assert stored.tzinfo == UTC
    for answer in (stored, stored.replace(tzinfo=None), stored.astimezone(moment.tzinfo)):
        read = column.process_result_value(answer, dialect)
        assert read is not None
        assert (moment, UTC) == (read, read.tzinfo)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(NOW.replace(tzinfo=None), DIALECTS[0])


async def test_a_moment_without_a_zone_is_refused_by_the_storage(
    sqlite_storage: SqlStorage,
) -> None:
    naive = a_snapshot(measured_at=NOW.replace(tzinfo=None))
    with pytest.raises(StatementError, match="no time zone"):
        async with sqlite_storage.transaction() as tx:
            await tx.snapshots.add([naive])


def test_no_moment_is_no_moment() -> None:
    assert UtcDateTime().process_bind_param(None, DIALECTS[0]) is None
    assert UtcDateTime().process_result_value(None, DIALECTS[0]) is None


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_good_text_is_left_as_it_is(text: str) -> None:
    assert text == Prose().process_bind_param(text, DIALECTS[0])


@given(st.text())
def test_any_text_becomes_text_that_can_be_stored(text: str) -> None:
    stored = Prose().process_bind_param(text, DIALECTS[0])
    assert stored is not None
    assert b"\0" not in stored.encode()


@pytest.mark.parametrize("kind", ["sqlite_url", "postgres_url"])
async def test_one_bad_character_does_not_keep_a_harvest_from_being_remembered(
    kind: str, request: pytest.FixtureRequest
) -> None:
    paper = a_paper(title="A\0B \ud83d C", abstract="\udcff")
    mention = a_mention(author="Eve\0", embed="<p>\ud800</p>")
    url = request.getfixturevalue(kind)
    async with open_storage(url) as storage, storage.transaction() as tx:
        await tx.papers.add([a_listing(paper=paper)])
        await tx.mentions.add([mention])
        found = await tx.papers.find(paper.id)
        (read,) = await tx.mentions.of([paper.id])
    assert found == a_paper(title="A�B � C", abstract="�")
    assert (read.author, read.embed) == ("Eve�", "<p>�</p>")


def test_a_wording_of_an_unknown_form_is_not_taken_for_none() -> None:
    with pytest.raises(ValueError, match="another form"):
        WordingJson().process_result_value({"title": "Half of it"}, DIALECTS[0])
