"""Posts of an old blog that never was, written as its pages were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2021, 3, 1)
MIDDLE = date(2021, 3, 2)
NEWEST = date(2021, 3, 5)

HOSTILE = (
    "\x1b[31m"
    r"→ </b>@everyone <@&1> <@2> *bold* [click](https://evil.example/) `x` <https://evil.example/>"
)

_HEAD = """\
---
title: Hot Papers {day}
date: {next_day}T17:20:33.Z
template: "post"
draft: false
slug: "hot-papers-{day}"
category: "arXiv"
tags:
  - "arXiv"
  - "Twitter"
  - "Machine Learning"
  - "Computer Science"
description: "Hot papers {day}"
socialImage: "/media/flying-marine.jpg"

---
"""
_ENTRY = """
# {rank}. {title}

{authors}

- retweets: {reposts}, favorites: {likes} ({measured})

- links: [abs](https://arxiv.org/abs/{id}) | [pdf](https://arxiv.org/pdf/{id})
- {categories}

{abstract}{tweets}



"""
_TWEET = """

<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Look at {id}</p>&mdash; Grace Hopper \
(@grace) <a href="https://twitter.com/grace/status/{number}?ref_src=twsrc%5Etfw">{day}</a>\
</blockquote>
<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>"""
_SENTENCE = (
    "In experiment {number} we boil kettle {number} and find that it takes {number}% longer. "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A paper on a page."""

    id: str
    reposts: int
    likes: int
    title: str = "A Study of Kettles"
    authors: str = "Ada Lovelace, Emmy Noether, Paul Erdős, Grace Hopper, Alan Turing"
    categories: tuple[str, ...] = ("cs.LG", "stat.ML")
    abstract: str = "Kettles are known to boil. We ask which of them boils first."
    tweets: int = 1


FIRST_DAY = (
    Entry(id="2103.00001", reposts=900, likes=100, categories=("cs.CL", "cs.AI")),
    Entry(id="2103.00009", reposts=70, likes=30, categories=("stat.ML", "math.ST")),
    # As many as the one before, and a lower number: the published order decides.
    Entry(id="2103.00002", reposts=30, likes=70, categories=("cs.LG", "stat.ML"), tweets=2),
    Entry(id="2103.00003", reposts=40, likes=11, categories=("math-ph",), tweets=0),
    Entry(id="2103.00004", reposts=20, likes=29, categories=("cs.CL",)),
)
"""Four papers over the threshold, and one below."""

MIDDLE_DAY = (Entry(id="2103.00101", reposts=300, likes=20, title=HOSTILE, abstract=HOSTILE),)

NEWEST_DAY = tuple(
    Entry(
        id=f"2103.{200 + number:05}",
        reposts=2000 - 100 * number,
        likes=number,
        title=f"Kettle {number}, Boiled",
        abstract="".join(_SENTENCE.format(number=n) for n in range(number, number + 16)).strip(),
    )
    for number in range(1, 13)
)
"""A dozen papers with abstracts of a kilobyte: several messages everywhere."""

DAYS = {FIRST: FIRST_DAY, MIDDLE: MIDDLE_DAY, NEWEST: NEWEST_DAY}


def page(day: date, entries: Iterable[Entry]) -> str:
    """Write the page of a day; its clock shows the afternoon of the day after."""
    next_day = day + timedelta(days=1)
    papers = (_entry(rank, entry, day) for rank, entry in enumerate(entries, 1))
    return _HEAD.format(day=day, next_day=next_day) + "".join(papers)


def write(folder: Path, day: date, text: str | None = None) -> Path:
    """Put the page of a day into a folder, under the name that it had on the blog."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{day}---Hot-Papers.md"
    file.write_text(page(day, DAYS[day]) if text is None else text, "utf-8")
    return file


def write_all(folder: Path) -> Path:
    """Put every page into a folder."""
    for day in DAYS:
        write(folder, day)
    return folder


def _entry(rank: int, entry: Entry, day: date) -> str:
    measured = (day + timedelta(days=1)).strftime("%m/%d/%Y 17:20:33")
    links = (f"[{name}](https://arxiv.org/list/{name}/recent)" for name in entry.categories)
    numbers = (int(entry.id.replace(".", "")) * 10 + number for number in range(entry.tweets))
    posted = f"{day:%B} {day.day}, {day.year}"
    tweets = (_TWEET.format(id=entry.id, number=number, day=posted) for number in numbers)
    return _ENTRY.format(
        rank=rank,
        title=entry.title,
        authors=entry.authors,
        reposts=entry.reposts,
        likes=entry.likes,
        measured=measured,
        id=entry.id,
        categories=" | ".join(links),
        abstract=entry.abstract,
        tweets="".join(tweets),
    )
