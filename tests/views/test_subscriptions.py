from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.nodes import Action, Button, Buttons, Document, Menu
from bot.document.plain import plain, plain_spans
from bot.domain.cadence import EVERY_DAY, WORKDAYS, Cadence
from bot.domain.languages import LANGUAGES
from bot.domain.people import Place, PlaceKind
from bot.domain.subscriptions import Quiet, State, Subscription
from bot.domain.topics import EVERYTHING, Topic
from bot.views import doors, rhythms, subscriptions, topic_choice
from bot.views.words import ENGLISH_WORDS, Words
from tests.builders import CHANNEL, NOW

DAILY = Cadence(time(9), ZoneInfo("Asia/Tokyo"))
CS_CL = Subscription(
    id=3, destination=CHANNEL, topic=Topic.parse("cs.CL"), cadence=DAILY, name="Papers"
).begun(NOW)
HOSTILE = st.text(max_size=300) | st.sampled_from(
    ["{x}", "{", "@everyone", "</b>", "\u202eevil", "a\nb", "%s", "[t](u)"]
)
everywhere = pytest.mark.parametrize("locale", LANGUAGES)


def buttons(document: Document) -> Iterator[Button]:
    for block in document:
        if isinstance(block, Buttons):
            assert len(block.buttons) <= 5
            yield from block.buttons
        elif isinstance(block, Menu):
            assert len(block.choices) <= 25
            yield from block.choices


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (EVERY_DAY, "Every day at 09:00 · Asia/Tokyo · Papers"),
        (WORKDAYS, "Monday to Friday at 09:00 · Asia/Tokyo · Papers"),
        (frozenset({4}), "Every week: Friday at 09:00 · Asia/Tokyo · Papers"),
        (frozenset({0, 2, 4}), "Monday, Wednesday and Friday at 09:00 · Asia/Tokyo · Papers"),
    ],
)
def test_days_are_written_as_people_say_them(days: frozenset[int], written: str) -> None:
    subscription = replace(CS_CL, cadence=replace(DAILY, days=days))
    assert written == rhythms.times(subscription, ENGLISH_WORDS)


def test_a_private_chat_needs_no_name() -> None:
    private = replace(CS_CL, kind=PlaceKind.PRIVATE)
    assert "Every day at 09:00 · Asia/Tokyo" == rhythms.times(private, ENGLISH_WORDS)


def test_what_is_asked_for_is_told_in_a_line() -> None:
    plenty = replace(CS_CL, top=5, minimum=1000, lag=2, quiet=Quiet.NOTICE, locale="ja")
    assert (
        "the 5 hottest papers · with a score from 1,000 · with the abstract folded away"
        " · 2 days later · a line on quiet days · 日本語"
    ) == rhythms.shape(plenty, ENGLISH_WORDS)
    one = replace(CS_CL, top=1, lag=1)
    assert "the hottest paper · with the abstract folded away · a day later · English" == (
        rhythms.shape(one, ENGLISH_WORDS)
    )


@pytest.mark.parametrize(
    ("subscription", "told"),
    [
        (CS_CL, "Next digest: 19 January 2024, 00:00 UTC"),
        (replace(CS_CL, due_at=NOW), "The next digest is on its way."),
        (CS_CL.stopped(State.PAUSED, ""), "⏸ Paused"),
        (CS_CL.stopped(State.PAUSED, "It cannot be read."), "⏸ Paused: It cannot be read."),
        (
            CS_CL.stopped(State.SHUT_OUT, "I was {removed}."),
            "🚪 Stopped: I was {removed}. It goes on when I am let in again.",
        ),
    ],
)
def test_it_is_told_when_the_next_digest_comes_or_why_none_does(
    subscription: Subscription, told: str
) -> None:
    assert told == plain_spans(rhythms.standing(subscription, ENGLISH_WORDS, NOW))


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        (EVERYTHING, "everything"),
        (Topic.parse("cs.CL, cs.LG"), "cs.CL and cs.LG"),
        (Topic.parse("@Lovelace"), "@lovelace"),
    ],
)
def test_every_topic_has_a_name(topic: Topic, name: str) -> None:
    assert name == rhythms.named(topic, ENGLISH_WORDS)


@everywhere
def test_a_subscription_can_be_told_in_every_language(locale: str) -> None:
    words = Words(locale=locale, zone="Asia/Tokyo")
    for days in (EVERY_DAY, WORKDAYS, frozenset({4}), frozenset({1, 3})):
        one = replace(CS_CL, cadence=replace(DAILY, days=days), top=2, lag=3, minimum=5)
        shown = plain(subscriptions.card(one, words, NOW, said=subscriptions.CHANGED))
        assert "09:00" in shown
        assert "{" not in shown


@everywhere
def test_every_favourite_is_a_topic_in_every_language(locale: str) -> None:
    document = topic_choice.topics((("at", "9:00"),), Words(locale=locale))
    for action in buttons(document):
        assert isinstance(action, Action)
        arguments = dict(action.arguments)
        assert "9:00" == arguments["at"]
        assert "everything" == arguments["topic"] or Topic.parse(arguments["topic"])


@given(HOSTILE, st.sampled_from(list(State)))
def test_whatever_a_place_is_called_buttons_have_short_labels(name: str, state: State) -> None:
    one = replace(CS_CL, name=name, state=state, reason=name)
    shelf = subscriptions.Shelf(
        place=Place(destination=CHANNEL, kind=PlaceKind.GROUP, name=name),
        subscriptions=[one, one],
        page=2,
        pages=3,
        channel="@papers",
    )
    documents = (
        subscriptions.card(one, ENGLISH_WORDS, NOW),
        subscriptions.shelf(shelf, ENGLISH_WORDS, NOW),
        subscriptions.which([one] * 30, "pause", ENGLISH_WORDS),
        subscriptions.removal(one, ENGLISH_WORDS),
        subscriptions.removed(one, ENGLISH_WORDS),
        doors.greeting([shelf.place] * 30, 2, ENGLISH_WORDS),
        doors.greeting([shelf.place], 0, ENGLISH_WORDS),
    )
    for document in documents:
        for button in buttons(document):
            assert 0 < len(button.label) <= 80
            assert "\n" not in button.label


def test_only_what_takes_something_away_is_risky() -> None:
    asked = buttons(subscriptions.removal(CS_CL, ENGLISH_WORDS))
    risky = [(one.label, one.is_risky) for one in asked if isinstance(one, Action)]
    assert [("Remove it", True), ("Keep it", False)] == risky


def test_a_preview_is_a_message_of_its_own() -> None:
    shown = buttons(subscriptions.card(CS_CL, ENGLISH_WORDS, NOW + timedelta(hours=1)))
    anew = [one.label for one in shown if isinstance(one, Action) and one.is_new]
    assert ["Preview"] == anew


def test_pages_keep_to_the_channel_that_was_named() -> None:
    shelf = subscriptions.Shelf(
        place=Place(destination=CHANNEL, kind=PlaceKind.CHANNEL),
        subscriptions=[CS_CL, CS_CL],
        page=2,
        pages=3,
        channel="@papers",
    )
    turning = [
        (one.label, dict(one.arguments))
        for one in buttons(subscriptions.shelf(shelf, ENGLISH_WORDS, NOW))
        if isinstance(one, Action) and one.command == "subscriptions"
    ]
    assert [
        ("Previous", {"channel": "@papers", "page": "1"}),
        ("Next", {"channel": "@papers", "page": "3"}),
    ] == turning
