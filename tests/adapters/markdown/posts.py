"""Posts of the old blog, made up at random: whatever such a page can say."""

import html
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import Listing, Paper, PaperId, Wording, normalise
from bot.domain.policies import ClassicPolicy
from bot.domain.posts import Post, PostHead
from bot.domain.ranking import Evidence, Ranking, rank

ZONES = ("Asia/Tokyo", "Europe/Berlin", "America/St_Johns", "UTC")
MONTHS = (
    "January February March April May June July August September October November December".split()
)

_DAYS = st.dates(date(2007, 5, 1), date(2030, 12, 31))
# An hour that the clock has twice is printed once, so the instants stay clear of the nights in
# which the clocks of these zones are changed.
_INSTANTS = _DAYS.map(lambda day: datetime(day.year, day.month, day.day, 12, 0, 0, tzinfo=UTC))
_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")
_LINES = st.text(_LETTERS, max_size=40)
_ABSTRACT_LINES = _LINES | st.sampled_from(
    ["", "# 3. Not a title", "# 1. Nor this", "- a point", "---", "<blockquote>said she", "> ah"]
)
_CATEGORIES = st.sampled_from(["cs.LG", "math-ph", "physics.bio-ph", "68T05", "I.2.6; I.5"])
_COUNTS = st.integers(0, 10**15 - 1)


def ranked(post: Post) -> Ranking:
    """Rank a post's papers as the old blog did, however few people noticed them."""
    evidence = Evidence(
        day=post.head.day,
        listings=post.listings,
        snapshots=post.snapshots,
        mentions=post.mentions,
    )
    return rank(evidence, ClassicPolicy(threshold=0), as_of=post.head.counted_at)


@st.composite
def posts(draw: st.DrawFn) -> Post:
    day = draw(_DAYS)
    zone = draw(st.sampled_from(ZONES))
    published_at = draw(_INSTANTS) + timedelta(seconds=draw(st.integers(0, 3600)))
    ids = draw(st.lists(st.integers(1, 9999), max_size=4, unique=True))
    counts = sorted((draw(st.tuples(_COUNTS, _COUNTS)) for _ in ids), key=sum, reverse=True)
    listings, mentions, snapshots = [], [], []
    for position, (number, (reposts, likes)) in enumerate(zip(ids, counts, strict=True), 1):
        paper_id = PaperId.parse(f"0704.{number:04}")
        quoted = draw(st.lists(_mentions(paper_id), max_size=3))
        wording = draw(_wordings(tuple(mention.embed or "" for mention in quoted)))
        paper = _paper(paper_id, wording, day)
        listings.append(Listing(paper=paper, listed_on=day, position=position, wording=wording))
        mentions += quoted
        snapshots.append(
            Snapshot(
                paper_id=paper_id,
                source="x",
                measured_at=draw(_INSTANTS),
                engagement=Engagement(reposts=reposts, likes=likes),
            )
        )
    head = PostHead(
        day=day,
        published_at=published_at,
        counted_at=max((one.measured_at for one in snapshots), default=published_at),
        timezone=ZoneInfo(zone).key,
        blank_lines=draw(st.integers(0, 3)),
    )
    return Post(
        head=head, listings=tuple(listings), mentions=tuple(mentions), snapshots=tuple(snapshots)
    )


@st.composite
def _wordings(draw: st.DrawFn, embeds: tuple[str, ...]) -> Wording:
    return Wording(
        title=draw(_LINES.filter(str.strip)),
        authors=draw(_LINES),
        categories=tuple(draw(st.lists(_CATEGORIES, max_size=3))),
        abstract="\n".join(draw(st.lists(_ABSTRACT_LINES, min_size=1, max_size=6))),
        embeds=embeds,
    )


def _paper(paper_id: PaperId, wording: Wording, day: date) -> Paper:
    return Paper(
        id=paper_id,
        title=normalise(wording.title),
        abstract=normalise(wording.abstract),
        authors=tuple(filter(None, map(normalise, wording.authors.split(",")))),
        categories=wording.categories,
        announced_on=day,
    )


@st.composite
def _mentions(draw: st.DrawFn, paper_id: PaperId) -> Mention:
    handle = draw(st.text("abcXYZ_019", min_size=1, max_size=15))
    native_id = str(draw(st.integers(1, 2**63)))
    mention = Mention(
        key=MentionKey("x", native_id),
        paper_id=paper_id,
        url=f"https://twitter.com/{handle}/status/{native_id}",
        author=normalise(draw(_LINES)),
        handle=handle,
        posted_on=draw(_DAYS),
        language=draw(st.sampled_from(["en", "ja", "zh-Hant"]) | st.none()),
    )
    return replace(mention, embed=_embed(mention, draw(st.lists(_LINES, min_size=1, max_size=3))))


def _embed(mention: Mention, lines: list[str]) -> str:
    language = f' lang="{mention.language}"' if mention.language else ""
    day = mention.posted_on
    return (
        f'<blockquote class="twitter-tweet" data-dnt="true"><p{language} dir="ltr">'
        f"{html.escape(chr(10).join(lines))}</p>&mdash; {html.escape(mention.author)} "
        f'(@{mention.handle}) <a href="{mention.url}?ref_src=twsrc%5Etfw">'
        f"{MONTHS[day.month - 1]} {day.day}, {day.year}</a></blockquote>"
    )
