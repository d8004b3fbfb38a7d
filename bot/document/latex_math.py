"""Setting a formula on one line: spaces, scripts, fractions and roots."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.document.latex_symbols import RAISED, SUBSCRIPTS, SUPERSCRIPTS

_SMALL = frozenset([*SUPERSCRIPTS.values(), *SUBSCRIPTS.values(), *RAISED.values()])
_SMALL_CLASS = re.escape("".join(sorted(_SMALL)))
_MARKS_CLASS = r"\u0300-\u036f\u20d0-\u20ff"
# The quantifiers are possessive so that no input can make them backtrack.
_TAIL = rf"[{_SMALL_CLASS}{_MARKS_CLASS}]*+(?:[_^](?:\w++|\([^()]*+\)))*+"
_NUMBER_OR_LETTER = re.compile(rf"(?:\d++(?:\.\d++)?|[∂∇√]?[^\W\d_]){_TAIL}")
_CALL = re.compile(rf"[^\W\d_]*+{_TAIL}(?:\([^()]*+\)|\|[^|]*+\|){_TAIL}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PRODUCT = re.compile(r"[^\s+\-=<>/,;:±×·∓]+")
_BRACKETED = re.compile(r"\([^()]*\)")
_ACCENTED = re.compile(rf"([^\W\d_][{_MARKS_CLASS}]*)([{_SMALL_CLASS}]*)")
_BARE_SCRIPT = re.compile(rf"[^\W_{_SMALL_CLASS}]+|\d+\.\d+|\S")
_DOTLESS = {"ı": "i", "ȷ": "j"}
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_OPENING = frozenset("([{⟨⌈⌊")
_CLOSING = frozenset(")]}⟩⌉⌋")
_BEFORE_OPERAND = _OPENING | frozenset(",;:")
_BEHIND_OPERAND = _CLOSING | _SMALL | frozenset("|‖!%")


class Kind(Enum):
    """How a piece of a formula behaves towards its neighbours."""

    ORDINARY = auto()
    LETTER = auto()
    OPERATOR = auto()
    FUNCTION = auto()
    FRACTION = auto()
    ROOT = auto()
    SPACE = auto()


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a formula that is Unicode already.

    `wrapped`, if any, is the piece in brackets, for where a neighbour would change its meaning.
    """

    text: str
    kind: Kind = Kind.ORDINARY
    wrapped: str = ""


def typeset(atoms: Sequence[Atom]) -> str:
    """Write atoms on one line.

    An operator has a space on both sides or on neither; a space that the source has only because
    a command's name must end somewhere counts for both.
    """
    pieces: list[Atom] = []
    spaced = [False]
    for atom in atoms:
        if atom.kind is Kind.SPACE:
            spaced[-1] = True
        elif atom.text:
            pieces.append(atom)
            spaced.append(False)
    gaps = [False, *(_has_gap(pieces, spaced, n) for n in range(1, len(pieces)))]
    line = (" " * gaps[n] + _in_context(pieces, gaps, n) for n in range(len(pieces)))
    return re.sub(" {2,}", " ", "".join(line))


def add_script(base: Atom, mark: str, content: str) -> Atom:
    """Hang a superscript (`^`) or a subscript (`_`) on a base.

    It becomes small characters when Unicode has every one of them, but three letters or more in a
    row are a word and stay one, to be read and searched: `N_max`. What cannot be small is `x^Q`
    if it is one character or word, and `x^(3/2)` otherwise.
    """
    torn = base.kind in {Kind.FRACTION, Kind.ROOT}
    kind = Kind.ORDINARY if torn or base.kind is Kind.LETTER else base.kind
    stem = in_brackets(base.text) if torn else base.wrapped or base.text
    if mark == "^" and content in RAISED:
        return Atom((stem if torn else base.text) + RAISED[content], kind)
    small = _small(mark, content)
    if small is not None:
        return Atom(stem + small, kind)
    content = content if _WORD.search(content) else content.replace(" ", "")
    whole = f"{stem}{mark}{in_brackets(content)}"
    if _BARE_SCRIPT.fullmatch(content):
        return Atom(f"{stem}{mark}{content}", kind, whole)
    return Atom(whole, kind)


def fraction(over: str, under: str) -> Atom:
    """Write a fraction with a slash, and brackets round a side that is compound."""
    whole_over = _PRODUCT.fullmatch(_BRACKETED.sub("()", over))
    whole_under = _is_simple(under) or _WORD.fullmatch(under)
    over = over if whole_over else in_brackets(over)
    under = under if whole_under else in_brackets(under)
    return Atom(f"{over}/{under}", Kind.FRACTION, f"({over}/{under})")


def root(radicand: str, degree: str = "") -> Atom:
    """Write a root, with brackets round anything but one number or letter."""
    sign = _ROOTS.get(degree) or f"{_small('^', degree) or f'({degree})'}√"
    whole = sign + in_brackets(radicand)
    return Atom(sign + radicand, Kind.ROOT, whole) if _is_simple(radicand) else Atom(whole)


def add_accent(base: str, mark: str, name: str) -> str:
    """Put an accent over one letter, whatever its scripts; over more it reads `hat(xy)`."""
    letter = _ACCENTED.fullmatch(base)
    if letter is None:
        return f"{name.removeprefix('wide')}{in_brackets(base)}"
    stem = _DOTLESS.get(letter[1], letter[1])
    return unicodedata.normalize("NFC", stem + mark) + letter[2]


def in_brackets(text: str) -> str:
    """Enclose a text in round brackets unless one pair encloses all of it already."""
    return text if _BRACKETED.fullmatch(text) else f"({text})"


def _small(mark: str, content: str) -> str | None:
    if _WORD.search(content):
        return None
    table = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
    small = [table.get(character) for character in content if character != " "]
    found = [character for character in small if character is not None]
    return "".join(found) if len(found) == len(small) else None


def _is_simple(text: str) -> bool:
    return bool(_NUMBER_OR_LETTER.fullmatch(text) or _CALL.fullmatch(text))


def _has_gap(pieces: Sequence[Atom], spaced: Sequence[bool], n: int) -> bool:
    left, right = pieces[n - 1], pieces[n]
    if _is_binary(pieces, n):
        return spaced[n] or spaced[n + 1]
    if left.kind is Kind.OPERATOR:
        return _is_binary(pieces, n - 1) and (spaced[n - 1] or spaced[n])
    if right.kind is Kind.FUNCTION and _ends_operand(left):
        return True
    if left.kind is Kind.FUNCTION and right.text[0].isalnum() and right.kind is not Kind.FRACTION:
        return True
    inside = left.text in _OPENING or right.text in _CLOSING
    return spaced[n] and not inside and not (left.kind is Kind.LETTER and right.text[0].isalnum())


def _is_binary(pieces: Sequence[Atom], n: int) -> bool:
    if pieces[n].kind is not Kind.OPERATOR or not 0 < n < len(pieces) - 1:
        return False
    left = pieces[n - 1]
    return left.kind is not Kind.OPERATOR and left.text[-1] not in _BEFORE_OPERAND


def _ends_operand(atom: Atom) -> bool:
    last = atom.text[-1]
    return last.isalnum() or last in _BEHIND_OPERAND or atom.kind is Kind.FUNCTION


def _in_context(pieces: Sequence[Atom], gaps: Sequence[bool], n: int) -> str:
    atom = pieces[n]
    if not atom.wrapped:
        return atom.text
    following = pieces[n + 1] if n + 1 < len(pieces) else Atom(" ")
    torn = not any(gaps[n + 1 : n + 2]) and following.text[0].isalnum()
    if atom.kind is Kind.FRACTION:
        left = pieces[n - 1] if n else Atom(" ")
        torn |= following.kind is Kind.FUNCTION or following.text[0] in "([√∂∇|"
        torn |= left.kind is Kind.FUNCTION or (not gaps[n] and _ends_operand(left))
    return atom.wrapped if torn else atom.text
