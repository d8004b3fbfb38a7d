"""Forms as modals.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
"""

from typing import TypeAlias

from discord import TextStyle, ui

from adapters.discord.markup import cleaned, label
from bot.commands.kinds import LONGEST_ARGUMENT
from bot.commands.spec import Field, Form
from bot.commands.tokens import long_form
from bot.document.nodes import Action, Buttons, Document, Heading, text
from bot.domain.people import PersonKey

LENGTH = 45
"""Of a title and of a label."""

SUMMARY_LENGTH = 100
FIELDS = 5

_Label: TypeAlias = ui.Label[ui.Modal]


def modal(form: Form, owner: PersonKey) -> ui.Modal:
    """Build the modal of a form, for one person.

    What it is about stands in its custom id, of at most 100 characters; discord.py is told not to
    wait for it.
    """
    built = ui.Modal(title=label(form.title, LENGTH), custom_id=_token(form, owner))
    for field in form.fields[:FIELDS]:
        built.add_item(_label(field))
    built.stop()
    return built


def way_to(form: Form) -> Document:
    """Offer a form where it cannot be opened at once: behind a button."""
    again = Action(form.title, form.then.command, form.then.arguments)
    return Document((Heading(text(form.title)),), closing=(Buttons((again,)),))


def _token(form: Form, owner: PersonKey) -> str:
    # Only the tokens of buttons are stored; those of forms are short.
    return long_form(Action(form.title, form.then.command, form.then.arguments), owner)


def _label(field: Field) -> _Label:
    written = cleaned(field.written)[:LONGEST_ARGUMENT]
    entry: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=field.param.name,
        style=TextStyle.short,
        default=written or None,
        required=field.param.is_required,
        max_length=LONGEST_ARGUMENT,
    )
    return ui.Label(text=label(field.label, LENGTH), component=entry)
