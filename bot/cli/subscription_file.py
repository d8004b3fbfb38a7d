"""Subscriptions as YAML: a list of entries, each with the words that /subscribe takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import yaml

from bot.commands import kinds
from bot.domain.cadence import Cadence
from bot.domain.destinations import Destination
from bot.domain.digests import Style
from bot.domain.subscriptions import LONGEST_LAG, Quiet, State, Subscription
from bot.errors import BadArgument, UserMistake

KNOWN = frozenset(
    """
    to name topic at timezone days count style minimum language lag quiet state reason
    """.split()
)


class Entry(NamedTuple):
    """One entry of a file: its place in it, and what it is or why it cannot be read."""

    number: int
    found: Subscription | UserMistake


def written(subscriptions: Sequence[Subscription]) -> str:
    """Write subscriptions as YAML that `entries` reads."""
    rows = [_row(subscription) for subscription in subscriptions]
    text: str = yaml.safe_dump(
        {"subscriptions": rows}, allow_unicode=True, sort_keys=False, width=100
    )
    return text


def entries(text: str, *, zone: str) -> Iterator[Entry]:
    """Read what `written` wrote, or what somebody wrote by hand, entry by entry.

    Raises BadArgument where the text is no such file at all.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise BadArgument(f"The file is no YAML: {fault}") from fault
    rows = content.get("subscriptions") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise BadArgument("The file has no list named “subscriptions”.")
    for number, row in enumerate(rows, 1):
        try:
            yield Entry(number, subscription_of(row, zone=zone))
        except UserMistake as mistake:
            yield Entry(number, mistake)


def subscription_of(row: object, *, zone: str) -> Subscription:
    """Read one entry; `zone` is the time zone of those that name none.

    Raises UserMistake.
    """
    if not isinstance(row, dict):
        raise BadArgument("It is no entry: write “to:”, “topic:” and so on, each on a line.")
    if unknown := {str(name) for name in row} - KNOWN:
        raise BadArgument(
            f"It has “{min(unknown)}”, which means nothing. There are {', '.join(sorted(KNOWN))}."
        )
    return _Row(row).subscription(zone)


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry, and how its words are read."""

    words: Mapping[str, object]

    def subscription(self, zone: str) -> Subscription:
        cadence = Cadence(
            kinds.TIME.read(self._word("at", "09:00")),
            kinds.ZONE.read(self._word("timezone", zone)),
            kinds.DAYS.read(self._word("days", "daily")),
        )
        return Subscription(
            destination=Destination.parse(self._word("to", "")),
            name=self._word("name", ""),
            topic=kinds.TOPIC.read(self._word("topic", "")),
            cadence=cadence,
            style=Style(kinds.STYLE.read(self._word("style", Style.FULL))),
            top=self._number("count", 1, 1000),
            minimum=self._least(),
            locale=kinds.LANGUAGE.read(self._word("language", "en")),
            lag=self._number("lag", 0, LONGEST_LAG) or 0,
            quiet=Quiet(_one_of(self._word("quiet", Quiet.SILENCE), Quiet)),
            state=State(_one_of(self._word("state", State.ACTIVE), State)),
            reason=self._word("reason", ""),
        )

    def _word(self, name: str, default: str) -> str:
        value = self.words.get(name)
        if value is None:
            return default
        # YAML 1.1 reads 9:30 as a number, of base 60.
        is_minutes = name == "at" and isinstance(value, int)
        return f"{value // 60:02}:{value % 60:02}" if is_minutes else str(value)  # type: ignore[operator]

    def _number(self, name: str, least: int, most: int) -> int | None:
        word = self._word(name, "")
        return kinds.number(least, most).read(word) if word else None

    def _least(self) -> float | None:
        word = self._word("minimum", "")
        try:
            return float(word) if word else None
        except ValueError:
            raise BadArgument(f"“{word}” is no score. Write a number such as 1.5.") from None


def _one_of(word: str, choices: type[Quiet] | type[State]) -> str:
    if word not in set(choices):
        raise BadArgument(f"“{word}” is none of {', '.join(choices)}.")
    return word


def _row(subscription: Subscription) -> dict[str, object]:
    cadence = subscription.cadence
    row: dict[str, object] = {
        "to": str(subscription.destination),
        "name": subscription.name,
        "topic": str(subscription.topic),
        "at": f"{cadence.at:%H:%M}",
        "timezone": cadence.zone.key,
        "days": kinds.written_days(cadence.days),
        "count": subscription.top,
        "style": str(subscription.style),
        "minimum": subscription.minimum,
        "language": subscription.locale,
        "lag": subscription.lag,
        "quiet": str(subscription.quiet),
        "state": str(subscription.state),
        "reason": subscription.reason,
    }
    return {name: value for name, value in row.items() if value not in {None, ""}}
