"""Posts of the old blog: a published day with everything that stood on the page."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.engagement import Mention, Snapshot
from bot.domain.papers import Listing

FRONT_MATTER = """\
---
title: Hot Papers {day}
date: {published}.Z
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

---"""
"""How every page of the blog begins; its reader and its writer share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHead:
    """What a published post says of itself."""

    day: date
    """The day whose papers it ranks."""

    published_at: datetime
    """When it says that it was published, in UTC."""

    counted_at: datetime
    """When the last of its counters was read, in UTC; often some seconds later."""

    timezone: str
    """The IANA zone of the clock that wrote the page."""

    blank_lines: int = 1
    """Empty lines between the front matter and the first paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A published post: its papers in order, the posts it quotes, and the counts it gives.

    `snapshots` hold one total per listing, in the same order.
    """

    head: PostHead
    listings: tuple[Listing, ...]
    mentions: tuple[Mention, ...]
    snapshots: tuple[Snapshot, ...]
