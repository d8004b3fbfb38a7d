"""Words and addresses that a terminal shows and does not obey."""

import re
from urllib.parse import quote

# Tabs and line separators are the white space that would break the layout.
_SPACE = re.compile("[\t\v\f\x85\u2028\u2029]")
# A terminal obeys control characters (ECMA-48), and some turn text around on others' demand, see
# https://www.unicode.org/reports/tr9/. Halves of surrogate pairs cannot be written at all.
_OBEYED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_SAFE = "!#$%&'()*+,-./:;=?@[]_~"


def inert(words: str) -> str:
    """Take out every character that a terminal would obey; line feeds stay."""
    return _OBEYED.sub("", _SPACE.sub(" ", words))


def inert_line(words: str) -> str:
    """Take out line feeds as well: the words stay in their row."""
    return " ".join(inert(words).split())


def web_address(url: str) -> str | None:
    """Give an address in ASCII without control characters, if it leads to the web."""
    if not _WEB.fullmatch(url):
        return None
    return quote(url, safe=_SAFE, errors="replace")
