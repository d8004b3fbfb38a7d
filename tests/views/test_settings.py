import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.nodes import Action, Buttons, Document, Menu
from bot.document.plain import plain
from bot.domain.languages import LANGUAGES
from bot.domain.mutes import Mute, MuteKind
from bot.domain.people import Place, PlaceKind, PlaceSettings
from bot.views import forgetting, mutes, settings
from bot.views.settings import Links, Overview
from bot.views.words import ENGLISH_WORDS, Words
from tests.builders import CHANNEL, NOW

everywhere = pytest.mark.parametrize("locale", LANGUAGES)


def actions(document: Document) -> list[Action]:
    found: list[Action] = []
    for block in document:
        if isinstance(block, Buttons):
            assert len(block.buttons) <= 5
            found += [button for button in block.buttons if isinstance(button, Action)]
        elif isinstance(block, Menu):
            assert len(block.choices) <= 25
            found += block.choices
    return found


def an_overview(links: Links, name: str = "Papers") -> Overview:
    place = Place(destination=CHANNEL, kind=PlaceKind.GROUP, name=name)
    chosen = PlaceSettings(destination=CHANNEL, locale="ja", zone="Asia/Tokyo")
    return Overview(place=place, chosen=chosen, links=links, mutes=2, subscriptions=1)


@pytest.mark.parametrize(
    ("links", "told", "offered"),
    [
        (Links.ANSWERED, "Links: answered", [("links", "off")]),
        (Links.LEFT_ALONE, "Links: left alone", [("links", "on")]),
        (Links.ON_REQUEST, "Look up papers", []),
        (Links.UNHEARD_OF, "Subscriptions: 1", []),
    ],
)
def test_the_switch_is_offered_the_other_way(
    links: Links, told: str, offered: list[tuple[str, str]]
) -> None:
    document = settings.page(an_overview(links), ENGLISH_WORDS)
    switches = [one.arguments for one in actions(document) if one.command == "settings"]
    assert told in plain(document)
    assert offered == [pair for arguments in switches for pair in arguments]


@everywhere
def test_everything_can_be_said_in_every_language(locale: str) -> None:
    words = Words(locale=locale, zone="Asia/Tokyo")
    documents = [settings.page(an_overview(links), words) for links in Links]
    documents += [
        settings.languages("here", words),
        settings.zones("me", words),
        settings.language_for_me("Deutsch", words, is_private=False),
        settings.language_for_all("Deutsch", words),
        settings.zone_for_me(NOW, 2, words, is_private=True),
        settings.zone_for_all(NOW, 1, words),
        forgetting.question(words),
        forgetting.done(0, words),
        forgetting.done(1, words),
        forgetting.done(5, words),
    ]
    for document in documents:
        assert "{" not in plain(document)
        assert all(0 < len(action.label) <= 80 for action in actions(document))


@given(st.lists(st.text(min_size=1, max_size=200), max_size=mutes.A_PAGE), st.integers(1, 3))
def test_whatever_is_muted_can_be_let_in_again(written: list[str], page: int) -> None:
    muted = mutes.Muted(
        mutes=[Mute(MuteKind.TOPIC, what) for what in written],
        page=page,
        pages=3,
        there=(("channel", "@papers"),),
    )
    found = [one for one in actions(mutes.page(muted, ENGLISH_WORDS)) if one.command == "unmute"]
    assert written == [dict(one.arguments)["what"] for one in found]
    assert all(("channel", "@papers") in one.arguments for one in found)
    assert all(len(one.label) <= 80 for one in found)


def test_forgetting_is_risky() -> None:
    (button,) = actions(forgetting.question(ENGLISH_WORDS))
    assert button.is_risky
