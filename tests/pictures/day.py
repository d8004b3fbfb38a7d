"""The sample day as the bot would send it to each platform."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from adapters.discord.ruler import DiscordRuler
from adapters.sources.sample import sample_day
from adapters.telegram.ruler import ClassicRuler, RichRuler
from adapters.terminal.ruler import TerminalRuler
from bot.document.fit import Ruler, paginate
from bot.document.nodes import Document
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import Request, Style, compose
from bot.domain.papers import Listing
from bot.domain.policies import ClassicPolicy
from bot.domain.posts import Post
from bot.domain.ranking import Evidence, Ranking, rank
from bot.views import digests
from bot.views.words import ENGLISH_WORDS

# Real abstracts are five times as long as the sample's descriptions, and only then is there
# something to fold. So these two papers are described at length, in words of our own too.
_AT_LENGTH: Mapping[str, str] = MappingProxyType(
    {
        "2104.11178": (
            r"One Transformer without any convolutions learns from video, sound and text together. "
            r"Pixels, waveforms and words are cut into pieces and read by the same layers. Nothing "
            r"is labelled: what is seen, heard and said in a clip is pulled together by minimising "
            r"$\mathcal{L}_{va} + \lambda \mathcal{L}_{vt}$. Dropping pieces at random keeps the "
            r"cost low. Afterwards the network recognises actions, sounds and pictures; on "
            r"Kinetics-400 it is right in 82.1% of the cases."
        ),
        "2104.11227": (
            r"A vision Transformer that starts fine and narrow and ends coarse and wide, the way "
            r"convolutional networks do. From stage to stage pooled attention shortens $L$ tokens "
            r"to $L / (s_T s_H s_W)$, and the channels grow in return. Early layers look at simple "
            r"things closely, late ones at complex things from afar. It recognises videos and "
            r"images at a fraction of the usual cost, without having been trained on other "
            r"pictures first."
        ),
    }
)


def ranking() -> Ranking:
    """Rank the papers of the sample day."""
    return _ranked(sample_day())


def terminal_digest(*, top: int) -> Document:
    """Give the message for a terminal, with so many papers at the most."""
    return _first(ranking(), _request(Platform.TERMINAL, Style.FULL, top), TerminalRuler())


def telegram_message() -> Document:
    """Give the first classic message of the day."""
    return _first(ranking(), _request(Platform.TELEGRAM, Style.FULL), ClassicRuler())


def telegram_rich_message() -> Document:
    """Give the rich message of the day, its first papers described at length."""
    sample = sample_day()
    told = replace(sample, listings=tuple(map(_at_length, sample.listings)))
    return _first(_ranked(told), _request(Platform.TELEGRAM, Style.RICH), RichRuler())


def discord_message(*, top: int) -> Document:
    """Give the first Discord message of the day, with so many papers at the most."""
    return _first(ranking(), _request(Platform.DISCORD, Style.FULL, top), DiscordRuler())


def _ranked(sample: Post) -> Ranking:
    evidence = Evidence(
        day=sample.head.day,
        listings=sample.listings,
        snapshots=sample.snapshots,
        mentions=sample.mentions,
    )
    return rank(evidence, ClassicPolicy(), as_of=sample.head.counted_at)


def _request(platform: Platform, style: Style, top: int | None = None) -> Request:
    return Request(destination=Destination(platform), style=style, top=top)


def _first(ranked: Ranking, request: Request, ruler: Ruler) -> Document:
    digest = compose(ranked, request, composed_at=ranked.as_of)
    return paginate(digests.page(digest, ENGLISH_WORDS), ruler)[0]


def _at_length(listing: Listing) -> Listing:
    paper = listing.paper
    abstract = _AT_LENGTH.get(str(paper.id), paper.abstract)
    return replace(listing, paper=replace(paper, abstract=abstract))
