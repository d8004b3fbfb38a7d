"""The balanced policy: every network counts on its own scale, and agreement counts extra."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, log1p

from bot.domain.counting import RULES, SourceRule, Tally
from bot.domain.engagement import Mention
from bot.domain.scores import Part, Score

BALANCED = "balanced"

AGREEMENT = "agreement"
"""The name of the part that several independent sources earn."""

_ENOUGH = 50
"""From so many papers on a network on, its own 99th percentile is trusted."""

_HEARD = 0.2
"""A network agrees when it says at least this share of what it says about a very hot paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancedPolicy:
    """Squash each network's value by what is very hot there, weigh, add, reward agreement.

    A network is worth `100 · weight · min(log1p(value) / log1p(reference), clip)` to a paper, where
    the reference is the 99th percentile of that network over thirty days. Every network beyond the
    first adds `100 · agreement`. A network that is missing is not zero: the weights of the others
    are raised so that they add up to the same.
    """

    rules: Mapping[str, SourceRule] = field(default_factory=lambda: RULES)
    threshold: float = 60.0
    """Fifteen upvotes on Hugging Face and nothing else are just enough."""

    clip: float = 1.2
    agreement: float = 0.15
    name: str = BALANCED

    def score(self, tallies: Sequence[Tally], circumstances: "Circumstances") -> Score:
        """Score what the networks say about a paper; the parts add up to the total."""
        raised = self._raised(circumstances)
        parts: list[Part] = []
        agreeing = 0
        for tally in tallies:
            if tally.source in circumstances.missing or not tally.value:
                continue
            strength = min(self.loudness(tally.value, tally.source, circumstances), self.clip)
            agreeing += strength >= _HEARD
            weight = self.rules[tally.source].weight
            parts.append(
                Part(tally.source, round(100 * weight * raised * strength, 1), tally.value)
            )
        if agreeing > 1:
            parts.append(Part(AGREEMENT, round(100 * self.agreement * (agreeing - 1), 1), agreeing))
        return Score(total=round(sum(part.value for part in parts), 1), parts=tuple(parts))

    def loudness(self, worth: float, source: str, circumstances: "Circumstances") -> float:
        """Compare a post with what is very hot on its network, where 1 is as hot as that."""
        return log1p(worth) / self._scale(source, circumstances)

    def loudest_first(
        self, tallies: Iterable[Tally], circumstances: "Circumstances"
    ) -> tuple[Mention, ...]:
        """Order the posts that count, whatever their network, by how loud they are on it."""
        mentions: list[Mention] = []
        loudness: list[float] = []
        for tally in tallies:
            scale = self._scale(tally.source, circumstances)
            mentions += tally.heard
            loudness += [log1p(worth) / scale for worth in tally.worths]
        # Those of each network are in order already, and stay so where they are equally loud.
        order = sorted(range(len(mentions)), key=loudness.__getitem__, reverse=True)
        return tuple([mentions[place] for place in order])

    def _scale(self, source: str, circumstances: "Circumstances") -> float:
        return log1p(circumstances.references.get(source, self.rules[source].reference))

    def _raised(self, circumstances: "Circumstances") -> float:
        """Give what the weights that are left are multiplied with."""
        if not circumstances.missing:
            return 1.0
        missing = sum(self.rules[name].weight for name in circumstances.missing & self.rules.keys())
        present = sum(
            self.rules[name].weight
            for name in (circumstances.expected - circumstances.missing) & self.rules.keys()
        )
        return 1 + missing / present if present else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a score depends on besides the paper."""

    references: Mapping[str, float] = field(default_factory=dict)
    """What is very hot on each network; networks that are not named have their rule's reference."""

    expected: frozenset[str] = frozenset()
    """The networks that are collected at all."""

    missing: frozenset[str] = frozenset()
    """Those of them that could not be read."""


UNKNOWN = Circumstances()
"""The circumstances of a day of which nothing but its papers is known."""


def references(
    history: Iterable[Sequence[Tally]], rules: Mapping[str, SourceRule]
) -> dict[str, float]:
    """Give each network's 99th percentile, from what it said about papers of the past.

    A network that was seen too little keeps its rule's reference, and none goes below its floor.
    """
    values: dict[str, list[float]] = {source: [] for source in rules}
    for tallies in history:
        for tally in tallies:
            if tally.value > 0:
                values[tally.source].append(tally.value)
    return {source: _reference(sorted(seen), rules[source]) for source, seen in values.items()}


def _reference(values: list[float], rule: SourceRule) -> float:
    if len(values) < _ENOUGH:
        return max(rule.reference, rule.floor)
    return max(values[ceil(0.99 * len(values)) - 1], rule.floor)
