from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.kinds import LONGEST_ARGUMENT, PERIOD, STYLE, TOPIC, number
from bot.commands.line import command_named, read_arguments, read_line
from bot.commands.spec import Answer, Call, Command, Param

PARAMS: Sequence[Param[object]] = (
    Param(name="topic", summary="", kind=TOPIC),
    Param(name="day", summary="", kind=PERIOD),
    Param(name="count", summary="", kind=number(1, 50)),
    Param(name="style", summary="", kind=STYLE),
)


async def unasked(_call: Call) -> Answer:
    raise AssertionError


HOT = Command(name="hot", summary="", handler=unasked, params=tuple(PARAMS))
COMMANDS = {"hot": HOT}


def read(words: str) -> dict[str, str]:
    return dict(read_arguments(words, PARAMS))


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("", {}),
        ("cs.CL", {"topic": "cs.CL"}),
        ("cs.CL yesterday 5", {"topic": "cs.CL", "day": "yesterday", "count": "5"}),
        ("5 yesterday", {"day": "yesterday", "count": "5"}),
        ("language models 2021-04-23", {"topic": "language models", "day": "2021-04-23"}),
        ("2021-99-99", {"day": "2021-99-99"}),
        ('"a week" week', {"topic": '"a week"', "day": "week"}),
        ("week in review", {"topic": "week in review"}),
        ("2021-04-23 cs.CL 5", {"topic": "cs.CL", "day": "2021-04-23", "count": "5"}),
        ("count=7 cs.CL", {"topic": "cs.CL", "count": "7"}),
        ("topic=week week", {"topic": "week", "day": "week"}),
        ('topic="dark matter" 3', {"topic": "dark matter", "count": "3"}),
        ("“dark matter”", {"topic": '"dark matter"'}),
        ("compact 3 3", {"topic": "compact 3", "count": "3"}),
    ],
)
def test_words_go_to_the_parameters_that_know_them(words: str, understood: dict[str, str]) -> None:
    assert understood == read(words)


@pytest.mark.parametrize(
    "line", ["/hot cs.CL", "hot cs.CL", "/HOT cs.CL", "/hot@my_bot cs.CL", " /hot\u3000cs.CL "]
)
def test_a_command_is_known_however_it_is_written(line: str) -> None:
    found = read_line(line, COMMANDS)
    assert found
    assert "cs.CL" == found.invocation.get("topic")


@pytest.mark.parametrize("line", ["", "/", "/hotter", "what is hot?", "/höt", "/ hot"])
def test_other_lines_are_no_command(line: str) -> None:
    assert read_line(line, COMMANDS) is None


def test_the_name_of_an_unknown_command_is_told() -> None:
    assert "hto" == command_named("/hto cs.CL")
    assert command_named("…") is None


def test_what_is_too_long_is_cut_and_said_to_be() -> None:
    found = read_line(f"/hot {'a' * (LONGEST_ARGUMENT + 1)}", COMMANDS)
    assert found
    assert found.is_cut
    assert "a" * LONGEST_ARGUMENT == found.invocation.get("topic")


@given(st.text())
@example('/hot "')
@example("/hot =")
@example('/hot "" "')
def test_any_line_is_read_or_is_none_of_ours(line: str) -> None:
    found = read_line(line, COMMANDS) or read_line(f"/hot {line}", COMMANDS)
    assert found
    names = [name for name, _ in found.invocation.arguments]
    assert len(names) == len(set(names))
    assert set(names) <= {param.name for param in PARAMS}


@given(st.lists(st.sampled_from(["cs.CL", "week", "5", "a=b", '"x y"', "topic=z", "full", "or"])))
def test_no_word_is_lost(words: list[str]) -> None:
    read_words = " ".join(read(" ".join(words)).values())
    assert sorted(" ".join(words).replace("topic=", "").split()) == sorted(
        read_words.replace("topic=", "").split()
    )
