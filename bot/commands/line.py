"""From a line of text to an invocation: `/hot cs.CL yesterday 5` or `/subscribe cs.CL at=09:00`.

The last words of a line go to the parameters that know them by their look, and a date may stand in
front as well. A word such as `at=9:00` goes to the parameter that it names, wherever it stands;
what is left over, in its order, goes to the first parameter that takes anything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.commands.kinds import LONGEST_ARGUMENT, PERIOD
from bot.commands.spec import Command, Invocation, Param

_COMMAND = re.compile(r"/?([A-Za-z][A-Za-z0-9_]{0,31})(?:@\w+)?(?:\s+|$)")
_WORD = re.compile(r'(?:[^\s"]+|"[^"]*"?)+')
_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was understood."""

    invocation: Invocation
    is_cut: bool = False
    """It was longer than is read."""


def command_named(line: str) -> str | None:
    """Give the name of the command that a line begins with, if it begins with one."""
    found = _COMMAND.match(line.strip())
    return found[1].lower() if found else None


def read_line(line: str, commands: Mapping[str, Command]) -> Line | None:
    """Read a line that begins with one of the commands; None if it does not."""
    written = line.strip()
    found = _COMMAND.match(written)
    command = commands.get(found[1].lower()) if found else None
    if found is None or command is None:
        return None
    rest = written[found.end() :]
    arguments = read_arguments(rest[:LONGEST_ARGUMENT], command.params)
    return Line(Invocation(command.name, arguments), is_cut=len(rest) > LONGEST_ARGUMENT)


def read_arguments(text: str, params: Iterable[Param[object]]) -> tuple[tuple[str, str], ...]:
    """Share out the words of a text among parameters; the pairs are in the order of these."""
    given = {param.name: param for param in params}
    words = _WORD.findall(text.translate(_QUOTES))
    filled: dict[str, str] = {}
    words = _take_named(words, given, filled)
    open_ones = [p for p in given.values() if p.kind.is_like is None and p.name not in filled]
    while words and (param := _meant(words[-1], given, filled)):
        filled[param.name] = words.pop()
    # “week in review” is a topic, but 2021-04-23 is a day wherever it stands.
    days = {name: param for name, param in given.items() if param.kind is PERIOD}
    if words and words[0][0].isdecimal() and (param := _meant(words[0], days, filled)):
        filled[param.name] = words.pop(0)
    if words and open_ones:
        filled[open_ones[0].name] = " ".join(words)
    elif words:
        _force(words, given, filled)
    return tuple((name, filled[name]) for name in given if name in filled)


def _take_named(
    words: list[str], given: Mapping[str, Param[object]], filled: dict[str, str]
) -> list[str]:
    """Take out the words that name their parameter; give the others."""
    others: list[str] = []
    for word in words:
        name, equals, value = word.partition("=")
        if equals and value and name.lower() in given and name.lower() not in filled:
            filled[name.lower()] = value.strip('"')
        else:
            others.append(word)
    return others


def _meant(
    word: str, given: Mapping[str, Param[object]], filled: Mapping[str, str]
) -> Param[object] | None:
    """Find the first parameter that is still empty and knows a word by its look."""
    for param in given.values():
        if param.name not in filled and param.kind.is_like and param.kind.is_like(word):
            return param
    return None


def _force(words: list[str], given: Mapping[str, Param[object]], filled: dict[str, str]) -> None:
    """Give what nobody knows to the first empty parameter, so that its mistake is told.

    Where none is empty, it is added to the first one.
    """
    unwanted = " ".join(words)
    empty = next((name for name in given if name not in filled), None)
    if empty:
        filled[empty] = unwanted
    elif given:
        first = next(iter(given))
        filled[first] = f"{filled[first]} {unwanted}"
