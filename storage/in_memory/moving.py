"""A channel's new id: what is remembered of the old one is put under it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.domain.deliveries import Delivery, State
from bot.domain.destinations import Destination
from bot.domain.digests import Digest, DigestKey
from bot.domain.mutes import Mute
from bot.domain.people import PlaceSettings
from storage.in_memory.contents import Contents
from storage.names import TAKEN, channel_of, is_named_after, renamed

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Editions = frozenset[tuple[str, str]]


def move(contents: Contents, before: Destination, after: Destination) -> int:
    """Rename a channel with its threads, and say how much was changed; see `storage.moving`."""
    names = _Names(channel_of(before), channel_of(after))
    if names.before == names.after:
        return 0
    had = frozenset((key.audience, key.period) for key in contents.digests)
    return sum(
        (
            _move_messages(contents, names, had),
            _move_digests(contents, names, had),
            _move_subscriptions(contents, names),
            _move_settings(contents, names),
            _move_mutes(contents, names),
        )
    )


@dataclass(frozen=True, slots=True)
class _Names:
    before: Destination
    after: Destination

    def place(self, place: Destination) -> Destination:
        """Give a place its new id, if it is in the channel."""
        if channel_of(place) != self.before:
            return place
        return replace(self.after, thread=place.thread)

    def key(self, key: DigestKey) -> DigestKey:
        """Give a digest its new key, if its audience is in the channel."""
        if not is_named_after(key.audience, self.before):
            return key
        return replace(key, audience=renamed(key.audience, self.before, self.after))


def _move_messages(contents: Contents, names: _Names, had: _Editions) -> int:
    known = contents.deliveries
    moved = {id_: _message(each, names, had) for id_, each in known.items()}
    changed = sum(moved[id_].destination != each.destination for id_, each in known.items())
    known.update(moved)
    return changed


def _message(message: Delivery, names: _Names, had: _Editions) -> Delivery:
    if message.state is not State.QUEUED or channel_of(message.destination) != names.before:
        return message
    key = names.key(message.digest)
    if key != message.digest and (key.audience, key.period) in had:
        return replace(message, state=State.ABANDONED, problem=TAKEN)
    return replace(message, destination=names.place(message.destination))


def _move_digests(contents: Contents, names: _Names, had: _Editions) -> int:
    def moved(key: DigestKey, digest: Digest) -> tuple[DigestKey, Digest]:
        new = names.key(key)
        to = names.place(digest.request.destination)
        return new, replace(digest, key=new, request=replace(digest.request, destination=to))

    return _rename(contents.digests, moved, lambda key: (key.audience, key.period) in had)


def _move_subscriptions(contents: Contents, names: _Names) -> int:
    known = contents.subscriptions
    had = {one.request.audience for one in known.values()}
    old = [one for one in known.values() if channel_of(one.destination) == names.before]
    for one in old:
        del known[one.id]
    moved = [replace(one, destination=names.place(one.destination)) for one in old]
    kept = {one.id: one for one in moved if one.request.audience not in had}
    known.update(kept)
    return len(kept)


def _move_settings(contents: Contents, names: _Names) -> int:
    def moved(place: Destination, chosen: PlaceSettings) -> tuple[Destination, PlaceSettings]:
        new = names.place(place)
        return new, replace(chosen, destination=new)

    return _rename(contents.places, moved, lambda place: place in contents.places)


def _move_mutes(contents: Contents, names: _Names) -> int:
    def moved(key: tuple[Destination, Mute], _: None) -> tuple[tuple[Destination, Mute], None]:
        place, mute = key
        return (names.place(place), mute), None

    return _rename(contents.mutes, moved, lambda key: key in contents.mutes)


def _rename(
    rows: dict[_Key, _Value],
    moved: Callable[[_Key, _Value], tuple[_Key, _Value]],
    is_taken: Callable[[_Key], bool],
) -> int:
    """Put rows under their new keys, in their order; those whose new key is taken are dropped."""
    kept: dict[_Key, _Value] = {}
    changed = 0
    for key, value in rows.items():
        new, row = moved(key, value)
        if new == key:
            kept[key] = value
        elif not is_taken(new):
            kept[new] = row
            changed += 1
    rows.clear()
    rows.update(kept)
    return changed
