"""Made-up events of Bluesky's stream, in the shape of the real ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from adapters.sources.bluesky_jetstream import microseconds
from tests.benchmarks.words import abstract
from tests.emulators.jetstream import a_record, an_event

START = datetime(2026, 8, 12, 20, tzinfo=UTC)

_BETWEEN = timedelta(milliseconds=10)
"""The network posts a hundred times a second."""

_PERIOD = 400
_WITH_PAPER = frozenset({50, 250})
"""Which events of a period name a paper: half a percent."""

_DELETED_EVERY = 20
_LINKED_EVERY = 7
_ANSWERED_EVERY = 2
_KEY = "3mptbypcq37zz"
"""Occurs nowhere else in an event."""

_POST = {"cid": "bafyreiainko5un5pbcdosvxpbisjnjzemojnry6nsgtdftdgslbu37kxai", "uri": "at://did"}


@dataclass(frozen=True, slots=True)
class _Mould:
    """An event without its time and its key, which make it another event."""

    head: bytes
    middle: bytes
    tail: bytes

    @classmethod
    def of(cls, event: bytes) -> "_Mould":
        head, _, rest = event.partition(str(microseconds(START)).encode())
        middle, _, tail = rest.partition(_KEY.encode())
        return cls(head, middle, tail)

    def cast(self, number: int, at: int) -> bytes:
        return b"%s%d%s3m%011d%s" % (self.head, at, self.middle, number, self.tail)


def events(count: int) -> Iterator[bytes]:
    """Give so many events, each made when it is asked for."""
    moulds = [_Mould.of(_event(place, Random(place))) for place in range(_PERIOD)]
    at, step = microseconds(START), _BETWEEN // timedelta(microseconds=1)
    for number in range(count):
        yield moulds[number % _PERIOD].cast(number, at + number * step)


def _event(place: int, random: Random) -> bytes:
    did = f"did:plc:{place:024}"
    if place % _DELETED_EVERY == 0 and place not in _WITH_PAPER:
        return an_event(START, record=None, key=_KEY, did=did)
    is_answer, has_link = place % _ANSWERED_EVERY == 0, place % _LINKED_EVERY == 0
    record = a_record(
        text=abstract(random)[: random.randint(10, 300)],
        links=tuple(_links(place, has_link=has_link)),
        reply={"parent": _POST, "root": _POST} if is_answer else None,
    )
    return an_event(START, record=record, key=_KEY, did=did)


def _links(place: int, *, has_link: bool) -> Iterator[str]:
    if has_link:
        yield f"https://example.org/{place}/a-page-that-is-no-paper"
    if place in _WITH_PAPER:
        yield f"https://arxiv.org/abs/2608.{place:05}v2"
