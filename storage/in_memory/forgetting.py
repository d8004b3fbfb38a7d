"""Forgetting somebody: nothing that names them, or a place that is only theirs, stays."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from bot.domain.deliveries import Delivery
from bot.domain.destinations import Destination
from bot.domain.people import PersonKey, PlaceKind
from storage.in_memory.contents import Contents
from storage.names import channel_of, is_named_after

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def forget(contents: Contents, person: PersonKey, private: Collection[Destination]) -> int:
    """Delete everything about somebody, and say how much there was; see `storage.forgetting`."""
    places = {channel_of(place) for place in (*private, *_subscribed(contents, person))}
    gone = (
        _drop(contents.people, lambda key, _: key == person),
        _drop(contents.saved_papers, lambda key, _: key[0] == person),
        _drop(contents.places, lambda place, _: channel_of(place) in places),
        _drop(contents.mutes, lambda key, _: channel_of(key[0]) in places),
        _drop(contents.subscriptions, lambda _, one: channel_of(one.destination) in places),
        _drop(contents.digests, lambda key, _: _is_named_after(key.audience, places)),
        _forget_messages(contents, places),
    )
    for one in contents.subscriptions.values():
        if one.owner == person:
            contents.subscriptions[one.id] = replace(one, owner=None)
    return sum(gone)


def _subscribed(contents: Contents, person: PersonKey) -> list[Destination]:
    return [
        one.destination
        for one in contents.subscriptions.values()
        if one.owner == person and one.kind is PlaceKind.PRIVATE
    ]


def _forget_messages(contents: Contents, places: Collection[Destination]) -> int:
    def is_theirs(_: str, message: Delivery) -> bool:
        there = channel_of(message.destination) in places
        return there or _is_named_after(message.digest.audience, places)

    documents = {
        each.document_key for id_, each in contents.deliveries.items() if is_theirs(id_, each)
    }
    gone = _drop(contents.deliveries, is_theirs)
    unused = documents - {each.document_key for each in contents.deliveries.values()}
    _drop(contents.documents, lambda key, _: key in unused)
    return gone


def _is_named_after(audience: str, places: Collection[Destination]) -> bool:
    return any(is_named_after(audience, place) for place in places)


def _drop(rows: dict[_Key, _Value], is_gone: Callable[[_Key, _Value], bool]) -> int:
    gone = [key for key, value in rows.items() if is_gone(key, value)]
    for key in gone:
        del rows[key]
    return len(gone)
