"""Made-up mailings: what arXiv announced in a week of January 2024, and how it was liked."""

from datetime import UTC, date, datetime, time

from bot.domain.papers import Paper
from bot.domain.posts import Post, PostHead
from tests.builders import a_listing, a_mention, a_paper, a_snapshot, a_wording

WEDNESDAY, THURSDAY, FRIDAY = (date(2024, 1, day) for day in (17, 18, 19))

_Row = tuple[str, tuple[str, ...], tuple[str, ...]]

_ROWS: dict[date, tuple[_Row, ...]] = {
    WEDNESDAY: (
        ("Parsers That Doubt Themselves", ("Grace Hopper", "Alan Turing"), ("cs.CL",)),
        ("Knots in Four Dimensions", ("Mary Cartwright",), ("math.GT",)),
    ),
    THURSDAY: (
        ("Teaching Grammar to Toasters", ("Grace Hopper", "Sofia Germain"), ("cs.CL", "cs.LG")),
        ("Seeing Through Fog", ("Hedy Lamarr",), ("cs.CV",)),
        ("A Dictionary of Silences", ("Mary Cartwright", "Alan Turing"), ("cs.CL",)),
        ("Gradients Without Tears", ("Sofia Germain",), ("cs.LG", "stat.ML")),
        ("Robots That Fold Laundry", ("Hedy Lamarr", "Katherine Johnson"), ("cs.RO",)),
        ("How Languages Forget", ("Noor Inayat",), ("cs.CL",)),
        ("Primes in Short Intervals", ("Mary Cartwright",), ("math.NT",)),
        ("Black Holes Hum", ("Katherine Johnson",), ("gr-qc", "hep-th")),
        ("Graphs Under Pressure", ("Alan Turing",), ("cs.DM",)),
        ("Sampling Tea Leaves", ("Florence Nightingale",), ("stat.ML", "cs.LG")),
        ("Quantum Error Budgets", ("Katherine Johnson",), ("quant-ph",)),
        ("Counting Sheep Quickly", ("Florence Nightingale",), ("cs.DS",)),
    ),
    FRIDAY: (
        ("Metaphors for Machines", ("Noor Inayat", "Grace Hopper"), ("cs.CL",)),
        ("Cameras That Blink", ("Hedy Lamarr",), ("cs.CV",)),
    ),
}  # fmt: skip


def titles(day: date, topic: str = "") -> list[str]:
    """Give the titles of a day, the hottest first; with a category only those of that category."""
    return [title for title, _, categories in _ROWS[day] if not topic or topic in categories]


def number_of(title: str) -> str:
    """Give the arXiv number of a paper."""
    day, place = next(
        (day, place)
        for day, rows in _ROWS.items()
        for place, row in enumerate(rows, 1)
        if row[0] == title
    )
    return _number(day, place)


def mailings_until(moment: datetime) -> list[Post]:
    """Give the posts of the mailings that were out at a moment."""
    return [_post(day) for day in _ROWS if _out_at(day) <= moment]


def _out_at(day: date) -> datetime:
    return datetime.combine(day, time(6), tzinfo=UTC)


def _number(day: date, place: int) -> str:
    return f"24{day:%m}.{day:%d}{place:03}"


def _post(day: date) -> Post:
    papers = [_paper(day, place, row) for place, row in enumerate(_ROWS[day], 1)]
    out_at = _out_at(day)
    return Post(
        head=PostHead(day=day, published_at=out_at, counted_at=out_at, timezone="UTC"),
        listings=tuple(
            a_listing(paper=paper, listed_on=day, position=place, wording=a_wording(paper))
            for place, paper in enumerate(papers, 1)
        ),
        mentions=tuple(
            a_mention(str(paper.id), native_id=str(paper.id)[5:], posted_on=day) for paper in papers
        ),
        snapshots=tuple(
            a_snapshot(
                str(paper.id),
                native_id=str(paper.id)[5:],
                reposts=400 - 20 * place,
                likes=10,
                measured_at=out_at,
            )
            for place, paper in enumerate(papers, 1)
        ),
    )


def _paper(day: date, place: int, row: _Row) -> Paper:
    title, authors, categories = row
    return a_paper(
        _number(day, place),
        title=title,
        abstract=f"We look at what is behind “{title}”. It was worth the while.",
        authors=authors,
        categories=categories,
        announced_on=day,
    )
