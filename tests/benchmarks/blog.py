"""Made-up pages of the old blog: sixteen papers, and two posts about each."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from random import Random
from zoneinfo import ZoneInfo

from adapters.markdown.render import markdown_post
from bot.domain.papers import Wording
from bot.domain.posts import PostHead
from bot.domain.ranking import RankedPaper
from tests.benchmarks import words
from tests.benchmarks.days import told_ranking

PAPERS_A_PAGE = 16
ZONE = ZoneInfo("Asia/Tokyo")

_POSTS_A_PAPER = 2
_FIRST_DAY = date(2020, 6, 1)


def page(number: int, random: Random) -> bytes:
    """Write a page; each number has a day and papers of its own."""
    day = _FIRST_DAY + timedelta(days=number)
    first = number * PAPERS_A_PAGE
    ranking = told_ranking(PAPERS_A_PAGE, random)
    published = replace(
        ranking,
        day=day,
        papers=tuple(
            _published(paper, first + paper.rank, day, random) for paper in ranking.papers
        ),
    )
    counted_at = datetime.combine(day, time(12), UTC)
    head = PostHead(day=day, published_at=counted_at, counted_at=counted_at, timezone=ZONE.key)
    return markdown_post(head, published).encode()


def _published(paper: RankedPaper, number: int, day: date, random: Random) -> RankedPaper:
    described = paper.paper
    embeds = tuple(_embed(day, described.title, random) for _ in range(_POSTS_A_PAPER))
    wording = Wording(
        title=described.title,
        authors=", ".join(described.authors),
        categories=described.categories,
        abstract=described.abstract,
        embeds=embeds,
    )
    told = replace(described, id=words.paper_id(number, day=_FIRST_DAY))
    return replace(paper, paper=told, wording=wording)


def _embed(day: date, title: str, random: Random) -> str:
    handle, post = f"somebody{random.randrange(1000)}", random.randrange(10**18, 2 * 10**18)
    return (
        f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{escape(title)}<br>abs: '
        f'<a href="https://t.co/{post % 10**8}">https://t.co/{post % 10**8}</a></p>&mdash; '
        f'Somebody (@{handle}) <a href="https://twitter.com/{handle}/status/{post}?ref_src=twsrc%5Etfw">'
        f"{day:%B} {day.day}, {day.year}</a></blockquote>"
    )
