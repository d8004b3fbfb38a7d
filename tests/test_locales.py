"""The catalogues hold what the code says, all of it, and nothing can go wrong in any language."""

import ast
import gettext
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from bot.domain.languages import ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "bot" / "locales"
OTHERS = sorted(set(LANGUAGES) - {ENGLISH})
MAPPINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
(KEYWORDS,) = (mapping["keywords"] for mapping in MAPPINGS if "keywords" in mapping)

Id = str | tuple[str, ...]

in_every_language = pytest.mark.parametrize("locale", OTHERS)


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as written:
        return read_po(written)


@cache
def template() -> Catalog:
    return catalogue(LOCALES / "hotpapers.pot")


@cache
def spoken(locale: str) -> Catalog:
    return catalogue(LOCALES / locale / "LC_MESSAGES" / "hotpapers.po")


def messages(of: Catalog) -> Iterator[Message]:
    """Give the messages of a catalogue, without its head."""
    return (message for message in of if message.id)


def ids(of: Catalog) -> set[Id]:
    return {identity(message) for message in messages(of)}


def identity(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    """Give what a message is translated as: a text, or one for each plural form."""
    translated = message.string or ""
    return (translated,) if isinstance(translated, str) else tuple(translated)


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def extracted() -> set[Id]:
    """Gather messages as `make messages` does."""
    patterns = [(each["method"], each["pattern"]) for each in MAPPINGS]
    method_map = [
        (pattern, method)
        for method, given in patterns
        for pattern in ([given] if isinstance(given, str) else given)
    ]
    keywords = parse_keywords(KEYWORDS)
    found: set[Id] = set()
    for folder in ("bot", "adapters"):
        rows = extract_from_dir(ROOT / folder, method_map, keywords=keywords)
        found.update(message for _, _, message, _, _ in rows)
    return found


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Give every call of something that takes messages, and what its name is."""
    names = {keyword.partition(":")[0] for keyword in KEYWORDS}
    files = (file for folder in ("bot", "adapters") for file in (ROOT / folder).rglob("*.py"))
    for file in files:
        if not file.is_relative_to(ROOT / "bot" / "cli"):
            nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            found = [(called(node), node) for node in nodes if isinstance(node, ast.Call)]
            yield from ((name, call) for name, call in found if name in names)


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def literals(name: str, call: ast.Call) -> Iterator[str]:
    """Give the messages in a call: two where there is a plural."""
    for argument in call.args[: 2 if name in {"plural", "phrases"} else 1]:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def test_the_template_holds_what_the_code_says() -> None:
    assert extracted() == ids(template()), "run `make messages`, and translate what is new"


def test_no_message_of_the_code_is_overlooked() -> None:
    known: set[str] = set()
    for message in ids(template()):
        known.update((message,) if isinstance(message, str) else message)
    assert set() == {text for name, call in calls() for text in literals(name, call)} - known


def test_nothing_is_put_together_before_it_is_translated() -> None:
    mistakes = {name.partition(":")[0] for name in KEYWORDS if name[0].isupper()}
    glued = [
        f"line {call.lineno}: {ast.unparse(call)}"
        for name, call in calls()
        if name not in mistakes and call.args and isinstance(call.args[0], ast.JoinedStr)
    ]
    assert [] == glued


def test_every_language_has_a_catalogue() -> None:
    assert OTHERS == sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir())


@in_every_language
def test_a_catalogue_has_every_message_and_no_other(locale: str) -> None:
    assert ids(template()) == ids(spoken(locale)), "run `make messages`"
    assert {} == spoken(locale).obsolete


@in_every_language
def test_everything_is_translated_for_certain(locale: str) -> None:
    untranslated = [one.id for one in messages(spoken(locale)) if not all(forms(one))]
    assert [] == untranslated
    assert [] == [message.id for message in messages(spoken(locale)) if message.fuzzy]


@in_every_language
def test_translations_have_the_places_of_their_message(locale: str) -> None:
    wrong = [
        (form, sorted(places(form)))
        for message in messages(spoken(locale))
        for number, form in enumerate(forms(message))
        if places(form) not in allowed(message, number, locale)
    ]
    assert [] == wrong


def allowed(message: Message, number: int, locale: str) -> list[set[str]]:
    """Say which places a form may have: one about a single thing need not count it."""
    if isinstance(message.id, str):
        return [places(message.id)]
    every = places(message.id[1])
    is_about_one = {1} == numbers(locale, number) - {0}
    return [every, every - {"count"}] if is_about_one else [every]


def numbers(locale: str, form: int) -> set[int]:
    """Give the numbers, of the first few, that a plural form is for."""
    form_of = gettext.c2py(spoken(locale).plural_expr)
    return {number for number in range(200) if form == form_of(number)}


@in_every_language
def test_plural_forms_are_those_of_the_language(locale: str) -> None:
    form_of, category_of = gettext.c2py(spoken(locale).plural_expr), Locale(locale).plural_form
    pairs = {(form_of(number), category_of(number)) for number in range(1_000)}
    assert len(pairs) == len(dict(pairs)) == len({category for _, category in pairs})
    assert {form for form, _ in pairs} == set(range(spoken(locale).num_plurals))
    counts = {len(forms(one)) for one in messages(spoken(locale)) if not isinstance(one.id, str)}
    assert {spoken(locale).num_plurals} == counts
