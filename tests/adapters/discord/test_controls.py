"""Buttons, menus and forms are what Discord takes, whatever stands on them."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.asked import token_in
from adapters.discord.forms import modal, way_to
from adapters.discord.ruler import CHARACTERS, DiscordRuler
from bot.commands import tokens
from bot.commands.kinds import TEXT
from bot.commands.spec import Field, Form, Invocation, Param
from bot.document.fit import paginate
from bot.document.nodes import (
    Action,
    Buttons,
    CopyButton,
    Document,
    Heading,
    Menu,
    Paragraph,
    Preformatted,
    Section,
    text,
)
from bot.domain.destinations import Platform
from bot.domain.people import PersonKey
from tests.adapters.discord.payloads import payload
from tests.emulators.discord_modal_rules import inspect_modal
from tests.emulators.discord_rules import inspect, texts, walk

ADA = PersonKey(Platform.DISCORD, "77")
WORDS = st.text(max_size=200) | st.sampled_from(["\u202eback", "\u200b", "\ud800", "@everyone", ""])
NAMES = st.sampled_from(("hot", "paper", "subscribe"))
ACTIONS = st.builds(
    Action,
    label=WORDS,
    command=NAMES,
    arguments=st.lists(st.tuples(NAMES, WORDS), max_size=3).map(tuple),
    is_new=st.booleans(),
    is_risky=st.booleans(),
)
ROWS = st.lists(ACTIONS | st.builds(CopyButton, WORDS, WORDS), max_size=5)
MENUS = st.builds(Menu, WORDS, st.lists(ACTIONS, max_size=30).map(tuple))


def a_document(*blocks: Buttons | Menu) -> Document:
    return Document((Heading(text("A title")),), closing=blocks)


@given(row=ROWS, menus=st.lists(MENUS, max_size=2))
def test_whatever_can_be_pressed_is_taken(
    row: list[Action | CopyButton], menus: list[Menu]
) -> None:
    inspect(payload(a_document(Buttons(tuple(row)), *menus)))


@given(action=ACTIONS)
def test_a_button_carries_its_token(action: Action) -> None:
    (button,) = pressed(payload(a_document(Buttons((action,)))))
    assert tokens.token_of(action) == button["custom_id"]
    assert 1 <= len(str(button["label"])) <= 80


@given(choices=st.lists(ACTIONS, min_size=1, max_size=25, unique_by=tokens.token_of))
def test_a_menu_offers_its_choices_in_order(choices: list[Action]) -> None:
    (menu,) = pressed(payload(a_document(Menu("Topics", tuple(choices)))))
    options = menu["options"]
    assert isinstance(options, list)
    assert [tokens.token_of(choice) for choice in choices] == [each["value"] for each in options]


def test_buttons_for_the_same_thing_are_told_apart_and_do_the_same() -> None:
    again = Action("Again", "hot")
    document = a_document(Buttons((again, again)), Buttons((Action("Once more", "hot"),)))
    names = [each["custom_id"] for each in pressed(payload(document))]
    assert (["> hot", "> hot;2", "> hot;3"], ["> hot"] * 3) == (
        names,
        [token_in({"custom_id": name}) for name in names],
    )


def test_the_same_menu_twice_is_taken() -> None:
    menu = Menu("Topics", (Action("A", "hot"),))
    inspect(payload(a_document(menu, menu, Buttons((Action("A", "hot"),)))))


def pressed(body: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [each for each in walk(body["components"]) if "custom_id" in each]


@given(words=st.text(max_size=9000), language=st.text(max_size=10))
def test_preformatted_lines_stay_within_the_message(words: str, language: str) -> None:
    document = Document(
        (Heading(text("BibTeX")),),
        (Section((Heading(text("A paper"), 2), Preformatted(words, language))),),
    )
    for part in paginate(document, DiscordRuler()):
        assert sum(map(len, texts(payload(part)["components"]))) <= CHARACTERS


def test_what_stands_in_a_block_of_code_does_not_end_it() -> None:
    document = Document(
        (Preformatted("@misc{a,\n```b```}\n@everyone", "bibtex"), Paragraph(text("x")))
    )
    (shown,) = texts(payload(document)["components"])
    assert 2 == shown.count("```")
    assert shown.startswith("```bibtex\n@misc{a,\n")


FIELDS = st.builds(
    lambda name, label, written: Field(
        param=Param(name=name, summary="s", kind=TEXT), label=label, written=written
    ),
    st.sampled_from("abcdefg"),
    WORDS,
    st.text(max_size=3000),
)


@given(
    title=WORDS,
    fields=st.lists(FIELDS, min_size=1, max_size=7, unique_by=lambda one: one.param.name),
)
def test_whatever_is_asked_fits_into_a_form(title: str, fields: list[Field]) -> None:
    form = Form(title=title, fields=tuple(fields), then=Invocation("change", (("which", "3"),)))
    built = modal(form, ADA)
    inspect_modal(built.to_dict())
    read = tokens.read(built.custom_id)
    assert read is not None
    assert (form.then, tokens.owner_mark(ADA)) == (read.invocation, read.owner)
    inspect(payload(way_to(form)))
