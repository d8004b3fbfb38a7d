"""Languages that the bot speaks."""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH = "en"

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "de": "Deutsch",
        "es": "Español",
        "fr": "Français",
        "pt": "Português",
        "ru": "Русский",
        "zh": "中文",
        "ja": "日本語",
        "ko": "한국어",
    }
)
"""Each by its code and by the name that its speakers use."""


def spoken(*wishes: str | None) -> str:
    """Give the first wish that is a language of ours, whatever its region; English if none is.

    Wishes are spelled as platforms do: `pt-BR`, `zh-hans`, `EN`.
    """
    for wish in wishes:
        code = (wish or "").replace("_", "-").partition("-")[0].lower()
        if code in LANGUAGES:
            return code
    return ENGLISH
