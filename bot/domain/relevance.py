"""How well a paper answers a topic: words in the title first, then words side by side."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, permutations
from typing import NamedTuple, TypeVar, assert_never

from bot.domain.papers import Paper
from bot.domain.topic_terms import (
    After,
    AllOf,
    AnyOf,
    Author,
    Before,
    Category,
    Clause,
    Not,
    Words,
)
from bot.domain.topic_words import fold_words, name_parts, singular
from bot.domain.topics import Topic

COMPARED = 200
"""Of the papers that answer by their title, and of the others, this many of the newest."""

_MOST_PAIRS = 90
"""Those of ten words; who asks for more knows what they want."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a paper as they are compared: folded, singular, with a space around each."""

    title: str
    abstract: str

    @classmethod
    def of(cls, paper: Paper) -> "Prose":
        """Fold the words of a paper, which takes a tenth of a millisecond."""
        return cls(compared(fold_words(paper.title)), compared(fold_words(paper.abstract)))


class Relevance(NamedTuple):
    """How well a paper answers; the greater the better."""

    in_title: int
    """Terms of the topic that stand in the title."""

    pairs_in_title: int
    """Pairs of terms that stand side by side in the title, in whichever order."""

    pairs_in_abstract: int


@dataclass(frozen=True, slots=True)
class Wish:
    """The words that a topic would like to see, prepared to be looked for in many papers."""

    terms: tuple[str, ...]
    pairs: tuple[str, ...]
    tells_apart: bool
    """Papers that belong by their title can differ in relevance, or those that do not."""

    @classmethod
    def of(cls, topic: Topic) -> "Wish":
        """Gather the words and phrases of a topic, but those that it excludes."""
        terms = tuple(dict.fromkeys(map(compared, _wished(topic.clause))))
        pairs = (f"{one}{other[1:]}" for one, other in permutations(terms, 2))
        is_one = len(terms) == 1 and _is_needed(topic.clause)
        return cls(terms, tuple(islice(pairs, _MOST_PAIRS)), not is_one)

    def relevance(self, prose: Prose) -> Relevance:
        """Say how well a paper answers, given its words."""
        return Relevance(
            sum(term in prose.title for term in self.terms),
            sum(pair in prose.title for pair in self.pairs),
            sum(pair in prose.abstract for pair in self.pairs),
        )


def compared(folded: str) -> str:
    """Give folded words in the form that is compared: singular, with a space around each."""
    return singular(folded)


def called(folded: str) -> tuple[str, ...]:
    """Give the words of a folded name, of which the last is the last name."""
    return name_parts(folded)


def answers_by_title(topic: Topic, paper: Paper) -> bool:
    """Say whether a paper would belong to a topic if its abstract had none of the words wanted.

    What the topic excludes is excluded all the same.
    """
    return _answers(topic.clause, paper, compared(fold_words(paper.title)))


def best_first(found: Sequence[_Found], relevance: Callable[[_Found], Relevance]) -> list[_Found]:
    """Order what was found, the newest first, by its relevance; beyond COMPARED it stays as it is.

    Among equals the order stays.
    """
    return [*sorted(found[:COMPARED], key=relevance, reverse=True), *found[COMPARED:]]


def _wished(clause: Clause) -> Iterator[str]:
    match clause:
        case Words(words):
            yield words
        case AllOf(clauses) | AnyOf(clauses):
            for inner in clauses:
                yield from _wished(inner)
        case Category() | Author() | After() | Before() | Not():
            return
        case _:
            assert_never(clause)


def _is_needed(clause: Clause) -> bool:
    """Say whether no paper without some word can belong."""
    clauses = clause.clauses if isinstance(clause, AllOf) else (clause,)
    return any(isinstance(each, Words) for each in clauses)


def _answers(clause: Clause, paper: Paper, title: str) -> bool:
    match clause:
        case Words(words):
            return compared(words) in title
        case AllOf(clauses):
            return all(_answers(inner, paper, title) for inner in clauses)
        case AnyOf(clauses):
            return any(_answers(inner, paper, title) for inner in clauses)
        case Category() | Author() | After() | Before() | Not():
            return Topic(clause).matches(paper)
        case _:
            assert_never(clause)
