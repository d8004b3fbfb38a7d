"""Reading LaTeX from left to right: the rules for text, and those for formulas."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.document.latex_commands import NOTHING, SPACE, accent, compose, unescape_link, write
from bot.document.latex_math import Atom, Kind, add_script, typeset
from bot.document.latex_scan import (
    MATH_TOKEN,
    TEXT_TOKEN,
    close_fence,
    is_mathematics,
    pair,
    pair_quotes,
)
from bot.document.latex_symbols import ACCENTS, CITATIONS, ESCAPED, GREEK, ORDINARY, SPACING

# Deeper groups than this come through unchanged, so that no input exhausts the stack.
_DEPTH = 16

_SPACES = re.compile(r"\s*")
_OPTION = re.compile(r"\s*\[([^\[\]{}\\$]{0,200})\]")
_KEPT_OPTION = re.compile(r"\[[^\[\]{}\\$]{0,200}\](?=\{)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_CHARACTER = re.compile(r"[^\s\\{}$^_&)\]][\u0300-\u036f]*")
_EXPONENT = re.compile(r"-?\d++(?!\.\d)")
# By TeX's rules `x_train` has the index t, but nobody ever means that.
_UNBRACED_SCRIPT = re.compile(r"\s*(?:\d+\.\d+|[+-]\d+(?:\.\d+)?|[A-Za-z]{4,})")
_PRIMES = {1: "′", 2: "″", 3: "‴", 4: "⁗"}
_SCRIPT_SIGNS = GREEK | ORDINARY | {"circ": "∘", "star": "⋆", "ast": "*"}
_DETACHED_ACCENT = re.compile(r"\{\\(['`^\"~=.])\}([^\W\d_])")
_ONLY_WORDS = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_ONLY_SIGN = re.compile(r"[,.;:=+-]|https?://.*")
_TIE = re.compile(r"(?<=[\w)\]}.,;:%'\"$!?*])(?!(?<=\d)~\d|(?<=\b[a-z])~\d)~(?=[\w\\(\[{$\"'`])")
_TIED_CITATION = re.compile(rf"~\\(?:{'|'.join(sorted(CITATIONS))})(?![A-Za-z])")
_DASHES = {2: "–", 3: "—"}
_DISPLAY = frozenset({"$$", "\\["})
_WORD_START = frozenset("([{`'\"“‘")
_SCRIPT_BASE = frozenset(")]}|'")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: words in Unicode, or the LaTeX source of a formula."""

    text: str
    is_math: bool = False
    is_display: bool = False
    """The formula stood on a line of its own."""


class Reader:
    """A position in one source, and the rules for moving on from it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._partners = pair(source)
        self._quotes = pair_quotes(source)
        self._at = 0
        self._end = len(source)
        self._depth = 0
        self._command_at = 0
        self.in_math = False

    def read(self) -> str:
        """Write everything up to the end as text."""
        self.in_math = False
        written: list[str] = []
        while token := TEXT_TOKEN.match(self._source, self._at, self._end):
            start, self._at = self._at, token.end()
            rule = _TEXT_RULES.get(token.lastgroup or "")
            written.append(rule(self, token[0], start) if rule else token[0])
        return "".join(written)

    def segments(self) -> Iterator[Segment]:
        """Write everything up to the end as text, but part the formulas from it."""
        written: list[str] = []
        while token := TEXT_TOKEN.match(self._source, self._at, self._end):
            start, self._at = self._at, token.end()
            fence = token[0]
            close = self._formula_end(fence, start)
            if close is not None:
                yield Segment("".join(written))
                content = self._source[start + len(fence) : close]
                yield Segment(content.strip(), is_math=True, is_display=fence in _DISPLAY)
                written, self._at = [], close + len(fence)
                continue
            rule = _TEXT_RULES.get(token.lastgroup or "")
            written.append(rule(self, fence, start) if rule else fence)
        yield Segment("".join(written))

    # What commands ask for.

    @property
    def before(self) -> str:
        return self._source[max(0, self._command_at - 8) : self._command_at]

    def text(self) -> str | None:
        return self._argument(self.read)

    def math(self) -> str | None:
        found = self._argument(self.read_formula)
        return self._lone() if found is None and self.in_math else found

    def raw(self) -> str | None:
        return self._argument(self._read_raw)

    def option(self) -> str | None:
        found = _OPTION.match(self._source, self._at, self._end)
        if found:
            self._at = found.end()
        return found[1] if found else None

    def take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self._source, self._at, self._end)
        if found:
            self._at = found.end()
        return found[0] if found else None

    # Moving on.

    def _argument(self, read: Callable[[], str]) -> str | None:
        behind = self._at
        self.take(_SPACES)
        found = self._braced(read)
        if found is None:
            self._at = behind
        return found

    def _braced(self, read: Callable[[], str]) -> str | None:
        close = self._partners.get(self._at, self._end)
        if close >= self._end or self._source[self._at] != "{":
            return None
        return self._within(self._at + 1, close, 1, read)

    def _within(self, start: int, close: int, width: int, read: Callable[[], str]) -> str:
        """Read what stands between two brackets, and move on behind the second one."""
        end, in_math = self._end, self.in_math
        self._at, self._end = start, close
        self._depth += 1
        inside = read() if self._depth < _DEPTH else self._read_raw()
        self._depth -= 1
        self._at = close + width
        self._end, self.in_math = end, in_math
        return inside

    def _read_raw(self) -> str:
        return self._source[self._at : self._end]

    def _neighbours(self, start: int) -> tuple[str, str]:
        return self._source[max(0, start - 1) : start], self._source[self._at : self._at + 1]

    def command(self, token: str, start: int) -> Atom:
        """Write a command in either mode; an unknown one keeps its name and its braces."""
        behind = self._at
        self._command_at = start
        name = token[1:]
        named = name.isascii() and name.isalpha()
        atom = write(name, self) if named else self._sign(name)
        if atom is not None:
            return atom
        self._at = behind
        kept = [token]
        read = self.read_formula if self.in_math else self.read
        while piece := self.take(_KEPT_OPTION) or self._kept_group(read):
            kept.append(piece)
        return Atom("".join(kept))

    def _kept_group(self, read: Callable[[], str]) -> str | None:
        inside = self._braced(read)
        return None if inside is None else f"{{{inside}}}"

    def _sign(self, sign: str) -> Atom | None:
        if sign in ACCENTS:
            return accent(sign, self)
        if sign in SPACING:
            return SPACE if SPACING[sign] else NOTHING
        # A letter that had its accent once as `\~a` and once as itself.
        kept = ESCAPED.get(sign) or (sign if sign.isalpha() else None)
        return Atom(kept) if kept else None

    # Text.

    def write_command(self, token: str, start: int) -> str:
        close = self._formula_end(token, start)
        if close is not None:
            return self._within(start + 2, close, 2, self.read_formula)
        return self._in_text(self.command(token, start), start)

    def _formula_end(self, fence: str, start: int) -> int | None:
        """Find where the formula ends that a fence opens, if it does open one."""
        if fence in {"\\(", "\\["}:
            close = self._partners.get(start, self._end)
            return close if close < self._end else None
        return self._dollars_end(fence, start) if fence in {"$", "$$"} else None

    def _dollars_end(self, fence: str, start: int) -> int | None:
        inside = start + len(fence)
        end = close_fence(self._source, start, self._end, self._partners)
        if end is None:
            return None
        left = self._source[max(0, start - 1) : start]
        right = self._source[end + len(fence) : end + len(fence) + 1]
        is_formula = is_mathematics(self._source[inside:end], before=left, after=right)
        return end if is_formula else None

    def _in_text(self, atom: Atom, start: int) -> str:
        left, right = self._neighbours(start)
        if atom.kind is Kind.SPACE:
            if left.isspace():
                self.take(_SPACES)
            return "" if left.isspace() or right.isspace() else " "
        if atom.kind is Kind.FUNCTION and left.isalnum():
            return f" {atom.text}"
        return atom.wrapped if atom.wrapped and right.isalnum() else atom.text

    def write_group(self, _: str, start: int) -> str:
        self._at = start
        detached = _DETACHED_ACCENT.match(self._source, start, self._end)
        composed = compose(detached[2], ACCENTS[detached[1]]) if detached else None
        if detached and composed:
            self._at = detached.end()
            return composed
        grouping = self._is_grouping(start)
        inside = self._braced(self.read)
        if inside is None:
            self._at = start + 1
            return "{"
        return inside if grouping else f"{{{inside}}}"

    def _is_grouping(self, start: int) -> bool:
        close = self._partners.get(start, start)
        content = self._source[start + 1 : close]
        if "\\" in content or _ONLY_SIGN.fullmatch(content):
            return True
        left, right = self._source[max(0, start - 1) : start], self._source[close + 1 : close + 2]
        apart = len(content) > 1 and not left.isalnum()
        return _ONLY_WORDS.fullmatch(content) is not None and (apart or right.isalpha())

    def write_dollar(self, fence: str, start: int) -> str:
        close = self._formula_end(fence, start)
        if close is not None:
            return self._within(start + len(fence), close, len(fence), self.read_formula)
        self._at = start + 1
        return "$"

    def write_tie(self, tie: str, start: int) -> str:
        left, _ = self._neighbours(start)
        if not left or left.isspace():
            return "" if _TIED_CITATION.match(self._source, start) else tie
        return " " if _TIE.match(self._source, start) else tie

    def write_dash(self, dash: str, start: int) -> str:
        left, right = self._neighbours(start)
        begins_word = not left or left.isspace() or left in _WORD_START
        is_option = len(dash) == 2 and begins_word and right.isascii() and right.isalpha()
        is_arrow = left in {"<", "!"} or right == ">"
        return dash if is_option or is_arrow else _DASHES.get(len(dash), dash)

    def write_quote(self, quote: str, start: int) -> str:
        return self._quotes.get(start, quote)

    def write_script(self, mark: str, start: int) -> str:
        left, _ = self._neighbours(start)
        if not (left.isalnum() or left in _SCRIPT_BASE):
            return mark
        command = _COMMAND.match(self._source, self._at, self._end)
        sign = _SCRIPT_SIGNS.get(command[0][1:]) if command else None
        if command and sign:
            self._at = command.end()
        content = sign or self._braced(self.read_formula)
        if content is None and mark == "^":
            content = self.take(_EXPONENT)
        if content is None:
            return mark
        return self._in_text(add_script(NOTHING, mark, content), start)

    def write_link(self, link: str, _: int) -> str:
        return unescape_link(link)

    # Formulas.

    def read_formula(self) -> str:
        self.in_math = True
        atoms: list[Atom] = []
        while token := MATH_TOKEN.match(self._source, self._at, self._end):
            start, self._at = self._at, token.end()
            kind = token.lastgroup or ""
            if kind in {"script", "prime"}:
                atoms.append(self._scripted(token[0], atoms))
            else:
                atoms.append(_MATH_RULES[kind](self, token[0], start))
        return typeset(atoms)

    def _scripted(self, mark: str, atoms: list[Atom]) -> Atom:
        """Take the last atom off the list and answer it with its script."""
        primes = mark.count("'")
        content = _PRIMES.get(primes) if primes else self._script()
        if content is None:
            return Atom(mark)
        while atoms and (atoms[-1].kind is Kind.SPACE or not atoms[-1].text):
            atoms.pop()
        base = atoms.pop() if atoms else NOTHING
        return add_script(base, "^" if primes else mark, content)

    def _script(self) -> str | None:
        unbraced = self.take(_UNBRACED_SCRIPT)
        return unbraced.strip() if unbraced else self.math()

    def _lone(self) -> str | None:
        """Read a lone character or command, as TeX does where braces are missing."""
        behind = self._at
        self.take(_SPACES)
        token = MATH_TOKEN.match(self._source, self._at, self._end)
        if token and token.lastgroup in {"word", "sign"}:
            start, self._at = self._at, token.end()
            return self._nested(token[0], start)
        found = self.take(_CHARACTER)
        if found is None:
            self._at = behind
        return found

    def _nested(self, token: str, start: int) -> str:
        if self._depth >= _DEPTH:
            return token
        self._depth += 1
        atom = self.command(token, start)
        self._depth -= 1
        return atom.text

    def group_atom(self, _: str, start: int) -> Atom:
        self._at = start
        inside = self._braced(self.read_formula)
        if inside is None:
            self._at = start + 1
            return Atom("{")
        return Atom(inside)

    def space_atom(self, _: str, _start: int) -> Atom:
        return SPACE

    def operator_atom(self, operator: str, _: int) -> Atom:
        return Atom(operator, Kind.OPERATOR)

    def plain_atom(self, text: str, _: int) -> Atom:
        return Atom(text)


_TEXT_RULES: Mapping[str, Callable[[Reader, str, int], str]] = {
    "word": Reader.write_command,
    "sign": Reader.write_command,
    "open": Reader.write_group,
    "dollar": Reader.write_dollar,
    "tie": Reader.write_tie,
    "dash": Reader.write_dash,
    "quote": Reader.write_quote,
    "script": Reader.write_script,
    "link": Reader.write_link,
}
_MATH_RULES: Mapping[str, Callable[[Reader, str, int], Atom]] = {
    "word": Reader.command,
    "sign": Reader.command,
    "open": Reader.group_atom,
    "space": Reader.space_atom,
    "operator": Reader.operator_atom,
    "other": Reader.plain_atom,
}
