"""The translations that come with the package, read once each."""

import gettext
from functools import lru_cache
from importlib import resources
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.languages import ENGLISH

DOMAIN = "hotpapers"


@lru_cache
def translations(locale: str) -> gettext.NullTranslations:
    """Give the translations of a language of ours; English, and what is missing, stays as it is."""
    folder = resources.files("bot") / "locales" / locale / "LC_MESSAGES"
    catalogue = folder / f"{DOMAIN}.po"
    if locale == ENGLISH or not catalogue.is_file():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with catalogue.open("rb") as written:
        write_mo(compiled, read_po(written, locale=locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
