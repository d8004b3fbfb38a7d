"""What can be pressed or chosen in a message on Discord."""

from collections.abc import Iterator
from typing import assert_never

from discord import ButtonStyle, SelectOption, ui

from adapters.discord.markup import inline, label, web_address
from bot.commands.tokens import token_of
from bot.document.nodes import Action, Button, Buttons, CopyButton, Link, LinkButton, Menu, text
from bot.domain.people import PersonKey

LABEL_LENGTH = 80
"""https://docs.discord.com/developers/components/reference#button"""

BUTTON_URL_LENGTH = 512
"""https://docs.discord.com/developers/components/reference#button"""

BUTTONS_IN_A_ROW = 5
"""https://docs.discord.com/developers/components/reference#action-row"""

OPTIONS = 25
"""https://docs.discord.com/developers/components/reference#string-select"""

OPTION_LENGTH = 100
PLACEHOLDER_LENGTH = 150

MENU = "menu"
"""The custom id of a menu: its options carry what is asked."""

APART = ";"
"""What stands between a token and its number, where a message has several of it; in no token."""

Item = ui.Item[ui.LayoutView]
Piece = str | Item
"""Lines of Markdown, or a component that holds no text."""


def controls(block: Buttons | Menu, owner: PersonKey | None = None) -> Iterator[Piece]:
    """Build the rows of a block of buttons, or a menu."""
    match block:
        case Buttons(buttons):
            yield from _buttons(buttons, owner)
        case Menu():
            yield from _menu(block, owner)
        case _:
            assert_never(block)


def _buttons(buttons: tuple[Button, ...], owner: PersonKey | None) -> Iterator[Piece]:
    """Put buttons in rows, after the links that cannot be buttons."""
    fitting: list[ui.Button[ui.LayoutView]] = []
    for button in buttons:
        match button:
            case LinkButton():
                built = _link(button)
                if built is None:
                    yield _as_text(button)
                else:
                    fitting.append(built)
            case Action():
                fitting.append(_action(button, owner))
            case CopyButton():
                # Discord has no such button; what it copies stands in the message.
                continue
            case _:
                assert_never(button)
    for start in range(0, len(fitting), BUTTONS_IN_A_ROW):
        yield ui.ActionRow(*fitting[start : start + BUTTONS_IN_A_ROW])


def _link(button: LinkButton) -> ui.Button[ui.LayoutView] | None:
    address = web_address(button.url)
    is_label = bool(button.label.strip()) and len(button.label) <= LABEL_LENGTH
    if not address or len(address) > BUTTON_URL_LENGTH or not is_label:
        return None
    return ui.Button(label=button.label, url=address)


def _as_text(button: LinkButton) -> str:
    lines = map(str.strip, inline((Link(text(button.label), button.url),)).split("\n"))
    return " ".join(filter(None, lines))


def _action(action: Action, owner: PersonKey | None) -> ui.Button[ui.LayoutView]:
    style = ButtonStyle.danger if action.is_risky else ButtonStyle.secondary
    words = label(action.label, LABEL_LENGTH)
    return ui.Button(label=words, custom_id=token_of(action, owner), style=style)


def _menu(menu: Menu, owner: PersonKey | None) -> Iterator[Piece]:
    options = {
        token_of(choice, owner): SelectOption(
            label=label(choice.label, OPTION_LENGTH), value=token_of(choice, owner)
        )
        for choice in menu.choices[:OPTIONS]
    }
    if options:
        placeholder = label(menu.label, PLACEHOLDER_LENGTH)
        # Two menus of one message need two names; what the first offers tells them apart.
        name = f"{MENU} {next(iter(options))}"
        yield ui.ActionRow(
            ui.Select(custom_id=name, placeholder=placeholder, options=list(options.values()))
        )
