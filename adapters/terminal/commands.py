"""What people ask in a terminal: lines in, answers out; a number presses the button that has it."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text

from adapters.terminal.inert import inert_line
from adapters.terminal.render import render
from bot.commands.spec import Answer, Attachment, Desk, Form, Invocation, Reply
from bot.commands.tokens import token_of
from bot.document.nodes import Action, Buttons, Document, Menu
from bot.domain.people import Caller

MOST_NAMES = 1000
"""Files of one name that a folder may hold, before one of them is written over."""


@dataclass(slots=True)
class Conversation:
    """One person at one terminal.

    `folder` is where files of answers are put.
    """

    desk: Desk
    caller: Caller
    console: Console
    folder: Path
    choices: tuple[Action, ...] = ()
    """The buttons of the newest answer, in the order of their numbers."""

    owner: bool = False
    """Whether the buttons of the newest answer are for this person alone."""

    form: Form | None = None
    """What is being filled in."""

    filled: dict[str, str] = field(default_factory=dict)

    async def listen(self, lines: AsyncIterator[str]) -> None:
        """Answer line after line, until there are no more."""
        async for line in lines:
            if line.strip() or self.form:
                await self.hears(line.strip())

    async def hears(self, line: str) -> None:
        """Answer one line: a command, the number of a button, or what a form asks for."""
        if self.form:
            await self._fill_in(line, self.form)
        elif line.isascii() and line.isdecimal():
            await self._press(int(line))
        else:
            command = line if line.startswith("/") else f"/{line}"
            self._show(await self.desk.answer_line(command, self.caller))

    async def _press(self, number: int) -> None:
        if not 0 < number <= len(self.choices):
            words = self.desk.words(self.caller.locale)
            self._say(words("There is no button with that number."))
            return
        owner = self.caller.person if self.owner else None
        token = token_of(self.choices[number - 1], owner)
        pressed = await self.desk.press(token, self.caller)
        if isinstance(pressed, Reply):
            self._show(pressed)
        else:
            self._show(await self.desk.answer(pressed.invocation, self.caller))

    async def _fill_in(self, line: str, form: Form) -> None:
        """Take the answer to one question of a form, and ask the next; empty leaves it as it is."""
        field_of_form = form.fields[len(self.filled)]
        self.filled[field_of_form.param.name] = line or field_of_form.written
        if len(self.filled) < len(form.fields):
            self._ask(form)
            return
        then = form.then
        whole = Invocation(then.command, (*then.arguments, *self.filled.items()))
        self.form, self.filled = None, {}
        self._show(await self.desk.answer(whole, self.caller))

    def _show(self, answer: Answer) -> None:
        if isinstance(answer, Form):
            self.form, self.filled, self.choices = answer, {}, ()
            self._say(answer.title)
            self._ask(answer)
            return
        self.choices = tuple(dict.fromkeys(_actions(answer.document)))
        self.owner = answer.is_private
        has_links = self.console.color_system is not None
        shown = render(answer.document, has_links=has_links, choices=self.choices)
        self.console.print(shown, "")
        if answer.attachment:
            self._keep(answer.attachment)

    def _ask(self, form: Form) -> None:
        asked = form.fields[len(self.filled)]
        written = f" [{inert_line(asked.written)}]" if asked.written else ""
        self._say(f"{inert_line(asked.label)}{written}:")

    def _keep(self, attachment: Attachment) -> None:
        path = _free_name(self.folder, Path(attachment.name).name)
        path.write_bytes(attachment.body)
        self._say(f"→ {path}")

    def _say(self, words: str) -> None:
        self.console.print(Text(words))


def _free_name(folder: Path, name: str) -> Path:
    """Give a path at which nothing stands yet."""
    stem, suffix = Path(name).stem, Path(name).suffix
    names = (name, *(f"{stem}-{number}{suffix}" for number in range(2, MOST_NAMES)))
    return next((folder / one for one in names if not (folder / one).exists()), folder / name)


def _actions(document: Document) -> Iterator[Action]:
    for block in document:
        if isinstance(block, Buttons):
            yield from (button for button in block.buttons if isinstance(button, Action))
        elif isinstance(block, Menu):
            yield from block.choices
