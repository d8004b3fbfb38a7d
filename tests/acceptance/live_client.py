"""The client of all sources as the bot opens it, for tests that cannot wait."""

import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from aiohttp.abc import AbstractResolver, ResolveResult

from adapters.sources.http import Web, open_web
from adapters.sources.pace import Manners, Rhythm
from tests.emulators.web import Hourglass


class NoNames(AbstractResolver):
    """A network on which no name is known; addresses need none."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(f"no name {host}")

    async def close(self) -> None:
        return


@dataclass(frozen=True, slots=True)
class QuickWeb:
    """Opens the client with the bot's own manners, but waiting takes no time."""

    impatient_with: str = ""
    """A server, as host and port, that is given only a moment for its answers."""

    glass: Hourglass = field(default_factory=Hourglass)

    @asynccontextmanager
    async def __call__(self, agent: str, *, manners: Iterable[Manners]) -> AsyncIterator[Web]:
        moment = timedelta(milliseconds=50)
        if self.impatient_with:
            here = Manners(name="slow", hosts=(self.impatient_with,), answer_within=moment)
            own = [replace(one, answer_within=moment) for one in manners]
            manners = (*(one for one in own if self.impatient_with in one.hosts), here, *manners)
        rhythm = Rhythm(
            sleep=self.glass.sleep,
            monotonic=self.glass.monotonic,
            now=self.glass.now,
            chance=lambda: 0.5,
        )
        async with open_web(agent, manners=manners, rhythm=rhythm, resolver=NoNames()) as web:
            yield web
