"""Storages with a day of papers and of talk about them, for conversations."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.papers import Paper
from bot.domain.people import PersonKey
from storage.memory import MemoryStorage
from tests.builders import a_listing, a_paper
from tests.commands.conversation import Conversation
from tests.services.networks import TUESDAY, FakeSource, a_count, a_post, at, visit

PAPERS = tuple(f"2611.{number:05}" for number in range(1, 9))
LIKES: Mapping[str, int] = {paper: 100 * (8 - place) for place, paper in enumerate(PAPERS[:7], 1)}
"""Seven of the eight papers are hot, the first one most."""

NOW = at(4)


def titled(id: str, *, announced_on: date = TUESDAY) -> Paper:  # noqa: A002
    """A paper whose title ends with the last digit of its number."""
    return a_paper(id, title=f"Learning Machines {id[-1]}", announced_on=announced_on)


async def adds(
    storage: MemoryStorage,
    *papers: Paper,
    likes: Mapping[str, int] | None = None,
    source: str = "bluesky",
    as_of: datetime | None = None,
) -> None:
    """Let a mailing bring papers, and a network talk about some of them."""
    arxiv, network = FakeSource("arxiv", announces=True), FakeSource(source)
    arxiv.brings(
        listings=[a_listing(paper=paper, listed_on=paper.announced_on) for paper in papers]
    )
    posts = [
        a_post(paper, f"{source}-{paper}", posted_at=at(1), source=source, by=f"fan of {paper}")
        for paper in likes or {}
    ]
    moment = as_of or at(3)
    counts = [
        a_count(post, count, moment)
        for post, count in zip(posts, (likes or {}).values(), strict=True)
    ]
    network.brings(*posts, counts=counts)
    await visit(storage, arxiv, network, as_of=moment)


async def a_library(*papers: Paper, likes: Mapping[str, int] | None = None) -> MemoryStorage:
    """A storage of one day: of the papers given, or of eight, seven of them hot."""
    storage = MemoryStorage()
    if papers:
        await adds(storage, *papers, likes=likes)
    else:
        await adds(storage, *map(titled, PAPERS), likes=LIKES if likes is None else likes)
    return storage


def a_chat(
    storage: MemoryStorage, *, operators: frozenset[PersonKey] = frozenset(), locale: str = "en"
) -> Conversation:
    """A conversation four hours after Tuesday's mailing."""
    chat = Conversation.begun(storage, operators=operators, locale=locale)
    chat.clock.moment = NOW
    return chat
