"""From what a platform shows to the words that a person reads."""

import re
from datetime import UTC, datetime

from tests.adapters.discord.model import read

_MOMENT = re.compile(r"<t:(\d+):f>")
_WORD_JOINER = "\u2060"
"""Nothing to see; it keeps Telegram from making links of words."""


def on_one_line(text: str) -> str:
    """Leave out what cannot be seen, and make every run of white space one space."""
    return " ".join(text.replace(_WORD_JOINER, "").split())


def without_markdown(text: str) -> str:
    """Read Discord's Markdown, with moments as they are told in UTC."""
    return on_one_line(read(_MOMENT.sub(_in_utc, text)).words)


def _in_utc(found: re.Match[str]) -> str:
    at = datetime.fromtimestamp(int(found[1]), UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
