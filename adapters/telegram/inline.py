"""Papers for any conversation: what is offered to somebody who types our name and a few words."""

from collections.abc import Sequence
from datetime import timedelta

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from adapters.telegram.courier import Courier
from adapters.telegram.inert import inert, is_address
from adapters.telegram.replies import leaves
from adapters.telegram.updates import Typed
from bot.commands.spec import Card, Desk, Reply

CARDS_AT_ONCE = 10
"""What `Desk.cards` gives; where there are fewer, no more follow."""

CACHED_FOR = timedelta(minutes=1)
"""Telegram answers the same query of others itself for so long."""

LONGEST_ID = 64
"""Bytes (https://core.telegram.org/bots/api#inlinequeryresultarticle)."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def offer(desk: Desk, courier: Courier, typed: Typed) -> None:
    """Offer the papers that a query finds, and more of them when those are scrolled through."""
    cards = await desk.cards(typed.words, typed.caller, offset=typed.offset)
    is_last = len(cards) < CARDS_AT_ONCE
    await courier.offer(
        typed.query_id,
        articles(cards),
        next_offset="" if is_last else str(typed.offset + len(cards)),
        cache_for=CACHED_FOR,
    )


def articles(cards: Sequence[Card]) -> list[InlineQueryResultArticle]:
    """Write cards as results; two of one id, or one without a title, would spoil all."""
    by_id = {card.id: card for card in cards if len(card.id.encode()) <= LONGEST_ID}
    return [_article(card) for card in by_id.values() if card.id and inert(card.title).strip()]


def _article(card: Card) -> InlineQueryResultArticle:
    (leaf, *_) = leaves(Reply(document=card.document), most=1)
    return InlineQueryResultArticle(
        card.id,
        inert(card.title).strip(),
        InputTextMessageContent(
            leaf.html or card.url,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
        ),
        reply_markup=leaf.keyboard,
        url=card.url if is_address(card.url) else None,
        description=inert(card.summary).strip() or None,
    )
