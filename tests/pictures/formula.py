"""Formulae as MathML, for the browser to set: scripts, fractions, roots and letters."""

import re
from collections.abc import Iterator
from html import escape

from bot.document.latex import formula_to_unicode

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S", re.DOTALL)
_SCRIPTS = {"_": "msub", "^": "msup"}
_IN_LETTERS = frozenset(
    rf"\{name}" for name in "mathcal mathbb mathbf mathfrak mathrm mathsf operatorname text".split()
)
_SILENT = frozenset(
    rf"\{name}" for name in (*"left right limits quad displaystyle".split(), *",;!:")
)
_END = ""


def mathml(source: str, *, is_display: bool = False) -> str:
    """Write LaTeX, given without its dollars, as a `math` element; any string is accepted."""
    display = ' display="block"' if is_display else ""
    return f"<math{display}>{_Setter(source).row()}</math>"


class _Setter:
    """Reads a formula from left to right."""

    def __init__(self, source: str) -> None:
        self._tokens: Iterator[str] = iter(_TOKEN.findall(source))
        self._next = next(self._tokens, _END)

    def row(self) -> str:
        """Set everything up to the end of the group."""
        atoms: list[str] = []
        while self._next not in {_END, "}"}:
            if self._next in _SCRIPTS:
                base = atoms.pop() if atoms else "<mrow></mrow>"
                atoms.append(self._scripted(base))
            else:
                atoms.append(self._atom())
        self._take()
        return f"<mrow>{''.join(atoms)}</mrow>"

    def _scripted(self, base: str) -> str:
        scripts: dict[str, str] = {}
        while self._next in _SCRIPTS and self._next not in scripts:
            sign = self._take()
            scripts[sign] = self._atom()
        match scripts:
            case {"_": below, "^": above}:
                return f"<msubsup>{base}{below}{above}</msubsup>"
            case _:
                ((sign, script),) = scripts.items()
                return f"<{_SCRIPTS[sign]}>{base}{script}</{_SCRIPTS[sign]}>"

    def _atom(self) -> str:
        match self._take():
            case "{":
                return self.row()
            case r"\frac" | r"\tfrac" | r"\dfrac":
                return f"<mfrac>{self._atom()}{self._atom()}</mfrac>"
            case r"\sqrt":
                return f"<msqrt>{self._atom()}</msqrt>"
            case command if command in _IN_LETTERS:
                return _letters(formula_to_unicode(f"{command}{{{self._raw()}}}"))
            case silent if silent in _SILENT or silent in {_END, "}"}:
                return "<mrow></mrow>"
            case token:
                return _sign(formula_to_unicode(token))

    def _raw(self) -> str:
        if self._take() != "{":
            return ""
        words = ""
        while self._next not in {_END, "}"}:
            words += self._take()
        self._take()
        return words

    def _take(self) -> str:
        taken, self._next = self._next, next(self._tokens, _END)
        return taken


def _sign(sign: str) -> str:
    if sign[:1].isdigit():
        return f"<mn>{escape(sign)}</mn>"
    return f"<mi>{escape(sign)}</mi>" if sign.isalpha() else f"<mo>{escape(sign)}</mo>"


def _letters(words: str) -> str:
    return f'<mi mathvariant="normal">{escape(words)}</mi>'
