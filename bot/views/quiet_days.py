"""What is said where a digest has no paper to show."""

from enum import Enum, auto

from bot.domain.digests import Digest
from bot.domain.topics import EVERYTHING, Topic
from bot.views.words import Words, phrase, phrases


class _Scope(Enum):
    """What the papers are limited to: sentences name it in different ways."""

    EVERYTHING = auto()
    CATEGORIES = auto()
    TOPIC = auto()


_UNASKED = {
    _Scope.EVERYTHING: phrases(
        "No network could be asked about the {count} paper.",
        "No network could be asked about the {count} papers.",
    ),
    _Scope.CATEGORIES: phrases(
        "No network could be asked about the {count} paper in {topic}.",
        "No network could be asked about the {count} papers in {topic}.",
    ),
    _Scope.TOPIC: phrases(
        "No network could be asked about the {count} paper on “{topic}”.",
        "No network could be asked about the {count} papers on “{topic}”.",
    ),
}
_UNANNOUNCED = {
    _Scope.EVERYTHING: phrase(
        "No papers were announced for this day. The next mailing brings new ones."
    ),
    _Scope.CATEGORIES: phrase(
        "No papers in {topic} were announced for this day. The next mailing brings new ones."
    ),
    _Scope.TOPIC: phrase(
        "No papers on “{topic}” were announced for this day. The next mailing brings new ones."
    ),
}
_UNANNOUNCED_FOR_DAYS = {
    _Scope.EVERYTHING: phrase(
        "No papers were announced for these days. The next mailing brings new ones."
    ),
    _Scope.CATEGORIES: phrase(
        "No papers in {topic} were announced for these days. The next mailing brings new ones."
    ),
    _Scope.TOPIC: phrase(
        "No papers on “{topic}” were announced for these days. The next mailing brings new ones."
    ),
}
_UNHEARD = {
    _Scope.EVERYTHING: phrases(
        "A quiet day: the one paper did not draw enough attention. Tomorrow is another one.",
        "A quiet day: none of the {count} papers drew enough attention. Tomorrow is another one.",
    ),
    _Scope.CATEGORIES: phrases(
        "A quiet day: the one paper in {topic} did not draw enough attention."
        " Tomorrow is another one.",
        "A quiet day: none of the {count} papers in {topic} drew enough attention."
        " Tomorrow is another one.",
    ),
    _Scope.TOPIC: phrases(
        "A quiet day: the one paper on “{topic}” did not draw enough attention."
        " Tomorrow is another one.",
        "A quiet day: none of the {count} papers on “{topic}” drew enough attention."
        " Tomorrow is another one.",
    ),
}
_UNHEARD_FOR_DAYS = {
    _Scope.EVERYTHING: phrases(
        "These days were quiet: the one paper did not draw enough attention.",
        "These days were quiet: none of the {count} papers drew enough attention.",
    ),
    _Scope.CATEGORIES: phrases(
        "These days were quiet: the one paper in {topic} did not draw enough attention.",
        "These days were quiet: none of the {count} papers in {topic} drew enough attention.",
    ),
    _Scope.TOPIC: phrases(
        "These days were quiet: the one paper on “{topic}” did not draw enough attention.",
        "These days were quiet: none of the {count} papers on “{topic}” drew enough attention.",
    ),
}


def nothing_hot(digest: Digest, words: Words) -> str:
    """Say in a sentence why a digest has no papers."""
    ranking, topic = digest.ranking, digest.request.topic
    scope, named = _scope(topic), named_topic(topic, words)
    seen = ranking.candidates
    if not seen:
        unannounced = _UNANNOUNCED_FOR_DAYS if ranking.since else _UNANNOUNCED
        return words(unannounced[scope], topic=named)
    if _is_deaf(digest):
        return words.plural(*_UNASKED[scope], seen, topic=named)
    unheard = _UNHEARD_FOR_DAYS if ranking.since else _UNHEARD
    return words.plural(*unheard[scope], seen, topic=named)


def named_topic(topic: Topic, words: Words) -> str:
    """Name categories as a sentence does, and any other topic as it is written."""
    return words.listed(topic.patterns) if _scope(topic) is _Scope.CATEGORIES else str(topic)


def _scope(topic: Topic) -> _Scope:
    if topic == EVERYTHING:
        return _Scope.EVERYTHING
    return _Scope.CATEGORIES if topic == Topic.of(topic.patterns) else _Scope.TOPIC


def _is_deaf(digest: Digest) -> bool:
    """Say whether every source that is used is missing."""
    ranking = digest.ranking
    return bool(ranking.freshness) and len(ranking.missing) == len(ranking.freshness)
