"""From a line to what a person fills in after choosing a slash command."""

from collections.abc import Mapping, Sequence

from bot.commands.kinds import Option as Typed
from bot.commands.line import read_line
from bot.commands.spec import Command

Option = str | int


def slashed(line: str, commands: Sequence[Command]) -> tuple[str, Mapping[str, Option]]:
    """Give the command of a line, and its options as Discord's clients type them."""
    by_name = {one.name: one for one in commands if not one.is_hidden}
    read = read_line(line, by_name)
    assert read is not None, f"No client sends “{line}”."
    command = by_name[read.invocation.command]
    kinds = {param.name: param.kind.option for param in command.params}
    filled = dict(read.invocation.arguments)
    return command.name, {
        name: value if kinds[name] is Typed.TEXT else int(value) for name, value in filled.items()
    }
