import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.destinations import Destination, Platform
from bot.errors import BadArgument

numbers = st.integers(1, 10**19).map(str)
threads = st.none() | numbers
chat_names = st.from_regex(r"@[A-Za-z][A-Za-z0-9_]{3,30}", fullmatch=True)
chats = chat_names | numbers | numbers.map(lambda number: f"-{number}")
destinations = st.one_of(
    st.just(Destination(Platform.TERMINAL)),
    st.builds(Destination, st.just(Platform.DISCORD), numbers, threads),
    st.builds(Destination, st.just(Platform.TELEGRAM), chats, threads),
)


@given(destinations)
def test_a_destination_is_read_as_it_is_written(destination: Destination) -> None:
    assert destination == Destination.parse(str(destination))


@given(destinations)
def test_white_space_around_it_does_not_matter(destination: Destination) -> None:
    assert destination == Destination.parse(f" {destination}\n")


@given(st.text())
def test_any_text_is_a_destination_or_a_mistake_that_names_it(text: str) -> None:
    try:
        destination = Destination.parse(text)
    except BadArgument as mistake:
        assert text.strip() in str(mistake)  # noqa: PT017
    else:
        assert destination == Destination.parse(str(destination))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "slack:#papers",
        "discord",
        "discord:",
        "discord:papers",
        "discord:-12",
        "discord:123456789012345678901",
        "discord:12:thread",
        "discord:١٢",
        "discord:12:٣",
        "telegram:",
        "telegram:@",
        "telegram:papers",
        "telegram:--5",
        "telegram:-",
        "telegram:@daily papers",
        "telegram:@päper",
        "telegram:@papers:general",
        "TELEGRAM:@papers",
    ],
)
def test_what_is_no_destination_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadArgument, match=r"such as|with one of"):
        Destination.parse(text)


def test_a_thread_stands_behind_its_channel() -> None:
    expected = Destination(Platform.TELEGRAM, "-1001234567890", "42")
    assert expected == Destination.parse("telegram:-1001234567890:42")


def test_an_empty_thread_is_none() -> None:
    assert Destination(Platform.DISCORD, "12") == Destination.on(Platform.DISCORD, "12:")
