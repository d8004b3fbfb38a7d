"""One thing that a person did, and what became of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.emulators.discord_shown import Choice, Modal, Shown, shown
from tests.emulators.discord_watch import Watch
from tests.emulators.discord_world import Channel, Message, Person

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
ANSWER, DEFERRED_ANSWER, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9

_ON_A_MESSAGE = frozenset({DEFERRED_UPDATE, UPDATE})
_CALLBACKS = {
    COMMAND: frozenset({ANSWER, DEFERRED_ANSWER, MODAL}),
    COMPONENT: frozenset({ANSWER, DEFERRED_ANSWER, MODAL}),
    AUTOCOMPLETE: frozenset({CHOICES}),
    SUBMIT: frozenset({ANSWER, DEFERRED_ANSWER}),
}

PATIENCE = 5.0
"""Seconds that a test waits for the bot unless it says otherwise."""

# https://docs.discord.com/developers/interactions/receiving-and-responding
_ACKNOWLEDGED_WITHIN = 3.0


@dataclass(frozen=True)
class Acknowledgement:
    type: int
    """The type of the callback: 4 answer, 5 deferred answer, 6 deferred update, 7 update …"""

    after: float
    """Seconds on the monotonic clock since the person acted."""


class Interaction:
    """What a person did, as seen from in front of the screen."""

    def __init__(
        self,
        id: int,  # noqa: A002
        *,
        kind: int,
        person: Person,
        channel: Channel,
        source: Message | None,
        watch: Watch,
    ) -> None:
        self.id = id
        self.token = f"interaction-token-{id}"
        self.kind = kind
        self.person = person
        self.channel = channel
        self.source = source
        """The message whose button or menu was used, or whose form was sent."""

        self.acknowledged: Acknowledgement | None = None
        self.original: Message | None = None
        """The message that @original names."""

        self.replies: list[Message] = []
        """Follow-ups, in the order in which they came."""

        self.is_touched = False
        """Whether @original shows what the bot said to this interaction."""

        self.offered: list[Choice] | None = None
        self.opened: Modal | None = None
        self.is_late = False
        self.is_over = False
        self._watch = watch
        self._began_at = asyncio.get_running_loop().time()

    # For tests.

    @property
    def shown(self) -> Shown | None:
        """What is to be seen now: the answer, or the first follow-up where there is no answer."""
        original = self.original
        if original and not original.is_deleted and (self.is_touched or original.is_loading):
            return shown(original)
        follow_ups = self.follow_ups
        return follow_ups[0] if follow_ups else None

    @property
    def follow_ups(self) -> list[Shown]:
        return [shown(message) for message in self.replies if not message.is_deleted]

    async def acknowledgement(self, timeout: float = PATIENCE) -> Acknowledgement:  # noqa: ASYNC109
        """Wait for the first reaction of the bot."""
        await self._until(lambda: self.acknowledged is not None, timeout)
        assert self.acknowledged is not None
        return self.acknowledged

    async def answer(self, timeout: float = PATIENCE) -> Shown:  # noqa: ASYNC109
        """Wait until there is something to see that is more than “thinking”."""
        return await self.shows(lambda seen: True, timeout)

    async def shows(
        self,
        condition: Callable[[Shown], bool],
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Shown:
        """Wait until what is to be seen is as it should be."""

        def holds() -> bool:
            seen = self.shown
            return seen is not None and not seen.is_deferred and condition(seen)

        await self._until(holds, timeout)
        seen = self.shown
        assert seen is not None
        return seen

    async def follow_up(self, number: int = 1, timeout: float = PATIENCE) -> Shown:  # noqa: ASYNC109
        """Wait for the first, second … message that came after the answer."""
        await self._until(lambda: len(self.replies) >= number, timeout)
        return shown(self.replies[number - 1])

    async def modal(self, timeout: float = PATIENCE) -> Modal:  # noqa: ASYNC109
        """Wait for the form that opens."""
        await self._until(lambda: self.opened is not None, timeout)
        assert self.opened is not None
        return self.opened

    async def choices(self, timeout: float = PATIENCE) -> list[Choice]:  # noqa: ASYNC109
        """Wait for what is offered while somebody types."""
        await self._until(lambda: self.offered is not None, timeout)
        assert self.offered is not None
        return self.offered

    async def _until(self, holds: Callable[[], bool], within: float) -> None:
        await self._watch.until(holds, within=within, otherwise=lambda: f"{self} for {within} s.")

    def __repr__(self) -> str:
        state = "was not acknowledged"
        if self.acknowledged:
            state = f"was acknowledged with {self.acknowledged.type}, and shows {self.shown}"
        return f"Interaction {self.id} of kind {self.kind} {state}"

    # For Discord.

    @property
    def is_expired(self) -> bool:
        """Say whether it is too late for a first reaction."""
        return self.is_late or (self.acknowledged is None and self._age() > _ACKNOWLEDGED_WITHIN)

    @property
    def allowed_callbacks(self) -> frozenset[int]:
        allowed = _CALLBACKS[self.kind]
        return allowed | _ON_A_MESSAGE if self.source else allowed

    def acknowledge(self, callback: int) -> None:
        self.acknowledged = Acknowledgement(callback, self._age())

    def offer(self, choices: Sequence[Choice]) -> None:
        self.offered = list(choices)

    def _age(self) -> float:
        return asyncio.get_running_loop().time() - self._began_at
