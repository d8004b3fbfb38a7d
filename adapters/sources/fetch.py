"""What a source needs of the HTTP client."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pydantic import SecretStr

from adapters.sources.http import Params
from adapters.sources.trouble import Refused, Unexpected
from bot.errors import SourceError


class Fetch(Protocol):
    """Decoded JSON, or one of our errors."""

    async def get_json(
        self, url: str, *, params: Params = (), headers: Mapping[str, str] | None = None
    ) -> object:
        """Read JSON. Raises SourceUnavailable or SourceChanged."""

    async def post_json(
        self, url: str, *, body: object, headers: Mapping[str, str] | None = None
    ) -> object:
        """Send JSON and read JSON. Raises SourceUnavailable or SourceChanged."""

    async def post_form(
        self, url: str, *, fields: Params, headers: Mapping[str, str] | None = None
    ) -> object:
        """Send a form and read JSON. Raises SourceUnavailable or SourceChanged."""


def answered(failure: SourceError, *statuses: int) -> bool:
    """Say whether the server answered with one of these HTTP statuses."""
    return isinstance(failure, Refused | Unexpected) and failure.status in statuses


def bearer(token: SecretStr) -> Mapping[str, str]:
    """Give the header that carries a token, which may have come with the line end of its file."""
    return {"Authorization": f"Bearer {token.get_secret_value().strip()}"}


def batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Cut a list into pieces of at most `size`, for calls that take so many at once."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
