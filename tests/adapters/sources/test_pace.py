"""Manners towards servers: whom they cover, how long we wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sources.pace import Manners, asked_wait, back_off

NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)


def test_a_group_covers_its_hosts_and_their_subdomains() -> None:
    manners = Manners(name="arXiv", hosts=("arxiv.org", "127.0.0.1:8080"))
    hosts = ["arxiv.org", "export.arxiv.org", "127.0.0.1"]
    strangers = ["notarxiv.org", "arxiv.org.example.com", "127.0.0.2", ""]
    assert [host for host in hosts + strangers if manners.covers(host, 8080)] == hosts


@given(st.integers(1, 8), st.floats(0, 1, exclude_max=True))
def test_back_off_doubles_give_or_take_a_half(attempt: int, chance: float) -> None:
    middle = timedelta(seconds=2) * 2 ** (attempt - 1)
    wait_for = back_off(Manners(name="any"), attempt, chance)
    assert middle / 2 <= wait_for <= middle * 3 / 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "9" * 16}, 86_400),
        ({"Retry-After": "9" * 400}, None),
        ({"Retry-After": "Wed, 12 Aug 2026 02:01:00 GMT"}, 60),
        ({"Retry-After": "Wed, 12 Aug 2026 01:00:00 GMT"}, 0),
        ({"Retry-After": "Wed, 99 Aug 2026 01:00:00 GMT"}, None),
        ({"RateLimit": '"api";r=0;t=212'}, 212),
        ({"RateLimit": '"api"'}, None),
        ({"X-RateLimit-Reset": "341"}, 341),
        ({"X-Rate-Limit-Reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"RateLimit-Reset": str(int(NOW.timestamp()) - 90)}, 0),
        ({"Retry-After": "1", "RateLimit-Reset": "50"}, 1),
    ],
)
def test_every_way_of_asking_for_a_rest_is_understood(
    headers: dict[str, str], seconds: int | None
) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert expected == asked_wait(headers, NOW)


@given(st.dictionaries(st.sampled_from(["Retry-After", "RateLimit", "RateLimit-Reset"]), st.text()))
def test_no_header_can_make_us_wait_backwards_or_for_ever(headers: dict[str, str]) -> None:
    asked = asked_wait(headers, NOW)
    assert asked is None or timedelta() <= asked <= timedelta(days=1)
