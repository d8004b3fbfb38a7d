r"""LaTeX, as arXiv's titles, names and abstracts have it, in plain Unicode for chat.

arXiv checks none of this text: it is prose with islands of TeX, typed by hand, half of it meant
for a browser. So nothing here expands macros or reports errors. One pass finds which brace closes
which; a second one writes the text from left to right, taking every command it knows with its
arguments and leaving the name and the braces of every one it does not know. Formulas are collected
as atoms first, because the space between two of them depends on both.

The ready-made converters are made for whole documents and lose words here: to pylatexenc a bare
`%` starts a comment and swallows the rest of the abstract, and "$5 and $10" is a formula;
unicodeit knows formulas only and turns the dashes and `\%` of prose into other signs.

Where TeX and plain typing disagree, plain typing wins:

- `%` is a percent sign, and a dollar opens a formula only if what follows up to the next one
  looks like a formula.
- `--` and `---` are dashes, except in a link, in an arrow, and where two of them begin a word
  in front of a letter, as in `--verbose`.
- `~` is a plain space between two words, but stays in links, in front of a number (`~100`),
  between two (`3~5`) and behind the letter of a statistic (`r~0.5`).
- `_` and `^` outside formulas need braces or a command behind them, and `^` may have a number;
  `val_loss` stays.
- Braces outside formulas go if TeX is in them or they hold nothing but words; `{1, 2}` stays.
"""

import re
from functools import lru_cache

from bot.document.latex_reader import Reader, Segment

_TEX = re.compile(r"[\\${}~^_`]|--|''")


def to_unicode(source: str) -> str:
    """Write a text with LaTeX in it as plain Unicode.

    Any string is accepted. What is not TeX, or not TeX that is known here, comes back unchanged,
    and no word of the text is lost.
    """
    return Reader(source).read() if _TEX.search(source) else source


@lru_cache(maxsize=4096)
def formula_to_unicode(source: str) -> str:
    """Write a formula, given without its dollars, as plain Unicode."""
    return Reader(source).read_formula()


def segments(source: str) -> tuple[Segment, ...]:
    """Part a text into words, written in Unicode, and formulas, left as they are.

    Formulas inside braces are written in Unicode, as part of the words around them.
    """
    if not _TEX.search(source):
        return (Segment(source),) if source else ()
    return tuple(segment for segment in Reader(source).segments() if segment.text)
