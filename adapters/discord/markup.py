"""Spans as Discord's Markdown. Words are escaped here, once, and nowhere else.

What Discord takes for markup: https://docs.discord.com/developers/reference#message-formatting and
https://support.discord.com/hc/en-us/articles/210298617. A backslash before punctuation is not shown
and makes it harmless; so it stands only where something could happen.

Addresses in running text stay links that show where they lead, as on arXiv's own pages. Inside the
words of a link they are broken, because Discord shows the markup of a link that pretends.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import assert_never
from urllib.parse import quote

from bot.document.nodes import Code, Emphasis, Link, Math, Moment, Span, Spans, Strong, Tag, Text
from bot.document.plain import plain_span, plain_spans

_Format = type[Strong] | type[Emphasis] | type[Link]
_Around = frozenset[_Format]

_SEAM = "\u200b"
"""Nothing to see; it keeps the marks of neighbours apart."""

# Each match ends in the character that gets the backslash. Each alternative begins with what it
# looks for, and looks around only then: that is four times as quick.
_ACTIVE = re.compile(
    r"""
      [\\*_`\[] | \((?<=\]\()                        # a link can swallow “](” after its end
    | ~(?:(?=~)|(?<=~~)) | \|(?:(?=\|)|(?<=\|\|))    # struck out, hidden
    | <(?![ ])                                       # mentions, emoji, moments, addresses
    | @(?:(?<=<@)|(?=everyone|here))                 # the server reads mentions before any Markdown
    | :(?:(?=[^\s:]*(?::|\Z))|(?=//))                # emoji by name, addresses
    | ^[ ]*(?:[#>]|[-+](?=[\s\#]|$)|[0-9]+\.(?=\s|$))  # headings, quotes, lists, small text
    """,
    re.VERBOSE | re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://[a-z0-9][-a-z0-9._~:/?#@!$&'()+,;=%]*", re.IGNORECASE)
_AFTER_ADDRESS = ".,:;!?'"
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)

# Letters and digits are always kept by `quote`; brackets, quotes and marks never.
_KEPT_IN_ADDRESS = ":/?#@!$&+,;=%~"

_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, and the marks that turn the direction of everything after them.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")

# In the words of a link Discord follows one pair of brackets, and no brackets inside brackets.
_BRACKETS = re.compile(r"(\[[^\[\]]*\])|([\[\]])")
_WIDE = {"[": "［", "]": "］"}


def inline(spans: Spans) -> str:
    """Write spans as Markdown; the lines that their words have are kept."""
    return _inline(spans, frozenset())


def escape(words: str) -> str:
    """Write words so that they are shown as they are; web addresses become plain links."""
    words = cleaned(words)
    if "://" not in words:
        return _ACTIVE.sub(_with_backslash, words)
    pieces, end = [], 0
    for found in _ADDRESS.finditer(words):
        address = _without_punctuation(found[0])
        pieces += [_ACTIVE.sub(_with_backslash, words[end : found.start()]), f"<{address}>"]
        end = found.start() + len(address)
    return "".join((*pieces, _ACTIVE.sub(_with_backslash, words[end:])))


def fenced(words: str, language: str = "") -> str:
    """Write lines as a block of code, which ends where it should whatever stands in it."""
    shown = cleaned(words).replace("```", f"`{_SEAM}`{_SEAM}`")
    is_name = language.isascii() and language.isalnum()
    return f"```{language if is_name else ''}\n{shown}\n```"


def cleaned(words: str) -> str:
    """Leave out what cannot be seen and disturbs: controls, turns of direction, half characters."""
    if words.isprintable():
        return words
    words = _LINE_BREAK.sub("\n", words).replace("\t", " ")
    return _HALF_A_CHARACTER.sub("\ufffd", _INVISIBLE.sub("", words))


def label(words: str, length: int) -> str:
    """Write words that stand in no text, such as on a button, on one line and without markup."""
    shown = " ".join(cleaned(words).split()) or "…"
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"


def web_address(url: str) -> str | None:
    """Write an address so that it can stand in a link; None if it does not lead into the web."""
    return quote(url, safe=_KEPT_IN_ADDRESS, errors="replace") if _WEB.match(url) else None


def _with_backslash(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}\\{found[0][-1]}"


def _without_punctuation(address: str) -> str:
    """Take off what belongs to the sentence around an address."""
    while True:
        shorter = address.rstrip(_AFTER_ADDRESS)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def _inline(spans: Spans, around: _Around) -> str:
    written = ""
    for piece in (_span(span, around) for span in _merged(_simplified(spans, around))):
        written += _SEAM + piece if written[-1:] == piece[:1] and piece[:1] in {"*", "`"} else piece
    return written


def _simplified(spans: Spans, around: _Around) -> Iterator[Span]:
    """Undo the formatting that cannot be shown here, and turn what is only words into text."""
    for span in spans:
        match span:
            case Text() | Math() | Tag():
                yield Text(plain_span(span))
            case Code(words) | Moment(_, words):
                is_kept = Link not in around and _stands(span, around)
                yield span if is_kept else Text(words)
            case Strong(inner) | Emphasis(inner) | Link(inner):
                if type(span) in around or not _stands(span, around):
                    yield from _simplified(inner, around)
                else:
                    yield span
            case _:
                assert_never(span)


def _stands(span: Code | Moment | Strong | Emphasis | Link, around: _Around) -> bool:
    match span:
        case Moment():
            return True
        case Code(words):
            # A star would end what is strong around it, and “](” belongs to a link before it.
            ends_others = "](" in words or (bool(around) and "*" in words)
            return _says(words) and "`" not in words and not ends_others
        case Strong(inner) | Emphasis(inner):
            return _says(plain_spans(inner))
        case Link(inner, url):
            return _says(plain_spans(inner)) and web_address(url) is not None
        case _:
            assert_never(span)


def _says(words: str) -> bool:
    return bool(cleaned(words).strip())


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Join neighbouring texts, because what one begins the next can complete."""
    for is_text, run in groupby(spans, lambda span: isinstance(span, Text)):
        if is_text:
            yield Text("".join(map(plain_span, run)))
        else:
            yield from run


def _span(span: Span, around: _Around) -> str:
    match span:
        case Text() | Math() | Tag():
            return _words(plain_span(span), around)
        case Code(words):
            return f"`{_on_one_line(cleaned(words))}`"
        case Moment(at, _):
            return f"<t:{int(at.timestamp())}:f>"
        case Strong(inner):
            return _marked("**", _inline(inner, around | {Strong}))
        case Emphasis(inner):
            return _marked("*", _inline(inner, around | {Emphasis}))
        case Link(inner, url):
            label = _inline(inner, around | {Link})
            return f"[{label}]({web_address(url)})"
        case _:
            assert_never(span)


def _words(words: str, around: _Around) -> str:
    if Link in around:
        label = _BRACKETS.sub(_followed, _on_one_line(cleaned(words)))
        return _ACTIVE.sub(_with_backslash, label).replace("]", "\\]")
    return escape(_on_one_line(cleaned(words)) if around else words)


def _followed(found: re.Match[str]) -> str:
    return found[1] or _WIDE[found[2]]


def _on_one_line(words: str) -> str:
    return words.replace("\n", " ")


def _marked(mark: str, written: str) -> str:
    """Put marks round what is written, leaving the space at its ends outside."""
    core = written.strip()
    start, _, end = written.partition(core)
    if core.startswith("*"):
        core = _SEAM + core
    if core.endswith("*"):
        core += _SEAM
    return f"{start}{mark}{core}{mark}{end}"
