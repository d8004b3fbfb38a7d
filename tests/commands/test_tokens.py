from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.spec import Invocation
from bot.commands.tokens import (
    LONGEST_TOKEN,
    Token,
    is_stored,
    long_form,
    owner_mark,
    read,
    stored_name,
    token_of,
)
from bot.document.nodes import Action
from tests.commands.conversation import ADA, EMMY

NAMES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
ANY_TEXT = st.text(st.characters(codec=None))
ACTIONS = st.builds(
    Action,
    st.just("Next"),
    NAMES,
    st.lists(st.tuples(NAMES, ANY_TEXT), max_size=4).map(tuple),
    st.booleans(),
)


@given(ACTIONS, st.sampled_from([None, ADA]))
@example(Action("", "hot", (("topic", "\ud800"),)), None)
@example(Action("", "hot", (("topic", "a&b=c%26 +>~"),)), ADA)
def test_what_a_button_says_is_read_as_it_was_meant(action: Action, owner: object) -> None:
    person = ADA if owner else None
    expected = Token(
        Invocation(action.command, action.arguments),
        action.is_new,
        owner_mark(ADA) if owner else "",
    )
    assert expected == read(long_form(action, person))


@given(ACTIONS)
def test_a_token_fits_every_button(action: Action) -> None:
    token = token_of(action, ADA)
    assert len(token.encode()) <= LONGEST_TOKEN
    assert is_stored(token) or read(token)


@given(ANY_TEXT)
@example("> hot&topic=%ff")
@example("> hot&topic")
@example(">!short hot")
@example("> ")
def test_a_forged_token_is_no_accident(token: str) -> None:
    found = read(token)
    assert found is None or found.invocation.command
    assert not (is_stored(token) and found)


def test_a_stored_token_is_named_by_its_content() -> None:
    first, other = (Action("", "hot", (("topic", letter * 99),)) for letter in "ab")
    assert token_of(first) == token_of(first) == stored_name(long_form(first))
    assert token_of(first) != token_of(other)
    assert is_stored(token_of(first))
    assert not is_stored("~")
    assert not is_stored(f"~{'é' * 22}")


def test_the_letters_of_an_owner_do_not_tell_who_it_is() -> None:
    assert owner_mark(ADA) != owner_mark(EMMY)
    assert ADA.id not in long_form(Action("", "saved"), ADA)
