"""Deep links to the bot, as https://core.telegram.org/api/links tells them."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.emulators.telegram_people import BOT_NAME

_KINDS = ("startchannel", "startgroup", "start")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


@dataclass(frozen=True, slots=True)
class DeepLink:
    """What a link to the bot asks for."""

    kind: str
    """`start`, `startgroup` or `startchannel`."""

    payload: str
    rights: tuple[str, ...] | None
    """Those that the bot shall have as an administrator, if it shall be one."""

    @classmethod
    def read(cls, url: str) -> Self:
        """Read a link, which has to lead to the bot."""
        address = urlsplit(url)
        leads_to = (address.netloc, address.path.lower())
        assert ("t.me", f"/{BOT_NAME}") == leads_to, f"{url} leads elsewhere"
        query = parse_qs(address.query, keep_blank_values=True)
        kind = next((kind for kind in _KINDS if kind in query), "start")
        payload = query.get(kind, [""])[0]
        assert _PAYLOAD.fullmatch(payload), f"Telegram passes no payload like {payload!r} on"
        # A plus sign, which stands for a space in addresses, joins the rights.
        rights = query["admin"][0].split() if "admin" in query else None
        return cls(kind, payload, None if rights is None else tuple(map(_right, rights)))


def _right(name: str) -> str:
    return "is_anonymous" if name == "anonymous" else f"can_{name}"
