"""What Telegram finds in the words of people: commands, mentions, hashtags and addresses."""

import re

from tests.emulators.telegram_html import Entity, units
from tests.emulators.telegram_people import BOT_NAME

_WORDS = re.compile(
    r"(?<![\w.@])(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)\]'\"])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>@])"
    r"|(?<![\w/@#])(?:(?P<hashtag>#\w*[^\W\d_]\w*)|(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w))",
)


def found(text: str) -> tuple[Entity, ...]:
    """Find what has a meaning in a text; offsets are in UTF-16 units."""
    return tuple(
        Entity(str(match.lastgroup), units(text[: match.start()]), units(match[0]))
        for match in _WORDS.finditer(text)
    )


def is_command_for_us(text: str) -> bool:
    """Say whether a text begins with a command, and with none for another bot."""
    match = _WORDS.match(text)
    if match is None or match.lastgroup != "bot_command":
        return False
    addressee = match[0].partition("@")[2]
    return addressee.lower() in {"", BOT_NAME}
