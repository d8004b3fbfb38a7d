"""/help: what can be asked, made from the catalogue."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from bot.commands.kinds import TEXT
from bot.commands.spec import Answer, Audience, Call, Command, Param, Reply
from bot.views import help as help_view
from bot.views import problems
from bot.views.help import Entry, Input
from bot.views.words import phrase

COMMAND: Param[str] = Param(
    name="command", summary=phrase("a command to learn more about"), kind=TEXT
)


def help_with(commands: Callable[[], Sequence[Command]]) -> Command:
    """Make the command; the catalogue that it describes is asked for with each question."""

    async def answer(call: Call) -> Answer:
        entries = {one.name: _entry(one) for one in commands() if _is_shown(one, call)}
        wanted = (call.value(COMMAND) or "").removeprefix("/").lower()
        if not wanted:
            return Reply(document=help_view.index(tuple(entries.values()), call.words))
        if wanted not in entries:
            nearest = get_close_matches(wanted, entries, n=1)
            raise problems.unknown_command(wanted, nearest[0] if nearest else None)
        return Reply(document=help_view.page(entries[wanted], call.words))

    return Command(
        name="help",
        summary=phrase("What you can ask, and how"),
        handler=answer,
        params=(COMMAND,),
        examples=("", "hot"),
    )


def _is_shown(command: Command, call: Call) -> bool:
    return not command.is_hidden and (
        command.audience is not Audience.OPERATORS or call.is_operator
    )


def _entry(command: Command) -> Entry:
    return Entry(
        name=command.name,
        summary=command.summary,
        inputs=tuple(_input(param) for param in command.params),
        examples=command.examples,
    )


def _input(param: Param[object]) -> Input:
    return Input(
        name=param.name,
        summary=param.summary,
        is_required=param.is_required,
        choices=tuple(choice.value for choice in param.kind.choices),
    )
