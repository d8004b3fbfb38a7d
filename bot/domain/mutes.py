"""Mutes: what a channel's digests leave out for ever."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from bot.domain.links import paper_of
from bot.domain.papers import Paper, PaperId
from bot.domain.ranking import Ranking
from bot.domain.topics import Topic
from bot.errors import BadArgument, UnknownPaper, UserMistake

LONGEST_MUTE = 100
"""Characters of one mute: every paper of every digest is compared with all of them."""


class MuteKind(StrEnum):
    """What is muted."""

    PAPER = "paper"
    TOPIC = "topic"
    """Papers by an author, with a word in them, or in a category."""


@dataclass(frozen=True, slots=True)
class Mute:
    """One thing that is left out."""

    kind: MuteKind
    what: str
    """The paper's identifier, or the topic, as it is written."""

    @classmethod
    def parse(cls, text: str) -> "Mute":
        """Read a paper's identifier or address, or a topic such as `@Lovelace` or `"dark matter"`.

        Raises BadArgument when nothing is named, and UnknownCategory as topics do.
        """
        paper = _paper(text)
        if paper is not None:
            return cls(MuteKind.PAPER, str(paper))
        topic = Topic.parse(text)
        if topic == Topic():
            raise BadArgument("Say what to mute: a paper, an @author, or a word.")
        if len(str(topic)) > LONGEST_MUTE:
            raise BadArgument(
                "That is a lot to mute at once. Mute one thing after the other, each in at most"
                " {most} characters.",
                most=LONGEST_MUTE,
            )
        return cls(MuteKind.TOPIC, str(topic))

    def hides(self, paper: Paper) -> bool:
        """Say whether a paper is left out."""
        if self.kind is MuteKind.PAPER:
            return str(paper.id) == self.what
        topic = _topic(self.what)
        return topic is not None and topic.matches(paper)


def audible(ranking: Ranking, mutes: Iterable[Mute]) -> Ranking:
    """Leave out what is muted, and count the places again."""
    hiding = tuple(mutes)
    kept = (row for row in ranking.papers if not any(mute.hides(row.paper) for mute in hiding))
    papers = tuple(replace(row, rank=place) for place, row in enumerate(kept, 1))
    return replace(ranking, papers=papers)


@lru_cache(maxsize=4096)
def _topic(text: str) -> Topic | None:
    """Read a topic that was read before; a category that arXiv no longer has hides nothing."""
    try:
        return Topic.parse(text)
    except UserMistake:
        return None


def _paper(text: str) -> PaperId | None:
    try:
        return PaperId.parse(text)
    except UnknownPaper:
        return paper_of(text)
