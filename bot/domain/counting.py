"""Counting honestly: what the posts about a paper are worth on one network.

One voice per account, paper and source; programs and accounts that post everything are not heard;
an author's own post counts half; and no single post is more than three fifths of the whole.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from bot.domain.engagement import Engagement, Mention
from bot.domain.papers import Paper, PaperId
from bot.domain.readings import Readings

MOST_PAPERS_A_DAY = 10
"""Who posts about more papers than this on one day posts about all of them."""

OWN_SHARE = 0.5
LARGEST_SHARE = 0.6


class Verdict(StrEnum):
    """Whether a post counts, and if not, why."""

    COUNTED = "counted"
    OWN = "an author's own, counts half"
    REPEATED = "the same voice again"
    AUTOMATED = "posted by a program"
    PROLIFIC = "posts about everything"


# Python 3.11 looks members up slowly, and this one is the verdict on almost every post.
_COUNTED = Verdict.COUNTED


class Torrent(NamedTuple):
    """An account that posted about more papers on one day than anybody reads."""

    source: str
    voice: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRule:
    """What a network's counters are worth, and how much the network itself."""

    weight: float
    likes: float = 1.0
    reposts: float = 0.0
    quotes: float = 0.0
    comments: float = 0.0
    others: float = 1.0
    """What the posts after the strongest are worth: on some networks they are submissions of the
    same link, seen by the same people."""

    own: float = OWN_SHARE
    """What is left of a post of one of the paper's authors."""

    largest: float = LARGEST_SHARE
    """The most that one post may be of what all posts about the paper are worth."""

    reference: float
    """The value of a very hot paper, until thirty days of our own have been seen."""

    floor: float
    """The reference is never less than this, so that a quiet network does not shout."""


RULES: Mapping[str, SourceRule] = {
    "huggingface": SourceRule(
        weight=1.0, comments=0.5, own=1.0, largest=1.0, reference=98, floor=30
    ),
    "hackernews": SourceRule(weight=1.0, comments=0.5, others=0.25, reference=250, floor=50),
    "bluesky": SourceRule(weight=0.8, reposts=2, quotes=2, comments=1, reference=200, floor=40),
    "x": SourceRule(weight=1.0, reposts=2, quotes=2, comments=1, reference=2000, floor=200),
    "reddit": SourceRule(weight=0.7, comments=0.5, reference=250, floor=50),
    "lobsters": SourceRule(weight=0.4, comments=0.5, reference=40, floor=15),
    "mastodon": SourceRule(weight=0.3, reposts=2, quotes=2, comments=1, reference=80, floor=20),
}
"""How each network counts unless the settings say otherwise.

Upvotes on Hugging Face had a 99th percentile of 98 in 2026 (9,581 papers, some eight hours after
the listing); the other references are first guesses, and give way to what is measured. What is
counted there is the paper's own page: its votes are many voices, whoever submitted it.
"""


class Voice(NamedTuple):
    """A post about a paper, what it is worth, and why. There are many, so it is a light tuple."""

    mention: Mention
    engagement: Engagement
    measured_at: datetime
    worth: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a network says about a paper: a number, and every post behind it."""

    source: str
    value: float
    voices: tuple[Voice, ...]
    """The strongest comes first; those that do not count come last."""

    measured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What it takes to count: the rules, the newest readings, and whom not to listen to."""

    rules: Mapping[str, SourceRule]
    readings: Mapping[PaperId, Readings]
    """The newest reading of each post's counters."""

    torrents: frozenset[Torrent] = frozenset()

    def tally(self, paper: Paper, mentions: Iterable[Mention]) -> tuple[Tally, ...]:
        """Count what each network says about a paper, the networks in alphabetical order.

        A post without a reading, or on a network without a rule, is left out.
        """
        authors = _names(paper)
        initials = frozenset(name[0] for name in authors)
        readings = self.readings.get(paper.id, {})
        by_source: dict[str, list[Voice]] = {}
        for mention in mentions:
            key = mention.key
            rule, snapshot = self.rules.get(key.source), readings.get(key)
            if not rule or not snapshot:
                continue
            counters = snapshot.engagement
            worth, verdict = _worth(counters, rule), _COUNTED
            # Of almost every post there is nothing to say but what it is worth.
            if self.torrents or _is_suspect(mention, initials):
                verdict = self._verdict(mention, rule, authors)
                worth *= _share(verdict, rule)
            voice = Voice(mention, counters, snapshot.measured_at, worth, verdict)
            by_source.setdefault(key.source, []).append(voice)
        return tuple(
            _tally(source, by_source[source], self.rules[source]) for source in sorted(by_source)
        )

    def _verdict(self, mention: Mention, rule: SourceRule, authors: frozenset[str]) -> Verdict:
        if mention.is_automated:
            return Verdict.AUTOMATED
        if self.torrents and _torrent(mention) in self.torrents:
            return Verdict.PROLIFIC
        is_halved = rule.own < 1
        if is_halved and (mention.is_own or _letters(mention.author) in authors):
            return Verdict.OWN
        return _COUNTED


def _is_suspect(mention: Mention, initials: frozenset[str]) -> bool:
    """Say whether a post deserves a second look: few names begin as one of the authors' does."""
    if mention.is_automated or mention.is_own:
        return True
    initial = mention.author[:1]
    return not initial.isalpha() or initial.casefold()[:1] in initials


def _share(verdict: Verdict, rule: SourceRule) -> float:
    if verdict is _COUNTED:
        return 1.0
    return rule.own if verdict is Verdict.OWN else 0.0


def is_own(mention: Mention, paper: Paper) -> bool:
    """Say whether one of the paper's authors posted it: the network says so, or the name does."""
    return mention.is_own or _letters(mention.author) in _names(paper)


def _names(paper: Paper) -> frozenset[str]:
    return frozenset(filter(None, map(_letters, paper.authors)))


def torrents(mentions: Iterable[Mention]) -> frozenset[Torrent]:
    """Find the accounts that posted about too many papers on one day."""
    papers: dict[Torrent, set[PaperId]] = {}
    for mention in mentions:
        papers.setdefault(_torrent(mention), set()).add(mention.paper_id)
    return frozenset(key for key, posted in papers.items() if len(posted) > MOST_PAPERS_A_DAY)


def _torrent(mention: Mention) -> Torrent:
    return Torrent(mention.key.source, mention.voice, mention.posted_on)


@lru_cache(maxsize=65_536)
def _letters(name: str) -> str:
    """Fold a name for comparison: lower case, without points, emoji and other ornaments."""
    return " ".join(_ORNAMENT.sub("", name).casefold().split())


_ORNAMENT = re.compile(r"[^\w\s]|[\d_]")


def _worth(engagement: Engagement, rule: SourceRule) -> float:
    likes = engagement.likes * rule.likes if engagement.likes > 0 else 0.0
    comments = engagement.comments * rule.comments
    if rule.reposts:
        spread = engagement.reposts * rule.reposts + engagement.quotes * rule.quotes
        return likes + comments + spread
    # Where people vote, a long quarrel must not count for more than the votes.
    return likes + min(comments, likes)


def _tally(source: str, voices: list[Voice], rule: SourceRule) -> Tally:
    heard = _one_a_voice(voices)
    worths = [voice.worth * rule.others for voice in heard]
    worths[0] = heard[0].worth
    most = rule.largest * sum(worths)
    return Tally(
        source=source,
        value=sum(map(min, worths, repeat(most))),
        voices=tuple(heard),
        measured_at=max(voice.measured_at for voice in voices),
    )


def _one_a_voice(voices: list[Voice]) -> list[Voice]:
    """Order posts by their worth, and hear each account only once."""
    # Two sorts by one thing each are quicker than one by both; the second keeps the first's order.
    loudest = sorted(voices, key=attrgetter("mention.key.native_id"))
    loudest.sort(key=attrgetter("worth"), reverse=True)
    heard: set[str] = set()
    once: list[Voice] = []
    repeated: list[Voice] = []
    for voice in loudest:
        name = voice.mention.voice
        if voice.worth and name in heard:
            repeated.append(_unheard(voice))
        else:
            once.append(voice)
            heard.add(name)
    return once + repeated


def _unheard(voice: Voice) -> Voice:
    # Four times as quick as `_replace`, and accounts that post again and again are many.
    return Voice(voice.mention, voice.engagement, voice.measured_at, 0.0, Verdict.REPEATED)
