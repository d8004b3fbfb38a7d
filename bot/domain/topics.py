"""Topics: which papers somebody wants to hear about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from bot.domain.papers import Paper
from bot.domain.topic_categories import fold, fold_all, pattern, patterns_of
from bot.domain.topic_grammar import parse
from bot.domain.topic_terms import (
    EVERY_PAPER,
    After,
    AllOf,
    AnyOf,
    Author,
    Before,
    Category,
    Clause,
    Description,
    Not,
    Words,
    all_of,
    any_of,
    categories_of,
    written,
)
from bot.domain.topic_tokens import LONGEST_TOPIC, too_long
from bot.domain.topic_words import are_in, is_among

__all__ = ["EVERYTHING", "Topic", "fold", "fold_all"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A selection of papers; without a wish it is all of them."""

    clause: Clause = EVERY_PAPER
    """In canonical order: what was asked for in another order is equal."""

    @classmethod
    def of(cls, categories: Iterable[str]) -> "Topic":
        """Read categories and wildcards, in any case; a paper in any of them belongs.

        Raises UnknownCategory, naming the nearest that exist.
        """
        wanted = [Category(pattern(category)) for category in categories]
        return cls(any_of(wanted)) if wanted else EVERYTHING

    @classmethod
    def parse(cls, text: str) -> "Topic":
        """Read what somebody wrote, by the grammar of `bot.domain.topic_grammar`.

        The text of the topic can be read again. Raises UnknownCategory, or BadArgument, with a
        sentence that says what to write instead.
        """
        topic = cls(parse(text))
        if len(str(topic)) > LONGEST_TOPIC:
            raise too_long(len(str(topic)))
        return topic

    @property
    def patterns(self) -> tuple[str, ...]:
        """The categories, such as `cs.CL` or `cs.*`, of which each of its papers has one; sorted.

        There are none where a paper of any category may belong.
        """
        return tuple(sorted(categories_of(self.clause)))

    def matches(self, paper: Paper) -> bool:
        """Say whether the paper belongs."""
        return _takes(self.clause, paper)

    def __and__(self, other: "Topic") -> "Topic":
        """Narrow the topic down to the papers that belong to another one, too."""
        return Topic(all_of((self.clause, other.clause)))

    def __str__(self) -> str:
        return written(self.clause)


EVERYTHING = Topic()
"""The topic of somebody who wants no selection."""


def _takes(clause: Clause, paper: Paper) -> bool:
    match clause:
        case Words(words):
            return are_in(words, paper.title, paper.abstract)
        case AllOf(clauses):
            return all(_takes(inner, paper) for inner in clauses)
        case AnyOf(clauses):
            return any(_takes(inner, paper) for inner in clauses)
        case Not(inner):
            return not _takes(inner, paper)
        case _:
            return _is_described_by(clause, paper)


def _is_described_by(term: Description, paper: Paper) -> bool:
    match term:
        case Category(name):
            return name in patterns_of(paper.categories)
        case Author(name):
            return is_among(name, paper.authors)
        case After(day):
            return paper.announced_on >= day
        case Before(day):
            return paper.announced_on < day
        case _:
            assert_never(term)
