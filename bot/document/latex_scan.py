"""Reading TeX source: its tokens, which bracket closes which, and which dollar is mathematics."""

import re
from collections.abc import Mapping

TEXT_TOKEN = re.compile(
    r"""
      (?P<plain>[^\\{}$~^_`'"\-:]+)
    | (?P<link>://(?:[^\s\\{}$`'"<>]|\\[_%\#&~])*)
    | (?P<word>\\[A-Za-z]+) | (?P<sign>\\.)
    | (?P<open>\{) | (?P<dollar>\$\$?) | (?P<tie>~) | (?P<script>[\^_])
    | (?P<quote>`+|'+|") | (?P<dash>-+) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
MATH_TOKEN = re.compile(
    r"""
      (?P<word>\\[A-Za-z]+) | (?P<sign>\\.) | (?P<space>[\s~]+)
    | (?P<open>\{) | (?P<script>[\^_]) | (?P<prime>'+) | (?P<operator>[!:+*/-]?[=<>]+)
    | (?P<other>[^\W\d_]+ | \d+(?:\.\d+)? | .)
    """,
    re.VERBOSE | re.DOTALL,
)

_BRACKET = re.compile(r"\\.|[{}]", re.DOTALL)
_OPENERS = {"\\)": "\\(", "\\]": "\\["}
_FENCE = re.compile(r"\\.|[{$]", re.DOTALL)

_MARKUP = re.compile(r"[\\^_{]")
_COMMAND_OR_GROUP = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
_PROSE = re.compile(r"[A-Za-z]{2,}[,.;]?\s+[A-Za-z]{2,}|\s[A-Za-z]{3,}\s*$")
_WORD = re.compile(r"[A-Za-z]{2,}")
_DIGIT = re.compile(r"\d")
_LIKE_MONEY = re.compile(r"[\d\s.,/]")

_LATEX_THEN_TYPED = re.compile(r"(?<![`\\])``(?!`)((?:[^`\"'\\]|'(?!')|\\.)*)\"")
_SINGLE_QUOTED = re.compile(
    r"(?<![\w\\`])`(?=[^\s`'])((?:[^`\\]|\\.)*?)(?<![\s'\\])'(?![\w'])", re.DOTALL
)
_DOUBLE_OPENING = re.compile(r"(?<![`\\])``(?=[^\s`])|(?<![\w\S'])''(?=\w)")
_DOUBLE_CLOSING = re.compile(r"(?<=[^\s'\\])''(?![\w('])")


def pair(source: str) -> Mapping[int, int]:
    r"""Map the position of each `{`, `\(` and `\[` that is closed to where that is."""
    partners: dict[int, int] = {}
    braces: list[int] = []
    fences: list[dict[str, int]] = [{}]
    for found in _BRACKET.finditer(source):
        mark, at = found[0], found.start()
        if mark == "{":
            braces.append(at)
            fences.append({})
        elif mark == "}" and braces:
            partners[braces.pop()] = at
            fences.pop()
        elif mark in _OPENERS.values():
            fences[-1][mark] = at
        elif mark in _OPENERS and _OPENERS[mark] in fences[-1]:
            partners[fences[-1].pop(_OPENERS[mark])] = at
    return partners


def pair_quotes(source: str) -> Mapping[int, str]:
    """Map the position of each TeX quotation mark to its typographic form."""
    if "`" not in source and "''" not in source:
        return {}
    marks = {found.end() - 1: "”" for found in _LATEX_THEN_TYPED.finditer(source)}
    for found in _SINGLE_QUOTED.finditer(source):
        marks |= {found.start(): "‘", found.end() - 1: "’"}
    marks |= {found.start(): "“" for found in _DOUBLE_OPENING.finditer(source)}
    marks |= {found.start(): "”" for found in _DOUBLE_CLOSING.finditer(source)}
    return marks


def close_fence(source: str, at: int, end: int, partners: Mapping[int, int]) -> int | None:
    """Find the dollars that close those at a position, past what braces enclose."""
    fence = "$$" if source.startswith("$$", at) else "$"
    position = at + len(fence)
    while found := _FENCE.search(source, position, end):
        if source.startswith(fence, found.start()):
            return found.start()
        position = partners.get(found.start(), found.end() - 1) + 1
    return None


def is_mathematics(content: str, *, before: str, after: str) -> bool:
    """Claim that what stands between two dollars is a formula rather than an amount and prose."""
    if not content.strip():
        return False
    like_money = _LIKE_MONEY.match(content) is not None
    prose = _PROSE.search(_COMMAND_OR_GROUP.sub("{}", content)) is not None
    if prose and (like_money or "\\" not in content):
        return False
    if like_money and content[-1].isspace() and not content[0].isspace():
        return False
    if _MARKUP.search(content):
        return True
    if like_money:
        return _is_plain_formula(content, after)
    return not (before.isdigit() and _DIGIT.search(content))


def _is_plain_formula(content: str, after: str) -> bool:
    """Claim that a content with no TeX in it and a digit or space in front is not an amount."""
    even = content[0].isspace() == content[-1].isspace()
    phrase = _WORD.search(content) and len(content.split()) > 1
    balanced = sum(map(content.count, "([")) == sum(map(content.count, ")]"))
    cut = after.isdigit() and _DIGIT.search(content)
    return even and balanced and not phrase and not cut
