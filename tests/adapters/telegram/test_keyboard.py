import pytest
from hypothesis import given

from adapters.telegram.keyboard import keyboard
from bot.commands import tokens
from bot.document.nodes import Action, Button, Buttons, CopyButton, Document, LinkButton, Menu
from tests.adapters.telegram.documents import documents, unhurried
from tests.builders import PERSON
from tests.emulators import telegram_keyboards

URL = "https://arxiv.org/abs/2401.00001"
MORE = Action("More", "hot", (("topic", "cs.CL"), ("page", "2")))


def rows(document: Document) -> list[list[str]]:
    markup = keyboard(document)
    return [[one.text for one in row] for row in markup.inline_keyboard] if markup else []


def below(*buttons: Button) -> Document:
    return Document((Buttons(buttons),))


@unhurried
@given(documents())
def test_telegram_takes_the_buttons_of_every_document(document: Document) -> None:
    markup = keyboard(document, PERSON)
    assert markup is None or telegram_keyboards.read({"reply_markup": markup.to_dict()})


def test_a_block_of_buttons_is_a_row() -> None:
    document = Document(
        opening=(Buttons((LinkButton("abs", URL), LinkButton("pdf", f"{URL}.pdf"))),),
        closing=(Buttons((LinkButton("More", "https://example.org"),)),),
    )
    assert [["abs", "pdf"], ["More"]] == rows(document)


def test_a_row_holds_eight_buttons_at_the_most() -> None:
    assert [5, 5] == [
        len(row) for row in rows(below(*(LinkButton(f"{n}", URL) for n in range(10))))
    ]


def test_labels_are_shown_whole_so_long_ones_stand_in_rows_of_their_own() -> None:
    labels = ("Today's papers", "Topics", "Subscribe", "Help")
    assert [["Today's papers", "Topics"], ["Subscribe", "Help"]] == rows(
        below(*(LinkButton(label, URL) for label in labels))
    )


def test_letters_of_double_width_count_twice() -> None:
    labels = ("今日の論文です", "分野の一覧です", "購読")
    assert [["今日の論文です", "分野の一覧です"], ["購読"]] == rows(
        below(*(LinkButton(label, URL) for label in labels))
    )


@pytest.mark.parametrize(
    ("label", "lengths"),
    [("cs.CL", [3, 3, 1]), ("Computation: CL", [2, 2, 2, 1]), ("A title of some length", [1] * 7)],
)
def test_a_menu_is_as_narrow_as_its_labels_are_long(label: str, lengths: list[int]) -> None:
    menu = Menu("Choose", tuple(Action(label, "hot", (("n", str(n)),)) for n in range(7)))
    assert lengths == [len(row) for row in rows(Document((menu,)))]


def test_more_than_a_hundred_buttons_are_cut() -> None:
    menus = tuple(Menu("", tuple(Action(f"{n}", "hot") for n in range(25))) for _ in range(5))
    assert 100 == sum(map(len, rows(Document(menus))))


def test_buttons_that_lead_nowhere_are_left_out() -> None:
    assert [] == rows(
        below(
            LinkButton("run", "javascript:alert(1)"),
            LinkButton("mail", "mailto:a@b.c"),
            LinkButton("\u202e", URL),
            CopyButton("too long", "x" * 257),
            CopyButton("nothing", ""),
        )
    )


def test_an_action_carries_its_command() -> None:
    markup = keyboard(below(MORE))
    assert markup is not None
    assert tokens.token_of(MORE) == markup.inline_keyboard[0][0].callback_data


def test_an_action_of_a_private_answer_is_for_one_person() -> None:
    markup = keyboard(below(MORE), PERSON)
    assert markup is not None
    assert tokens.token_of(MORE, PERSON) == markup.inline_keyboard[0][0].callback_data


def test_what_takes_something_away_is_red() -> None:
    markup = keyboard(below(Action("Delete", "forgotten", is_risky=True), MORE))
    assert markup is not None
    assert ["danger", None] == [one.style for one in markup.inline_keyboard[0]]


def test_a_text_of_256_characters_can_be_copied() -> None:
    markup = keyboard(below(CopyButton("Copy", "x" * 256)))
    assert markup is not None
    copied = markup.inline_keyboard[0][0].copy_text
    assert copied is not None
    assert "x" * 256 == copied.text
