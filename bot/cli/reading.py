"""What the reading commands run."""

import json

from adapters.markdown.render import markdown_post
from bot.cli.options import PostFormat
from bot.domain.posts import PostHead
from bot.domain.ranking import Ranking
from bot.services.lookup import Question, RankedDay, at_most
from bot.settings import Settings, read_settings
from bot.views.ranking_json import ranking_object
from bot.wiring import open_library


async def ranked_day(question: Question, settings: Settings | None = None) -> RankedDay:
    """Rank a day as the settings say.

    Raises ConfigurationError, StorageError or UserMistake.
    """
    async with open_library(settings or read_settings()) as library:
        return await library.lookup.day(question)


async def exported(question: Question, top: int | None, form: PostFormat) -> bytes:
    """Write a day's post as UTF-8.

    Raises ConfigurationError, StorageError or UserMistake.
    """
    settings = read_settings()
    ranked = await ranked_day(question, settings)
    ranking = at_most(ranked.ranking, top)
    if form is PostFormat.JSON:
        body = json.dumps(ranking_object(ranking, top=None), ensure_ascii=False, indent=2) + "\n"
    else:
        body = markdown_post(ranked.head or _head(ranking, settings), ranking)
    return body.encode()


def _head(ranking: Ranking, settings: Settings) -> PostHead:
    """Make the head of a day that nobody published before."""
    return PostHead(
        day=ranking.day,
        published_at=ranking.as_of,
        counted_at=ranking.as_of,
        timezone=settings.timezone,
    )
