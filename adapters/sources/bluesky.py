"""Bluesky: posts that link to papers, with their likes, reposts, quotes and replies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pydantic import SecretStr

from adapters.sources.bluesky_jetstream import (
    REACH,
    Listen,
    Replay,
    catch_up,
    microseconds,
    moment_at,
)
from adapters.sources.bluesky_posts import NAME, is_post_uri, parse_posts
from adapters.sources.bluesky_search import Account, search
from adapters.sources.fetch import Fetch
from adapters.sources.sightings import Catch, Sighting
from bot.domain.engagement import MentionKey
from bot.errors import SourceError
from bot.ports import Errand, Harvest, Progress

URL = "https://public.api.bsky.app"
JETSTREAM_URL = "wss://jetstream2.us-east.bsky.network"
LOGIN_URL = "https://bsky.social"

_CURSOR = re.compile(r"\d{16}", re.ASCII)
_MOST_UNCOUNTED = 2000
_LAG = timedelta(hours=1)  # how far the search's index may be behind
_POSTS_A_CALL = 25  # https://docs.bsky.app/docs/api/app-bsky-feed-get-posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bluesky:
    """Posts found by the search of an account, or without one by replaying the whole stream.

    The bookmark is the stream's cursor, which moves with the search too, so that the stream can
    take over at any time; and after it the posts that could not be counted when they were found,
    because the stream shows a post once, and not who wrote it.
    """

    fetch: Fetch
    listen: Listen
    url: str = URL
    jetstream_url: str = JETSTREAM_URL
    login_url: str = LOGIN_URL
    handle: str = ""
    app_password: SecretStr | None = None
    name: str = field(default=NAME, init=False)
    announces: bool = field(default=False, init=False)
    lacks: tuple[str, ...] = field(default=(), init=False)

    async def collect(self, errand: Errand, progress: Progress) -> Harvest:
        """Find posts, then count them and the known ones."""
        known = (*errand.known, *_uncounted(errand))
        catch = Catch(NAME, replace(errand, known=known))
        start = _start(errand)
        if await self._search(catch):
            found, cursor = {}, max(start, microseconds(errand.as_of))
        else:
            replay = await self._replay(start, catch, progress)
            found, cursor = replay.found, replay.cursor
        left = await self._count(found, catch)
        return catch.harvest(" ".join((str(cursor), *left[:_MOST_UNCOUNTED])))

    async def _search(self, catch: Catch) -> bool:
        """Search with the account, if there is one; say whether that found everything."""
        if not self.handle or self.app_password is None:
            return False
        if _wanted(catch.errand) >= microseconds(catch.errand.as_of):
            return True
        account = Account(handle=self.handle, password=self.app_password)
        try:
            await search(
                self.fetch,
                account,
                at=self.login_url,
                since=moment_at(_wanted(catch.errand)) - _LAG,
                into=catch,
            )
        except SourceError as failure:
            catch.warnings.append(f"Bluesky's search, so the stream was read instead: {failure}")
            return False
        return True

    async def _replay(self, start: int, catch: Catch, progress: Progress) -> Replay:
        known = frozenset(catch.unseen())
        into = Replay(until=catch.errand.as_of, cursor=start, known=known)
        length = (microseconds(catch.errand.as_of) - start) // 1_000_000

        def report(replay: Replay) -> None:
            progress((replay.cursor - start) // 1_000_000, length)

        if length > 0:
            warning = await catch_up(self.jetstream_url, into, listen=self.listen, report=report)
            catch.warnings += filter(None, (warning, _gap(start, catch.errand)))
        catch.lost(into.deleted)
        return into

    async def _count(self, found: Mapping[str, Sighting], catch: Catch) -> list[str]:
        """Ask for the counters and authors of what was found and what was known before.

        Gives what is still to be counted for the first time.
        """
        uncounted = {key.native_id for key in _uncounted(catch.errand)} | found.keys()
        new = [uri for uri, post in found.items() if catch.wants(post)]
        known = [uri for uri in catch.unseen() if is_post_uri(uri)]
        waiting = list(dict.fromkeys((*new, *known)))
        while waiting:
            try:
                await self._count_batch(waiting[:_POSTS_A_CALL], found, catch)
            except SourceError as failure:
                catch.warnings.append(f"Bluesky's counters of {len(waiting)} posts: {failure}")
                return [uri for uri in waiting if uri in uncounted]
            waiting = waiting[_POSTS_A_CALL:]
        return []

    async def _count_batch(
        self, uris: Sequence[str], found: Mapping[str, Sighting], catch: Catch
    ) -> None:
        payload = await self.fetch.get_json(
            f"{self.url}/xrpc/app.bsky.feed.getPosts", params=[("uris", uri) for uri in uris]
        )
        posts = parse_posts(payload).posts
        catch.add(posts.read)
        catch.warnings += posts.warnings("Bluesky")
        shown = {post.native_id for post in posts.read}
        missing = [uri for uri in uris if uri not in shown]
        if posts.left_out:
            catch.add(found[uri] for uri in missing if uri in found)
        else:
            catch.lost(missing)


def _start(errand: Errand) -> int:
    """Give where the stream is taken up: at the bookmark, but within its reach."""
    return max(_wanted(errand), microseconds(errand.as_of - REACH))


def _wanted(errand: Errand) -> int:
    cursor = (errand.bookmark or "").partition(" ")[0]
    # A number of another length is no time in microseconds, so it is no bookmark of ours.
    return int(cursor) if _CURSOR.fullmatch(cursor) else microseconds(errand.since)


def _uncounted(errand: Errand) -> tuple[MentionKey, ...]:
    uris = (errand.bookmark or "").split(" ")[1:]
    return tuple(MentionKey(NAME, uri) for uri in uris if is_post_uri(uri))


def _gap(start: int, errand: Errand) -> str:
    if _wanted(errand) >= start:
        return ""
    hours = REACH // timedelta(hours=1)
    return f"Bluesky's stream reaches back {hours} hours: earlier posts were not seen."
