"""Words that only show: whatever would act on Telegram is taken out of them, once."""

import re
from html import escape

# Control characters, halves of surrogate pairs, and the characters that turn the direction of
# writing (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters). Names and titles
# in right-to-left scripts need none of the last; left open, they turn what follows them too.
_FORGING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# “@name” rings whoever has that name, even in a title. “pass@1” and addresses are left alone.
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_WORD_JOINER = "\u2060"

_NOT_IN_HASHTAGS = re.compile(r"\W")
# A `tg://user` link mentions a person instead of leading on (bots/api#html-style).
_ADDRESS = re.compile(r"https?://[^\s/?#]|tg://(?!user)\w", re.IGNORECASE)
_MAIL = re.compile(r"mailto:\S", re.IGNORECASE)


def inert(words: str) -> str:
    """Take out what forges the direction of writing, and disarm mentions with a word joiner."""
    shown = _FORGING.sub("", words)
    return _MENTION.sub(f"@{_WORD_JOINER}", shown) if "@" in shown else shown


def markup(words: str) -> str:
    """Give inert words as HTML."""
    return escape(inert(words), quote=False)


def verbatim(words: str) -> str:
    """Give words as HTML to be copied to the letter, in code, where Telegram rings nobody."""
    return escape(_FORGING.sub("", words), quote=False)


def attribute(value: str) -> str:
    """Give an address or a formula as HTML, to the letter, fit to stand in double quotes."""
    # Of the named references only lt, gt, amp and quot are known
    # (https://core.telegram.org/bots/api#html-style), so apostrophes stay as they are.
    return escape(_FORGING.sub("", value), quote=False).replace('"', "&quot;")


def hashtag(name: str) -> str:
    """Give the hashtag of a category: `#cs_CV`, `#math_ph`."""
    return f"#{_NOT_IN_HASHTAGS.sub('_', name)}"


def is_address(url: str) -> bool:
    """Say whether a link or button of any message may lead there.

    Telegram turns `mailto:` in a classic message into a broken web address, and drops others.
    """
    return _ADDRESS.match(url) is not None


def is_rich_address(url: str) -> bool:
    """Say whether a link of a rich message may lead there: mail addresses may follow too."""
    return is_address(url) or _MAIL.match(url) is not None
