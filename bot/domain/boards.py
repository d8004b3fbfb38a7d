"""Boards: every paper of some days that anybody talks about, from which topics are cut out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.papers import Paper, PaperId
from bot.domain.ranking import RankedPaper, Ranking
from bot.domain.topics import EVERYTHING, Topic

CUTS_KEPT = 100
"""Topics of a board that are remembered."""


@dataclass(frozen=True, slots=True)
class Board:
    """The papers of a day, or of several, hot or not."""

    ranking: Ranking
    """Without a threshold."""

    threshold: float
    """The score from which on a paper is hot."""

    papers: Sequence[Paper]
    """Those announced on these days, whether anybody talks about them or not."""

    _cuts: dict[tuple[Topic, float], Ranking] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was cut out already: many ask for the same."""

    def hot(self, topic: Topic = EVERYTHING, minimum: float | None = None) -> Ranking:
        """Rank the hot papers of a topic, those with at least a minimum score.

        A paper's score is the same in every topic; its place and the number of candidates are not.
        """
        known = self.known(topic, minimum)
        if known is not None:
            return known
        least = self._least(minimum)
        cut = self._cut(topic, least)
        if len(self._cuts) >= CUTS_KEPT:
            self._cuts.pop(next(iter(self._cuts)), None)
        self._cuts[topic, least] = cut
        return cut

    def known(self, topic: Topic, minimum: float | None = None) -> Ranking | None:
        """Give what `hot` gives, if it was worked out before."""
        return self._cuts.get((topic, self._least(minimum)))

    def _least(self, minimum: float | None) -> float:
        return self.threshold if minimum is None else max(self.threshold, minimum)

    def _cut(self, topic: Topic, least: float) -> Ranking:
        rows = [
            row
            for row in self.ranking.papers
            if row.score.total >= least and topic.matches(row.paper)
        ]
        return replace(
            self.ranking,
            papers=tuple(replace(row, rank=place) for place, row in enumerate(rows, 1)),
            candidates=(
                len(self.papers) if topic == EVERYTHING else sum(map(topic.matches, self.papers))
            ),
        )

    def place_of(self, paper_id: PaperId) -> RankedPaper | None:
        """Give a paper in its place among all of them; None if nobody talks about it."""
        return next((row for row in self.ranking.papers if row.paper.id == paper_id), None)
