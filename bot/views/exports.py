"""Saved papers as files for other programs."""

import csv
import io
import json
from collections.abc import Sequence

from bot.domain.citations import bibliography
from bot.domain.papers import Paper
from bot.domain.people import Bookmark

Shelf = Sequence[tuple[Bookmark, Paper]]

_COLUMNS = ("id", "title", "authors", "categories", "announced_on", "saved_at", "url")

# What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_bibtex(shelf: Shelf) -> str:
    """Write papers as BibTeX."""
    return bibliography([paper for _, paper in shelf])


def as_json(shelf: Shelf) -> str:
    """Write papers as `{"papers": […]}`.

    Each has `id`, `title`, `authors`, `categories` (the primary one first), `abstract`,
    `announced_on` (an ISO day), `submitted_at` and `saved_at` (ISO instants in UTC, the first may
    be null), `abs` and `pdf` (addresses). Titles and abstracts keep their LaTeX.
    """
    rows = [_object(bookmark, paper) for bookmark, paper in shelf]
    return json.dumps({"papers": rows}, ensure_ascii=False, indent=2) + "\n"


def as_csv(shelf: Shelf) -> str:
    """Write papers as a table for spreadsheets: RFC 4180, with a heading.

    Several authors or categories stand in one cell, with semicolons between them. A cell that a
    spreadsheet would run as a formula begins with an apostrophe.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    for bookmark, paper in shelf:
        table.writerow(map(_inert, _row(bookmark, paper)))
    return written.getvalue()


def _row(bookmark: Bookmark, paper: Paper) -> tuple[str, ...]:
    return (
        str(paper.id),
        paper.title,
        "; ".join(paper.authors),
        "; ".join(paper.categories),
        paper.announced_on.isoformat(),
        bookmark.saved_at.isoformat(),
        paper.id.abs_url,
    )


def _inert(cell: str) -> str:
    plain = cell.replace("\0", "")
    return f"'{plain}" if plain.lstrip(" ").startswith(_BEGINS_A_FORMULA) else plain


def _object(bookmark: Bookmark, paper: Paper) -> dict[str, object]:
    return {
        "id": str(paper.id),
        "title": paper.title,
        "authors": list(paper.authors),
        "categories": list(paper.categories),
        "abstract": paper.abstract,
        "announced_on": paper.announced_on.isoformat(),
        "submitted_at": paper.submitted_at.isoformat() if paper.submitted_at else None,
        "saved_at": bookmark.saved_at.isoformat(),
        "abs": paper.id.abs_url,
        "pdf": paper.id.pdf_url,
    }
