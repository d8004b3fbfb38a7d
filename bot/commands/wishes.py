"""What people can say about a subscription: the parameters, and how they are read."""

from dataclasses import replace

from bot.commands.kinds import (
    CHANNEL,
    DAYS,
    LANGUAGE,
    STYLE,
    TIME,
    TOPIC,
    ZONE,
    Choice,
    Kind,
    number,
    one_of,
)
from bot.commands.spec import Call, Param
from bot.domain.digests import Style
from bot.domain.subscriptions import LONGEST_LAG, Quiet
from bot.domain.topics import EVERYTHING, Topic
from bot.errors import BadArgument
from bot.services.subscribe import Wishes
from bot.views.words import phrase

MOST_PAPERS = 50
HIGHEST_MINIMUM = 1_000_000
EVERYTHING_WRITTEN = "everything"
_ALL = frozenset((EVERYTHING_WRITTEN, "all", "*"))


def _topic(text: str) -> Topic:
    if text.lower() in _ALL:
        return EVERYTHING
    _require_no_rhythm(text)
    return Topic.parse(text)


def _require_no_rhythm(text: str) -> None:
    """Say so where words behind a time were not understood, and would count as the topic's."""
    words = text.split()
    for place, word in enumerate(words, 1):
        if _is_rhythm(word):
            raise BadArgument(
                "“{rest}” is not understood. Behind the topic say each once: a time such as 9:00, a"
                " time zone such as Asia/Tokyo, and daily, weekdays, weekly or mon,thu.",
                rest=" ".join(words[place:]) or word,
            )


def _is_rhythm(word: str) -> bool:
    is_clock = TIME.is_like is not None and TIME.is_like(word)
    return is_clock or word.lower() in {"daily", "weekdays", "weekly"}


ANOTHER_PLACE: Kind[str] = replace(
    CHANNEL,
    # Behind a topic, `@papers` would be an author.
    is_like=lambda word: word.startswith(("<#", "-100")),
)

TOPIC_PARAM = Param(
    name="topic",
    summary=phrase("What about: cs.CL, @author, words, or everything"),
    kind=replace(TOPIC, read=_topic),
)
AT = Param(name="at", summary=phrase("When it comes, such as 09:00"), kind=TIME)
TIMEZONE = Param(name="timezone", summary=phrase("The time zone, such as Europe/Berlin"), kind=ZONE)
DAYS_PARAM = Param(
    name="days", summary=phrase("daily, weekdays, weekly, or days such as mon,thu"), kind=DAYS
)
COUNT = Param(
    name="count",
    summary=phrase("How many papers at the most; 0 for all that are hot"),
    kind=number(0, MOST_PAPERS),
)
STYLE_PARAM = Param(name="style", summary=phrase("How much of each paper is shown"), kind=STYLE)
MINIMUM = Param(
    name="minimum",
    summary=phrase("Leave out papers with a lower score; 0 for none"),
    kind=number(0, HIGHEST_MINIMUM),
)
LANGUAGE_PARAM = Param(
    name="language", summary=phrase("The language it is written in"), kind=LANGUAGE
)
LAG = Param(
    name="lag",
    summary=phrase("Days to wait until more has been said about the papers"),
    kind=number(0, LONGEST_LAG),
)
QUIET = Param(
    name="quiet",
    summary=phrase("What comes on a day without a hot paper"),
    kind=one_of(
        (
            Choice(Quiet.SILENCE, phrase("silence: nothing")),
            Choice(Quiet.NOTICE, phrase("notice: a line that says so")),
        )
    ),
)
CHANNEL_PARAM = Param(
    name="channel", summary=phrase("Another channel than this one"), kind=ANOTHER_PLACE
)

WISHES: tuple[Param[object], ...] = (
    TOPIC_PARAM,
    AT,
    TIMEZONE,
    DAYS_PARAM,
    COUNT,
    STYLE_PARAM,
    MINIMUM,
    LANGUAGE_PARAM,
    LAG,
    QUIET,
)
"""In the order in which the words of a line are shared out among them."""


def wishes_of(call: Call) -> Wishes:
    """Read what somebody says about a subscription.

    Raises UserMistake for what cannot be read, with what to write instead.
    """
    style, quiet = call.value(STYLE_PARAM), call.value(QUIET)
    return Wishes(
        topic=call.value(TOPIC_PARAM),
        at=call.value(AT),
        zone=call.value(TIMEZONE),
        days=call.value(DAYS_PARAM),
        count=call.value(COUNT),
        style=Style(style) if style else None,
        minimum=call.value(MINIMUM),
        locale=call.value(LANGUAGE_PARAM),
        lag=call.value(LAG),
        quiet=Quiet(quiet) if quiet else None,
    )
