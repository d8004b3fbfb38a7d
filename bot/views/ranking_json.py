"""A ranking as JSON, for programs."""

from bot.domain.engagement import Mention
from bot.domain.ranking import RankedPaper, Ranking


def ranking_object(ranking: Ranking, *, top: int | None) -> dict[str, object]:
    """Give the ranking, or its first papers, as what `json.dumps` takes.

    Scores are integers where they are whole. Words are given as they are known, LaTeX included;
    days are ISO 8601.
    """
    return {
        "date": ranking.day.isoformat(),
        "policy": ranking.policy,
        "papers": [_paper(paper) for paper in ranking.papers[:top]],
    }


def _paper(ranked: RankedPaper) -> dict[str, object]:
    paper = ranked.paper
    return {
        "rank": ranked.rank,
        "id": str(paper.id),
        "title": paper.title,
        "authors": list(paper.authors),
        "categories": list(paper.categories),
        "score": _whole(ranked.score.total),
        "parts": {part.name: _whole(part.value) for part in ranked.score.parts},
        "reposts": ranked.engagement.reposts,
        "likes": ranked.engagement.likes,
        "links": {"abs": paper.id.abs_url, "pdf": paper.id.pdf_url},
        "abstract": paper.abstract,
        "mentions": [_mention(mention) for mention in ranked.mentions],
    }


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _mention(mention: Mention) -> dict[str, object]:
    return {
        "source": mention.key.source,
        "url": mention.url,
        "author": mention.author,
        "handle": mention.handle,
        "posted_on": mention.posted_on.isoformat(),
    }
