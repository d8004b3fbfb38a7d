"""What the commands of TeX write, given the arguments that follow them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.document.latex_math import Atom, Kind, add_accent, add_script, fraction, root
from bot.document.latex_symbols import (
    ABBREVIATIONS,
    ACCENTS,
    ALPHABETS,
    CITATIONS,
    DECLARATIONS,
    DELIMITER_SIZES,
    FUNCTIONS,
    GREEK,
    LETTER_ACCENTS,
    LETTERS,
    MATH_ACCENTS,
    MATH_STYLES,
    OPERATORS,
    ORDINARY,
    SPACES,
    TEXT_STYLES,
    TIGHT_SIGNS,
    WORDS,
)

NOTHING = Atom("")
SPACE = Atom(" ", Kind.SPACE)

_TEXT_SYMBOLS = {name: Atom(text) for name, text in WORDS.items()}
_MATH_SYMBOLS = {
    **{name: Atom(text) for name, text in ORDINARY.items()},
    **{name: Atom(text, Kind.LETTER) for name, text in GREEK.items()},
    **{name: Atom(text, Kind.OPERATOR) for name, text in OPERATORS.items()},
    **{name: Atom(text, Kind.FUNCTION) for name, text in FUNCTIONS.items()},
}

_ESCAPED_IN_LINK = re.compile(r"\\([_%#&~{}$])(?:\{\})?")
_EMPTY_BRACES = re.compile(r"\{\}")
_SPACES = re.compile(r"\s+")
_SPACE_IN_WORD = re.compile(r"\s+(?=[a-z])|\{\}")
_STAR = re.compile(r"\*")
_STOP = re.compile(r"\{\}|\.")
_NO_DELIMITER = re.compile(r"\s*\.(?!\d)|\s+")
_LETTERS_IN_BRACES = re.compile(r"\{[^\W\d_]+\}")
_ONE_LETTER = re.compile(r"[^\W\d_]")
_LETTER_AFTER_SPACE = re.compile(r"\s+[A-Za-z]")
_LETTER_COMMAND = re.compile(rf"\s*\\(?:{'|'.join(LETTERS)})(?![A-Za-z])")
_BEHIND_NUMBER = re.compile(r"\d[\s~$,\\]*$")
_DOTLESS = {"ı": "i", "ȷ": "j"}


class Arguments(Protocol):
    """What surrounds a command.

    Each reading moves on behind what it answers, or moves nowhere and answers None.
    """

    in_math: bool

    @property
    def before(self) -> str:
        """The few characters in front of the command."""

    def text(self) -> str | None:
        """Read a braced argument as text."""

    def math(self) -> str | None:
        """Read a braced argument as a formula, and within one also a lone character or command."""

    def raw(self) -> str | None:
        """Read a braced argument as it stands."""

    def option(self) -> str | None:
        """Read an argument in square brackets as it stands."""

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """Read exactly what a pattern matches."""


def write(name: str, arguments: Arguments) -> Atom | None:
    """Write a command that has a name, or answer None if it is unknown or lacks its argument."""
    symbol = _symbol(name, in_math=arguments.in_math)
    if symbol:
        arguments.take(_EMPTY_BRACES)
        return symbol
    command = _COMMANDS.get(name)
    return command(name, arguments) if command else None


def accent(mark: str, arguments: Arguments) -> Atom | None:
    r"""Write an accent whose command is a sign: `\'e`, `\'{e}`, `\'\i`; and `\^{}` is a caret."""
    base = arguments.text()
    if base is not None:
        composed = compose(base, ACCENTS[mark]) if base else mark
        return Atom(composed or f"\\{mark}{{{base}}}")
    base = arguments.take(_ONE_LETTER) or _letter_command(arguments)
    composed = compose(base, ACCENTS[mark]) if base else None
    return Atom(composed) if composed else None


def compose(base: str, mark: str) -> str | None:
    """Put an accent on a letter, or answer None if the base is not one letter."""
    parts = unicodedata.normalize("NFD", _DOTLESS.get(base, base))
    if not parts[:1].isalpha() or not all(map(unicodedata.combining, parts[1:])):
        return None
    return unicodedata.normalize("NFC", parts + mark)


def unescape_link(url: str) -> str:
    r"""Take TeX's backslashes out of a link: `a\_b` is `a_b`."""
    return _ESCAPED_IN_LINK.sub(r"\1", url)


def _symbol(name: str, *, in_math: bool) -> Atom | None:
    if not in_math:
        return _TEXT_SYMBOLS.get(name) or _MATH_SYMBOLS.get(name)
    # In a formula a single letter is rather an author's own macro: `\P`, `\S`.
    return _MATH_SYMBOLS.get(name) or (_TEXT_SYMBOLS.get(name) if len(name) > 1 else None)


def _letter(name: str, arguments: Arguments) -> Atom | None:
    if arguments.in_math and len(name) == 1:
        return None
    # TeX eats the space, but an ångström after a number is a unit and no part of the next word.
    if not (name == "AA" and _BEHIND_NUMBER.search(arguments.before)):
        arguments.take(_SPACE_IN_WORD)
    return Atom(LETTERS[name])


def _letter_command(arguments: Arguments) -> str | None:
    command = arguments.take(_LETTER_COMMAND)
    return LETTERS[command.strip()[1:]] if command else None


def _letter_accent(name: str, arguments: Arguments) -> Atom | None:
    if arguments.in_math:
        return None
    mark = LETTER_ACCENTS[name]
    word = arguments.take(_LETTERS_IN_BRACES)
    base = word[1:-1] if word else arguments.text()
    if base is None:
        return _unbraced_accent(mark, name, arguments)
    # arXiv takes `\kappa` outside a formula for `\k{appa}`.
    if name + base in GREEK:
        return Atom(GREEK[name + base])
    if name == "t" and len(base) == 2:
        return Atom(base[0] + mark + base[1])
    return Atom(compose(base, mark) or f"\\{name}{{{base}}}")


def _unbraced_accent(mark: str, name: str, arguments: Arguments) -> Atom | None:
    r"""Write `Fran\c cois` and `\v Cech`, but leave the `\t` and `\r` of programmers alone."""
    base = arguments.take(_LETTER_AFTER_SPACE) or _letter_command(arguments)
    composed = compose(base.strip(), mark) if base else None
    in_word = arguments.before[-1:].isalpha() or name in {"c", "v", "H", "k"}
    return Atom(composed) if composed and len(composed) == 1 and in_word else None


def _tight_sign(name: str, arguments: Arguments) -> Atom:
    arguments.take(_SPACES) or arguments.take(_EMPTY_BRACES)
    return Atom(TIGHT_SIGNS[name])


def _abbreviation(name: str, arguments: Arguments) -> Atom:
    arguments.take(_STOP)
    return Atom(ABBREVIATIONS[name])


def _declaration(_: str, arguments: Arguments) -> Atom:
    arguments.take(_SPACES) or arguments.take(_EMPTY_BRACES)
    return NOTHING


def _delimiter_size(_: str, arguments: Arguments) -> Atom:
    arguments.take(_NO_DELIMITER)
    return NOTHING


def _space(_: str, arguments: Arguments) -> Atom:
    arguments.take(_SPACES)
    return SPACE


def _skip(_: str, arguments: Arguments) -> Atom | None:
    arguments.take(_STAR)
    return None if arguments.raw() is None else SPACE


def _text_style(_: str, arguments: Arguments) -> Atom | None:
    return _atom(arguments.text())


def _math_style(_: str, arguments: Arguments) -> Atom | None:
    return _atom(arguments.math())


def _operator_name(_: str, arguments: Arguments) -> Atom | None:
    arguments.take(_STAR)
    return _atom(arguments.math(), Kind.FUNCTION)


def _alphabet(name: str, arguments: Arguments) -> Atom | None:
    text = arguments.math()
    return None if text is None else Atom(ALPHABETS[name].get(text, text))


def _math_accent(name: str, arguments: Arguments) -> Atom | None:
    base = arguments.math()
    if not base:
        return None if base is None else Atom(f"\\{name}{{}}")
    return Atom(add_accent(base, MATH_ACCENTS[name], name))


def _negation(_: str, arguments: Arguments) -> Atom | None:
    text = arguments.math()
    if not text:
        return _atom(text)
    return Atom(unicodedata.normalize("NFC", text[0] + "\u0338") + text[1:], Kind.OPERATOR)


def _fraction(name: str, arguments: Arguments) -> Atom | None:
    return _with_two(name, arguments, fraction)


def _binomial(name: str, arguments: Arguments) -> Atom | None:
    return _with_two(name, arguments, lambda n, k: Atom(f"({n} choose {k})"))


def _above(name: str, arguments: Arguments) -> Atom | None:
    return _with_two(name, arguments, lambda mark, base: add_script(Atom(base), "^", mark))


def _below(name: str, arguments: Arguments) -> Atom | None:
    return _with_two(name, arguments, lambda mark, base: add_script(Atom(base), "_", mark))


def _root(_: str, arguments: Arguments) -> Atom | None:
    degree = arguments.option() or ""
    radicand = arguments.math()
    return None if radicand is None else root(radicand, degree)


def _modulus(_: str, arguments: Arguments) -> Atom | None:
    modulus = arguments.math()
    return None if modulus is None else Atom(f"(mod {modulus})", Kind.FUNCTION)


def _raised(_: str, arguments: Arguments) -> Atom | None:
    text = arguments.text()
    return None if text is None else add_script(NOTHING, "^", text)


def _lowered(_: str, arguments: Arguments) -> Atom | None:
    text = arguments.text()
    return None if text is None else add_script(NOTHING, "_", text)


def _link(_: str, arguments: Arguments) -> Atom | None:
    url = arguments.raw()
    return None if url is None else Atom(unescape_link(url))


def _linked_text(_: str, arguments: Arguments) -> Atom | None:
    raw = arguments.raw()
    if raw is None:
        return None
    url, text = unescape_link(raw), arguments.text()
    same = not text or text.rstrip("/") == url.rstrip("/")
    return Atom(url if same else f"{text} ({url})")


def _citation(_: str, arguments: Arguments) -> Atom | None:
    arguments.take(_STAR)
    notes = [arguments.option(), arguments.option()]
    keys = arguments.raw()
    return None if keys is None else Atom(f"[{', '.join(filter(None, [keys, *notes]))}]")


def _footnote(_: str, arguments: Arguments) -> Atom | None:
    apart = "" if arguments.before[-1:].isspace() else " "
    text = arguments.text()
    return None if text is None else Atom(f"{apart}({text.strip()})")


def _coloured(name: str, arguments: Arguments) -> Atom | None:
    arguments.option()
    colour = arguments.raw()
    if colour is None:
        return None
    text = arguments.math() if arguments.in_math else arguments.text()
    return Atom(f"\\{name}{{{colour}}}" if text is None else text)


def _colour(_: str, arguments: Arguments) -> Atom | None:
    arguments.option()
    if arguments.raw() is None:
        return None
    arguments.take(_SPACES)
    return NOTHING


def _atom(text: str | None, kind: Kind = Kind.ORDINARY) -> Atom | None:
    return None if text is None else Atom(text, kind)


def _with_two(name: str, arguments: Arguments, join: Callable[[str, str], Atom]) -> Atom | None:
    """Join two arguments; what was read of a first without a second is written back as TeX."""
    first = arguments.math()
    if first is None:
        return None
    second = arguments.math()
    return Atom(f"\\{name}{{{first}}}") if second is None else join(first, second)


_Command = Callable[[str, Arguments], Atom | None]
_COMMANDS: Mapping[str, _Command] = {
    **dict.fromkeys(LETTERS, _letter),
    **dict.fromkeys(LETTER_ACCENTS, _letter_accent),
    **dict.fromkeys(TIGHT_SIGNS, _tight_sign),
    **dict.fromkeys(ABBREVIATIONS, _abbreviation),
    **dict.fromkeys(DECLARATIONS, _declaration),
    **dict.fromkeys(DELIMITER_SIZES, _delimiter_size),
    **dict.fromkeys(SPACES, _space),
    **dict.fromkeys(TEXT_STYLES, _text_style),
    **dict.fromkeys(MATH_STYLES, _math_style),
    **dict.fromkeys(ALPHABETS, _alphabet),
    **dict.fromkeys(MATH_ACCENTS, _math_accent),
    **dict.fromkeys(CITATIONS, _citation),
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    **dict.fromkeys(("overset", "stackrel"), _above),
    **dict.fromkeys(("footnote", "thanks"), _footnote),
    **dict.fromkeys(("textcolor", "colorbox"), _coloured),
    **dict.fromkeys(("hspace", "vspace"), _skip),
    "color": _colour,
    "href": _linked_text,
    "not": _negation,
    "operatorname": _operator_name,
    "pmod": _modulus,
    "sqrt": _root,
    "textsubscript": _lowered,
    "textsuperscript": _raised,
    "underset": _below,
    "url": _link,
}
