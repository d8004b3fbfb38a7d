"""What servers told us before, so that they need not tell it again."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """Names are found in any case."""

    body: bytes

    @property
    def size(self) -> int:
        """The bytes that it takes up."""
        return len(self.body)


class Cache:
    """Replies that carry a validator (RFC 9110, 8.8), the least used dropped first."""

    def __init__(self, *, max_bytes: int = 64 << 20, max_replies: int = 256) -> None:
        self._max_bytes = max_bytes
        self._max_replies = max_replies
        self._bytes = 0
        self._replies: OrderedDict[str, Reply] = OrderedDict()

    def find(self, url: str) -> Reply | None:
        """Give what was last said at an address, if it is still kept."""
        reply = self._replies.get(url)
        if reply is not None:
            self._replies.move_to_end(url)
        return reply

    def keep(self, url: str, reply: Reply) -> None:
        """Keep a reply while there is room; one without a validator only clears its place."""
        self._drop(url)
        if not conditions(reply) or reply.size > self._max_bytes:
            return
        self._replies[url] = reply
        self._bytes += reply.size
        while self._bytes > self._max_bytes or len(self._replies) > self._max_replies:
            self._drop(next(iter(self._replies)))

    def _drop(self, url: str) -> None:
        reply = self._replies.pop(url, None)
        self._bytes -= reply.size if reply else 0


def conditions(known: Reply) -> dict[str, str]:
    """Give the headers that ask for a newer reply only."""
    pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    return {asked: known.headers[told] for asked, told in pairs if told in known.headers}
