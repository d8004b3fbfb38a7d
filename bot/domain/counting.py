"""Counting honestly: what the posts about a paper are worth on one network.

One voice per account, paper and source; programs and accounts that post everything are not heard;
an author's own post counts half; and no single post is more than three fifths of the whole.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from bot.domain.engagement import Engagement, Mention, Snapshot
from bot.domain.papers import Paper, PaperId
from bot.domain.readings import Readings

MOST_PAPERS_A_DAY = 10
"""Who posts about more papers than this on one day posts about all of them."""

OWN_SHARE = 0.5
LARGEST_SHARE = 0.6

_OPENING = 3
"""Letters; so many of a name tell most people from the authors of a paper."""


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

    def worth(self, engagement: Engagement) -> float:
        """Weigh a post's counters. Downvotes are no less than nothing."""
        likes = engagement.likes * self.likes if engagement.likes > 0 else 0.0
        comments = engagement.comments * self.comments
        if self.reposts:
            spread = engagement.reposts * self.reposts + engagement.quotes * self.quotes
            return likes + comments + spread
        # Where people vote, a long quarrel must not count for more than the votes.
        return likes + min(comments, likes)

    def share(self, verdict: Verdict) -> float:
        """Give what is left of a post's worth."""
        if verdict is _COUNTED:
            return 1.0
        return self.own if verdict is Verdict.OWN else 0.0


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
    """A post about a paper, what it is worth, and why."""

    mention: Mention
    engagement: Engagement
    measured_at: datetime
    worth: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Ear:
    """Who is listened to when a paper is talked about."""

    torrents: frozenset[Torrent]
    authors: frozenset[str]
    openings: frozenset[str]
    """The first letters of its authors' names."""

    @classmethod
    def of(cls, paper: Paper, torrents: frozenset[Torrent]) -> "Ear":
        """Give what it takes to listen to the talk about a paper."""
        authors = _names(paper)
        return cls(torrents, authors, frozenset([name[:_OPENING] for name in authors]))

    def is_suspicious(self, mention: Mention) -> bool:
        """Say whether a post deserves a closer look: few names open as one of the authors' does."""
        if mention.is_automated or mention.is_own or self.torrents:
            return True
        opening = mention.author[:_OPENING]
        return not opening.isalpha() or opening.casefold()[:_OPENING] in self.openings

    def verdict(self, mention: Mention, rule: SourceRule) -> Verdict:
        """Judge a post, as if its account had written no other."""
        if mention.is_automated:
            return Verdict.AUTOMATED
        if self.torrents and _torrent(mention) in self.torrents:
            return Verdict.PROLIFIC
        is_halved = rule.own < 1
        if is_halved and (mention.is_own or _letters(mention.author) in self.authors):
            return Verdict.OWN
        return _COUNTED


Strength = tuple[float, str, str, int]
"""A post's worth, negative, so that the strongest comes first; its identifier; its voice; its place
in the talk. There are many, so it is the lightest of tuples."""


@dataclass(slots=True)
class Talk:
    """What is said about a paper on one network, in the order in which it was heard."""

    rule: SourceRule
    ear: Ear
    readings: Mapping[str, Snapshot]
    posts: list[Mention] = field(default_factory=list)
    strengths: list[Strength] = field(default_factory=list)
    """Of the posts that count for anything."""

    def hear(self, mention: Mention) -> None:
        """Take a post in, if it has a reading, and work out no more than the value takes.

        A ranking comes by here a hundred thousand times.
        """
        native_id = mention.key.native_id
        reading = self.readings.get(native_id)
        if reading is None:
            return
        worth = self.rule.worth(reading.engagement)
        if worth and self.ear.is_suspicious(mention):
            worth *= self.rule.share(self.ear.verdict(mention, self.rule))
        if worth:
            self.strengths.append((-worth, native_id, mention.voice, len(self.posts)))
        self.posts.append(mention)

    def tally(self, source: str) -> "Tally":
        """Add up what the voices are worth, none of them more than its share of the whole."""
        if not self.strengths:
            return Tally(source=source, value=0.0, talk=self)
        strongest = self._strongest()
        worths = [-strength[0] * self.rule.others for strength in strongest]
        worths[0] = -strongest[0][0]
        most = self.rule.largest * sum(worths)
        value = sum(map(min, worths, repeat(most)))
        return Tally(source=source, value=value, talk=self, strongest=strongest)

    def _strongest(self) -> tuple[Strength, ...]:
        """Order posts by their worth, and hear each account only once."""
        # Two sorts by one thing each are quicker than one by both; the second keeps that order.
        strengths = sorted(self.strengths, key=itemgetter(1))
        strengths.sort(key=itemgetter(0))
        heard: dict[str, Strength] = {}
        for strength in strengths:
            heard.setdefault(strength[2], strength)
        return tuple(heard.values())

    def voices(self, heard: Set[int]) -> tuple[Voice, ...]:
        """Give every post and its verdict: the strongest first, and at the end what is repeated."""
        judged = [self._voice(place) for place in range(len(self.posts))]
        order = sorted(
            (-voice.worth, voice.mention.key.native_id, place) for place, voice in enumerate(judged)
        )
        once = [judged[place] for worth, _, place in order if not worth or place in heard]
        repeated = [judged[place] for worth, _, place in order if worth and place not in heard]
        return (*once, *map(_unheard, repeated))

    def _voice(self, place: int) -> Voice:
        """Judge a post, as if its account had written no other."""
        mention = self.posts[place]
        reading = self.readings[mention.key.native_id]
        verdict = self.ear.verdict(mention, self.rule)
        worth = self.rule.worth(reading.engagement) * self.rule.share(verdict)
        return Voice(mention, reading.engagement, reading.measured_at, worth, verdict)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a network says about a paper: a number, and every post behind it.

    The posts are judged one by one when somebody asks: a busy day has a hundred thousand of them,
    and a digest shows sixteen papers.
    """

    source: str
    value: float
    talk: Talk = field(repr=False)
    strongest: tuple[Strength, ...] = field(repr=False, default=())
    """One post of each voice that counts for anything, in order."""

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """The strongest comes first; those that do not count come last."""
        return self.talk.voices({strength[-1] for strength in self.strongest})

    @property
    def heard(self) -> list[Mention]:
        """What counts, the strongest first: one post of each voice."""
        posts = self.talk.posts
        return [posts[strength[-1]] for strength in self.strongest]

    @property
    def worths(self) -> list[float]:
        """What each of them is worth."""
        return [-strength[0] for strength in self.strongest]

    @property
    def measured_at(self) -> datetime:
        """When the newest of the counters was read, in UTC."""
        return max(voice.measured_at for voice in self.voices)


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
        return self.tallies({paper.id: paper}, mentions).get(paper.id, ())

    def tallies(
        self, papers: Mapping[PaperId, Paper], mentions: Iterable[Mention]
    ) -> dict[PaperId, tuple[Tally, ...]]:
        """Count the same for many papers; those without a reading are not in the answer."""
        talks = {
            paper_id: self._talks(paper)
            for paper_id, paper in papers.items()
            if paper_id in self.readings
        }
        # Once along the mentions as they lie in memory; to gather each paper's would take longer.
        for mention in mentions:
            talk = talks.get(mention.paper_id, _NONE).get(mention.key.source)
            if talk is not None:
                talk.hear(mention)
        return {paper_id: _tallies(heard) for paper_id, heard in talks.items()}

    def _talks(self, paper: Paper) -> dict[str, Talk]:
        ear = Ear.of(paper, self.torrents)
        return {
            source: Talk(self.rules[source], ear, readings)
            for source, readings in self.readings[paper.id].items()
            if source in self.rules
        }


def _tallies(talks: Mapping[str, Talk]) -> tuple[Tally, ...]:
    return tuple([talk.tally(source) for source, talk in sorted(talks.items()) if talk.posts])


def _unheard(voice: Voice) -> Voice:
    return voice._replace(worth=0.0, verdict=Verdict.REPEATED)


_NONE: Mapping[str, Talk] = {}


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
