"""Untrusted JSON, read into values that are what their type says."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, TypeAdapter, ValidationError

from bot.domain.papers import normalise
from bot.errors import SourceChanged

PAYLOAD_KEPT = 64 * 1024
"""How many bytes of an answer in an unknown shape are kept for a bug report."""

_LONGEST_NAME = 200
_LARGEST_COUNT = 2**31 - 1  # what every database holds in an integer column
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,3}", re.ASCII | re.IGNORECASE)
_Shape = TypeVar("_Shape")


def _counter(value: object) -> object:
    """Take nothing as zero, and keep a number within what can be stored."""
    if value is None:
        return 0
    return min(max(value, 0), _LARGEST_COUNT) if isinstance(value, int) else value


def _utc(moment: datetime) -> datetime:
    """Give the moment in UTC; one without a zone is taken to be in UTC already."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError("no moment that can be told in UTC") from None


def clean(value: object) -> object:
    """Make a text storable: no lone surrogates, no control characters, one space between words."""
    if not isinstance(value, str):
        return value
    whole = value.encode("utf-8", "ignore").decode()
    return normalise("".join(" " if ord(sign) < 32 or sign == "\x7f" else sign for sign in whole))


def _name(value: object) -> object:
    text = clean(value)
    return text[:_LONGEST_NAME] if isinstance(text, str) else "" if text is None else text


def _storable(value: object) -> object:
    """Keep the lines of a text, but nothing that a database or a decoder chokes on."""
    if not isinstance(value, str):
        return "" if value is None else value
    return value.encode("utf-8", "ignore").decode().replace("\x00", "")


def _address(value: object) -> object:
    """Keep an http(s) address, and make everything else an empty text."""
    text = _storable(value)
    if not isinstance(text, str):
        return text
    try:
        parts = urlsplit(text)
    except ValueError:  # such as a broken IPv6 address
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc else ""


Count = Annotated[int, BeforeValidator(_counter)]
"""A counter; one that is missing or null is zero."""

Instant = Annotated[datetime, AfterValidator(_utc)]
"""A moment in UTC."""

Name = Annotated[str, BeforeValidator(_name)]
"""A name on one line, of a length that can be shown; null is empty."""

Words = Annotated[str, BeforeValidator(_storable)]
"""A text of any length; null is empty."""

Address = Annotated[str, BeforeValidator(_address)]
"""An http or https address; anything else is empty."""


def language_of(tag: object) -> str | None:
    """Keep a language tag of the usual form, and make everything else none."""
    return tag if isinstance(tag, str) and _LANGUAGE.fullmatch(tag) else None


@dataclass(frozen=True, slots=True)
class Rows(Generic[_Shape]):
    """The rows of a page that could be read, and how many could not."""

    read: tuple[_Shape, ...]
    left_out: int = 0

    def warnings(self, source: str) -> tuple[str, ...]:
        """Say how many rows were left out, if any were."""
        if not self.left_out:
            return ()
        total = len(self.read) + self.left_out
        return (f"{source}: {self.left_out} of {total} rows have an unknown shape.",)


class Reader(Generic[_Shape]):
    """Reads one shape out of decoded JSON, for one source."""

    def __init__(self, source: str, shape: type[_Shape]) -> None:
        self._source = source
        self._adapter: TypeAdapter[_Shape] = TypeAdapter(shape)

    def one(self, payload: object, *, secret: bool = False) -> _Shape:
        """Read a whole answer. Raises SourceChanged, without the answer when it holds a secret."""
        try:
            return self._adapter.validate_python(payload)
        except ValidationError as fault:
            # The cause is cut off because it quotes the values that it refuses.
            raise changed(self._source, _faults(fault), None if secret else payload) from None

    def rows(self, payload: object) -> Rows[_Shape]:
        """Read a list row by row.

        Raises SourceChanged when it is no list, or when more rows are unknown than known.
        """
        if not isinstance(payload, list):
            raise changed(self._source, "a list was expected", payload)
        read: list[_Shape] = []
        fault = ""
        for row in payload:
            try:
                read.append(self._adapter.validate_python(row))
            except ValidationError as refusal:
                fault = _faults(refusal)
        left_out = len(payload) - len(read)
        if left_out > len(read):
            raise changed(self._source, fault, payload)
        return Rows(tuple(read), left_out)


def changed(source: str, fault: str, payload: object) -> SourceChanged:
    """Make the error of an answer in an unknown shape, with the start of the answer."""
    kept = b"" if payload is None else json.dumps(payload, default=str).encode()[:PAYLOAD_KEPT]
    return SourceChanged(f"{source} answered in an unknown shape: {fault}.", payload=kept)


def _faults(fault: ValidationError) -> str:
    """Name the fields that are not as expected, without the values that stood in them."""
    named = {
        f"{'.'.join(map(str, error['loc'])) or 'the answer'}: {error['type']}"
        for error in fault.errors(include_url=False, include_context=False, include_input=False)
    }
    return ", ".join(sorted(named)[:5])
