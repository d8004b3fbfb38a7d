"""What is remembered of the newest mailing of each archive, to know the same one again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from adapters.sources.arxiv.entries import Entry
from bot.domain.papers import PaperId
from bot.errors import UnknownPaper

_SHORT = 5  # the smallest list of a week holds a quarter of the largest (June 2026)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """The papers that an archive announced, and under which day."""

    archive: str
    day: date
    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()
    is_from_feed: bool = False

    @property
    def mark(self) -> "Mark":
        """What to remember of it; only for a mailing with papers."""
        ids = sorted({entry.id for entry in self.entries})
        digest = hashlib.sha256(" ".join(map(str, ids)).encode()).hexdigest()[:16]
        return Mark(day=self.day, digest=digest, papers=len(ids), newest=str(ids[-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mailing, as far as it is remembered."""

    day: date
    digest: str
    """Stands for the set of its papers."""

    papers: int
    newest: str

    def repeats(self, mailing: Mailing) -> bool:
        """Say whether a list is this mailing again, or an older one, whatever day it carries.

        A list of the same day with other papers is no repeat: it was amended.
        """
        mark = mailing.mark
        if mark.digest == self.digest or mark.day < self.day:
            return True
        # A feed may carry today's date over yesterday's papers; identifiers only ever grow.
        is_stale = PaperId.parse(mark.newest) <= PaperId.parse(self.newest)
        return mailing.is_from_feed and mark.day > self.day and is_stale

    def dwarfs(self, mailing: Mailing) -> bool:
        """Say whether a later list is so much smaller that papers are probably missing."""
        return mailing.day > self.day and mailing.mark.papers * _SHORT < self.papers


Marks = Mapping[str, Mark]


def read_bookmark(bookmark: str | None) -> Marks:
    """Read the marks by archive; what cannot be read is forgotten, which costs one reading."""
    try:
        document: object = json.loads(bookmark or "{}")
    except (ValueError, RecursionError):
        return {}
    rows = document.items() if isinstance(document, dict) else ()
    read = ((archive, _mark(row)) for archive, row in rows)
    return {archive: mark for archive, mark in read if mark is not None}


def write_bookmark(marks: Marks) -> str:
    """Write the marks, the same text for the same marks."""
    rows = {archive: {**asdict(mark), "day": str(mark.day)} for archive, mark in marks.items()}
    return json.dumps(rows, sort_keys=True)


def _mark(row: object) -> Mark | None:
    match row:
        case {"day": str(day), "digest": str(digest), "papers": int(papers), "newest": str(newest)}:
            try:
                PaperId.parse(newest)
                return Mark(
                    day=date.fromisoformat(day), digest=digest, papers=papers, newest=newest
                )
            except (ValueError, UnknownPaper):
                return None
        case _:
            return None
