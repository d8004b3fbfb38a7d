"""A server in arXiv's place, and a client."""

from collections.abc import AsyncIterator

import pytest

from adapters.sources.http import Web
from tests.adapters.sources.arxiv.loopback import a_client
from tests.emulators.web import Web as Server
from tests.emulators.web import a_web


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with a_web() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[Web]:
    async with a_client() as opened:
        yield opened
