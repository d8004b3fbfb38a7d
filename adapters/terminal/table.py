"""A ranking as a table: for people with bars and links, for programs with tabs."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from adapters.terminal.inert import inert_line
from bot.document.latex import to_unicode
from bot.domain.counting import RULES
from bot.domain.ranking import RankedPaper, Ranking
from bot.views.words import ENGLISH_WORDS, source_name

_GAP = 2
_LEAST_TITLE = 24
_EIGHTHS = " ▏▎▍▌▋▊▉"


def print_ranking(ranking: Ranking, console: Console, *, top: int | None) -> None:
    """Print the table on a terminal, the rows anywhere else."""
    if console.is_terminal:
        console.print(ranking_table(ranking, top=top, width=console.width))
    else:
        console.file.write(ranking_rows(ranking, top=top))


def ranking_rows(ranking: Ranking, *, top: int | None) -> str:
    """Write a line for each paper, for `grep`, `cut` and `awk`, without a heading.

    Its fields are separated by tabs: rank, identifier, score, the score's parts, title.
    """
    names = _part_names(ranking.papers[:top])
    return "".join(f"{_row(paper, names)}\n" for paper in ranking.papers[:top])


def ranking_table(ranking: Ranking, *, top: int | None, width: int) -> RenderableType:
    """Lay out a table of at most `width` columns, titles shortened to what is left for them.

    A narrow terminal has no bars, a narrower one bars but not the score's parts, and so on.
    """
    papers = ranking.papers[:top]
    heading = Text(f"🔥 Hot papers · {ENGLISH_WORDS.long_date(ranking.day)}", style="bold")
    if not papers:
        return Group(heading, Text("No paper of this day has drawn enough attention."))
    footer = Text(_measured(ranking, papers), style="dim")
    return Group(heading, Text(""), _table(papers, width), Text(""), footer)


def _measured(ranking: Ranking, papers: tuple[RankedPaper, ...]) -> str:
    words = ENGLISH_WORDS
    known = words.plural("{count} paper", "{count} papers", ranking.candidates)
    is_all = len(papers) >= ranking.candidates
    shown = known if is_all else f"{words.number(len(papers))} of {known}"
    at = words.moment(max(paper.measured_at for paper in papers))
    origin = words.listed([source_name(source) for source in ranking.sources])
    return f"{shown} · measured {at}{' on ' if origin else ''}{origin}"


def _row(paper: RankedPaper, names: tuple[str, ...]) -> str:
    values = {part.name: part.value for part in paper.score.parts}
    parts = (f"{values.get(name, 0):.15g}" for name in names)
    score = f"{paper.score.total:.15g}"
    return "\t".join((str(paper.rank), str(paper.paper.id), score, *parts, _title(paper)))


def _part_names(papers: tuple[RankedPaper, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.name for paper in papers for part in paper.score.parts))


def _title(paper: RankedPaper) -> str:
    return inert_line(to_unicode(paper.paper.title))


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    cells: tuple[Text, ...]
    justify: JustifyMethod = "right"

    @property
    def width(self) -> int:
        return max(cell_len(self.heading), *(cell.cell_len for cell in self.cells))


def _table(papers: tuple[RankedPaper, ...], width: int) -> Table:
    table = Table(
        box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim", show_edge=False
    )
    titles = _Column("Paper", tuple(map(_linked_title, papers)), "left")
    front = _Column("", tuple(Text(str(paper.rank), "dim") for paper in papers))
    others = _fitting(papers, width - front.width - _GAP)
    left = width - sum(column.width + _GAP for column in (front, *others))
    for column in (front, titles, *others):
        table.add_column(
            column.heading,
            justify=column.justify,
            no_wrap=True,
            overflow="ellipsis",
            width=max(min(titles.width, left), 1) if column is titles else column.width,
        )
    for cells in zip(*(column.cells for column in (front, titles, *others)), strict=True):
        table.add_row(*cells)
    return table


def _fitting(papers: tuple[RankedPaper, ...], width: int) -> tuple[_Column, ...]:
    """Choose the columns beside the title, as many as leave it enough room."""
    score = _Column(
        "Score", tuple(Text(ENGLISH_WORDS.number(paper.score.total), "bold") for paper in papers)
    )
    bars = _bars(papers, width // 9)
    parts = tuple(_parts(papers, name) for name in _part_names(papers))
    ids = _Column("arXiv", tuple(map(_linked_id, papers)), "left")
    choices = (
        (score, bars, *parts, ids),
        (score, *parts, ids),
        (score, bars, ids),
        (score, ids),
        (score,),
    )
    for columns in choices[:-1]:
        if width - sum(column.width + _GAP for column in columns) >= _LEAST_TITLE:
            return columns
    return choices[-1]


def _heading(part: str) -> str:
    """Name a part of a score: a network by its name, anything else by its own word."""
    return source_name(part) if part in RULES else part.capitalize()


def _parts(papers: tuple[RankedPaper, ...], name: str) -> _Column:
    values = ({part.name: part.value for part in paper.score.parts} for paper in papers)
    return _Column(
        inert_line(_heading(name)),
        tuple(Text(ENGLISH_WORDS.number(of[name])) if name in of else Text("") for of in values),
    )


def _bars(papers: tuple[RankedPaper, ...], length: int) -> _Column:
    most = max(paper.score.total for paper in papers)
    bars = (_bar(paper.score.total / most if most > 0 else 0, length) for paper in papers)
    return _Column("", tuple(Text(bar, "cyan") for bar in bars), "left")


def _bar(share: float, length: int) -> str:
    """Draw a bar in eighths of a column; what is more than nothing is at least one of them."""
    eighths = round(share * length * 8) or (1 if share > 0 else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _linked_title(paper: RankedPaper) -> Text:
    return Text(_title(paper), Style(bold=True, link=paper.paper.id.abs_url))


def _linked_id(paper: RankedPaper) -> Text:
    return Text(str(paper.paper.id), Style(dim=True, link=paper.paper.id.abs_url))
