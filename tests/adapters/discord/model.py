"""A small model of how Discord's clients read Markdown: what is shown, and what acts.

It is written from the documented syntax and from what the clients were seen to do, and it is
greedier than they are where they differ: everything that one of them takes for markup is markup.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Reading:
    """What a reader sees of a text, and what it does besides being read."""

    words: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)
    """Each with what it applies to: the words in bold, the address of a link, the mention."""

    def of(self, *kinds: str) -> list[str]:
        return [detail for kind, detail in self.marks if kind in kinds]

    def acts(self, *, apart_from: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
        return [mark for mark in self.marks if mark[0] not in apart_from]


Taken = tuple[int, Reading]
Rule = Callable[[str, int], Taken | None]


def read(source: str) -> Reading:
    """Read a whole text display."""
    reading, position = Reading(), 0
    while position < len(source):
        is_line_start = position == 0 or source[position - 1] == "\n"
        rules = (*_BLOCK_RULES, *_INLINE_RULES) if is_line_start else _INLINE_RULES
        taken = next(filter(None, (rule(source, position) for rule in rules)), None)
        end, part = taken or (position + 1, Reading(source[position]))
        reading.words += part.words
        reading.marks += part.marks
        position = end
    return reading


def _inside(kind: str, content: str) -> Reading:
    inner = read(content)
    return Reading(inner.words, [(kind, inner.words), *inner.marks])


def _nesting(kind: str, pattern: str) -> Rule:
    compiled = re.compile(pattern, re.DOTALL)

    def rule(source: str, position: int) -> Taken | None:
        found = compiled.match(source, position)
        return (found.end(), _inside(kind, found["content"])) if found else None

    return rule


def _showing(kind: str, pattern: str) -> Rule:
    """Make a rule for what is shown as it is, or as Discord words it, and is not read further."""
    compiled = re.compile(pattern, re.DOTALL | re.IGNORECASE)

    def rule(source: str, position: int) -> Taken | None:
        found = compiled.match(source, position)
        if not found:
            return None
        content = found["content"]
        return found.end(), Reading(content, [(kind, content)])

    return rule


def _escape(source: str, position: int) -> Taken | None:
    found = re.compile(r"\\([^0-9A-Za-z\s])").match(source, position)
    return (found.end(), Reading(found[1])) if found else None


def _masked_link(source: str, position: int) -> Taken | None:
    label = r"(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*"
    target = r"\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['\"](?:.*?)['\"])?\s*"
    found = re.compile(rf"\[({label})\]\({target}\)", re.DOTALL).match(source, position)
    if not found:
        return None
    inner = read(found[1])
    if re.search(r"https?://", found[1]):  # a link whose words are an address is shown raw
        return found.end(), Reading(found[0], [("raw link", found[0])])
    marks = [("link", found[2]), *inner.marks]
    return found.end(), Reading(inner.words, marks)


def _invisible_seams(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    yield lambda source, at: (at + 1, Reading()) if source[at] == "\u200b" else None
    yield from rules


_BLOCK_RULES: tuple[Rule, ...] = (
    _nesting("heading", r" *#{1,3}\s+(?P<content>[^\n]*)"),
    _nesting("small", r" *-#\s+(?P<content>[^\n]*)"),
    _nesting("quote", r" *>>> ?(?P<content>.*)"),
    _nesting("quote", r" *>\s+(?P<content>[^\n]*)"),
    _nesting("list", r" *(?:[-*+]|[0-9]+\.) +(?P<content>[^\n]*)"),
)
_INLINE_RULES: tuple[Rule, ...] = tuple(
    _invisible_seams(
        (
            _escape,
            _showing("code", r"```(?P<content>.+?)```"),
            _showing("code", r"(?P<fence>`+)(?P<content>.*?[^`])(?P=fence)(?!`)"),
            _showing("address", r"<(?P<content>[^: >]+:/[^ >]+)>"),
            _showing("mention", r"<(?P<content>@[!&]?[0-9]+|#[0-9]+)>"),
            _showing("mention", r"<(?P<content>/[^>\n]+:[0-9]+|id:[a-z-]+)>"),
            _showing("emoji", r"<(?P<content>a?:\w+:[0-9]+)>"),
            _showing("moment", r"<(?P<content>t:-?[0-9]+(?::[a-z])?)>"),
            _showing("address", r"<(?P<content>[^\s<>@]+@[^\s<>@]+|\+[0-9]+)>"),
            _showing("mention", r"(?P<content>@everyone|@here)"),
            _showing("address", r"(?P<content>\w+://[^\s<]+[^<.,:;\"')\]\s])"),
            _masked_link,
            _nesting("strong", r"\*\*(?P<content>(?:\\.|[^\\])+?)\*\*(?!\*)"),
            _nesting("underline", r"__(?P<content>(?:\\.|[^\\])+?)__(?!_)"),
            _nesting(
                "emphasis",
                r"\*(?=\S)(?P<content>(?:\*\*|\\.|\s+(?:\\.|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)",
            ),
            _nesting("emphasis", r"_(?P<content>(?:__|\\.|[^\\_])+?)_\b"),
            _nesting("struck", r"~~(?=\S)(?P<content>.*?\S)~~"),
            _nesting("hidden", r"\|\|(?P<content>.+?)\|\|"),
            _showing("emoji", r":(?P<content>[^\s:]+):"),
        )
    )
)
