"""Fakes: a clock and a platform that a test tells what to do."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.document.fit import Load
from bot.document.nodes import Block, Document, Heading
from bot.document.plain import plain_block, plain_spans
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import FormUnsupported, PublishError, Rejected, TryLater, Uncertain, Unreachable
from bot.ports import Message
from tests.builders import NOW


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is told to go on."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self.moment += timedelta(hours=hours, minutes=minutes, seconds=seconds)

    def reaches(self, clock_time: str) -> None:
        """Go on to the next moment at which a clock in UTC shows this time."""
        moment = datetime.combine(self.moment, time.fromisoformat(clock_time), tzinfo=UTC)
        self.moment = moment if moment > self.moment else moment + timedelta(days=1)


_ROOM = Load(characters=4000, entities=100, size=20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRuler:
    """Counts plain text, a line break for each block and nothing for markup."""

    limits: Load = _ROOM
    folds: bool = False

    def measure(self, blocks: Sequence[Block]) -> Load:
        words = [plain_block(block) for block in blocks]
        return Load(
            characters=sum(len(part) + 2 for part in words),
            entities=len(blocks),
            size=sum(len(part.encode()) + 2 for part in words),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that stands in a channel."""

    to: Destination
    message: Message
    receipt: Receipt

    @property
    def title(self) -> str:
        return title_of(self.message.document)


@dataclass(slots=True, kw_only=True)
class FakePublisher:
    """A platform that takes every message, until it is told otherwise."""

    platform: Platform = Platform.TELEGRAM
    recognises_nonces: bool = False
    rulers: dict[Form, PlainRuler] = field(
        default_factory=lambda: {
            Form.PLAIN: PlainRuler(),
            Form.RICH: PlainRuler(limits=Load(32_768, 500, 200_000), folds=True),
        }
    )
    sent: list[Sent] = field(default_factory=list)
    attempts: int = 0
    _next: deque[Callable[[], Exception | None]] = field(default_factory=deque)
    _refusing: dict[str, str | None] = field(default_factory=dict)
    _stumbling: set[str] = field(default_factory=set)
    _breaking_off: int = 0
    _is_strange: bool = False
    _knows_rich: bool = True

    def refuses(self, channel: str) -> None:
        """Let nothing into a channel from now on."""
        self._refusing[channel] = None

    def lets_in(self, channel: str) -> None:
        """Take what comes to a channel again."""
        self._refusing.pop(channel, None)

    def has_moved(self, channel: str, *, to: str) -> None:
        """Give a channel another id."""
        self._refusing[channel] = to

    def is_busy(self, *, times: int, after: timedelta | None = None) -> None:
        """Ask for a pause the next times."""
        self._fails(times, lambda: TryLater("The platform is busy.", after=after))

    def rejects(self, *, times: int) -> None:
        """Call the next messages malformed."""
        self._fails(times, lambda: Rejected("The message is malformed."))

    def does_not_know_us(self) -> None:
        """Accept the token of nobody, until it is told otherwise."""
        self._is_strange = True

    def knows_us_again(self) -> None:
        """Accept the token again."""
        self._is_strange = False

    def stumbles_over(self, channel: str) -> None:
        """Fail at a channel in a way that nobody foresaw."""
        self._stumbling.add(channel)

    def takes(self, *, times: int) -> None:
        """Take the next messages, before what it is told next."""
        self._fails(times, lambda: None)

    def breaks_off_after_taking(self, times: int) -> None:
        """Take the next messages, but answer none of them."""
        self._breaking_off += times

    def knows_no_rich_messages(self) -> None:
        """Be a server of an older kind."""
        self._knows_rich = False

    def _fails(self, times: int, make: Callable[[], Exception | None]) -> None:
        self._next.extend([make] * times)

    def ruler(self, form: Form) -> PlainRuler:
        return self.rulers[form]

    async def publish(self, message: Message, to: Destination) -> Receipt:
        self.attempts += 1
        refusal = self._refusal(message, to)
        if refusal:
            raise refusal
        receipt = self._take(message, to)
        if self._breaking_off:
            self._breaking_off -= 1
            raise Uncertain("The connection broke.")
        return receipt

    def _refusal(self, message: Message, to: Destination) -> Exception | None:
        if self._is_strange:
            return Unreachable("The token is not accepted.", is_ours=True)
        planned = self._next.popleft()() if self._next else None
        if planned:
            return planned
        if to.channel in self._stumbling:
            return RuntimeError("The client has a bug.")
        if to.channel in self._refusing:
            return self._closed(to.channel)
        if message.form is Form.RICH and not self._knows_rich:
            return FormUnsupported("The server knows no such method.")
        return None

    def _closed(self, channel: str) -> PublishError:
        moved_to = self._refusing[channel]
        return Unreachable(f"{channel} does not let us in.", moved_to=moved_to)

    def _take(self, message: Message, to: Destination) -> Receipt:
        if self.recognises_nonces:
            for earlier in self.sent:
                if earlier.message.nonce == message.nonce:
                    return earlier.receipt
        receipt = Receipt(str(len(self.sent) + 1))
        self.sent.append(Sent(to=to, message=message, receipt=receipt))
        return receipt

    async def introduce(self) -> str:
        return "the token belongs to a fake."

    async def check(self, to: Destination) -> str:
        if to.channel in self._refusing:
            raise self._closed(to.channel)
        return f"may post in {to.channel}."


def title_of(document: Document) -> str:
    """Give the words of a document's title."""
    match document.opening:
        case (Heading(spans), *_):
            return plain_spans(spans)
        case _:
            return ""
