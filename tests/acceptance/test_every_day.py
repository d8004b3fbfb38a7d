"""Every day of the old blog, in every style, for both platforms, from the page to the payload.

It runs in one process without sockets: what is proved is that the emulators and the judges take
each message, that nothing is over a limit, and that no word of an abstract is lost.
"""

import re
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from adapters.sources.archive import parse
from adapters.telegram import render as telegram
from adapters.telegram import rich
from bot.document.fit import paginate
from bot.document.nodes import Document
from bot.document.plain import plain_spans
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Digest, Request, Style, compose
from bot.domain.policies import ClassicPolicy
from bot.domain.posts import Post
from bot.domain.ranking import Evidence, rank
from bot.platforms import ruler_of
from bot.services.announce import form_of
from bot.views import digests, tex
from bot.views.words import ENGLISH_WORDS
from tests.acceptance.test_archive import pages
from tests.adapters.discord.payloads import payload
from tests.adapters.telegram.documents import visible
from tests.emulators.discord_rules import CHARACTERS, COMPONENTS, inspect, pings, texts, walk
from tests.emulators.telegram_chats import Chat, post
from tests.judges.tdlib import ParsedText, parse_html

TOKYO = ZoneInfo("Asia/Tokyo")
_WORD = re.compile(r"\S+")
_PLAIN_WORD = re.compile(r"(?<!\S)[A-Za-z]{3,}(?!\S)")
_TITLE = re.compile(r"^### \d", re.MULTILINE)
_FORMULA = re.compile(r"\$.*?\$", re.DOTALL)

pytestmark = pytest.mark.skipif(
    not pages(), reason="the old blog's archive is not at ../shared/data/archive"
)


@cache
def days() -> tuple[Post, ...]:
    return tuple(parse(file.read_bytes(), name=day, zone=TOKYO) for day, file in pages())


def digest_of(day: Post, platform: Platform, style: Style) -> Digest:
    evidence = Evidence(
        day=day.head.day,
        listings=day.listings,
        snapshots=day.snapshots,
        mentions=day.mentions,
    )
    ranking = rank(evidence, ClassicPolicy(), as_of=day.head.counted_at)
    request = Request(destination=Destination(platform, "1"), style=style)
    return compose(ranking, request, composed_at=day.head.counted_at)


def messages(digest: Digest) -> tuple[Document, ...]:
    request = digest.request
    ruler = ruler_of(request.destination.platform, form_of(request.style))
    return paginate(digests.page(digest, ENGLISH_WORDS), ruler)


def is_told_in_order(words: Iterator[str], told: str) -> bool:
    """Say whether a text has all these words, one after the other."""
    left = iter(_WORD.findall(told))
    return all(word in left for word in words)


def a_channel() -> Chat:
    return Chat(id=-1001, kind="channel", title="Papers", rights={"can_post_messages"})


def post_on_telegram(digest: Digest) -> list[ParsedText]:
    """Post a digest in the plain form, and give what Telegram's own parser makes of it."""
    channel = a_channel()
    judged: list[ParsedText] = []
    for number, document in enumerate(messages(digest), 1):
        html = telegram.render(document)
        posted = post(channel, {"text": html, "parse_mode": "HTML"}, number)
        judged.append(parse_html(html))
        assert posted.text == judged[-1].text.strip()
    return judged


def folded_in(message: ParsedText) -> list[str]:
    """Give the texts that a reader can unfold."""
    units = message.text.encode("utf-16-le")
    return [
        units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
        for entity in message.entities
        if entity.kind == "ExpandableBlockQuote"
    ]


def test_telegram_takes_every_day_in_brief() -> None:
    for day in days():
        post_on_telegram(digest_of(day, Platform.TELEGRAM, Style.COMPACT))


def test_telegram_takes_every_day_in_full_with_every_word() -> None:
    for day in days():
        digest = digest_of(day, Platform.TELEGRAM, Style.FULL)
        judged = post_on_telegram(digest)
        folded = [visible(text) for message in judged for text in folded_in(message)]
        abstracts = [row.paper.abstract for row in digest.papers if row.paper.abstract]
        for abstract, text in zip(abstracts, folded, strict=True):
            assert _WORD.findall(plain_spans(tex.spans(abstract))) == _WORD.findall(text)
            assert is_told_in_order(plain_words(abstract), text), day.head.day


def plain_words(abstract: str) -> Iterator[str]:
    """Give the words of an abstract that no conversion has a reason to touch."""
    return iter(_PLAIN_WORD.findall(_FORMULA.sub("$", abstract)))


def test_telegram_takes_every_day_as_rich_messages_with_every_word() -> None:
    for day in days():
        digest = digest_of(day, Platform.TELEGRAM, Style.RICH)
        channel = a_channel()
        for number, document in enumerate(messages(digest), 1):
            post(channel, {"rich_message": {"html": rich.render(document)}}, number)
        # The ten longest days are over the limit of 32,768 characters.
        assert len(channel.posts) <= 2
        told = visible("\n".join(posted.text for posted in channel.posts))
        words = (word for paper in digest.papers for word in plain_words(paper.paper.abstract))
        assert is_told_in_order(words, told), day.head.day


# Discord's schema is slow to ask. The rich style looks like the full one there, and the compact one
# has less of everything, so every third day will do.
@pytest.mark.parametrize(("style", "step"), [(Style.COMPACT, 3), (Style.FULL, 1), (Style.RICH, 3)])
def test_discord_takes_every_day(style: Style, step: int) -> None:
    for day in days()[::step]:
        digest = digest_of(day, Platform.DISCORD, style)
        titles = 0
        for document in messages(digest):
            body = payload(document)
            inspect(body)
            components = body["components"]
            words = texts(components)
            assert [] == pings(body)
            assert sum(map(len, words)) <= CHARACTERS
            assert len(list(walk(components))) <= COMPONENTS
            titles += len(_TITLE.findall("\n".join(words)))
        assert len(digest.papers) == titles, day.head.day
