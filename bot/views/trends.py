"""The papers that gain attention fastest."""

from collections.abc import Sequence

from bot.document.nodes import (
    Buttons,
    Document,
    Heading,
    Link,
    Paragraph,
    Section,
    Text,
    text,
)
from bot.domain.engagement import Engagement
from bot.domain.growth import TRENDING_FOR, Growing
from bot.domain.topics import EVERYTHING, Topic
from bot.views import offers, papers
from bot.views.quiet_days import named_topic
from bot.views.words import Words


def document(growing: Sequence[Growing], topic: Topic, words: Words) -> Document:
    """Show what grew, the fastest first."""
    title = words("📈 Rising in {age}", age=words.age(TRENDING_FOR))
    subject = words("all categories") if topic == EVERYTHING else named_topic(topic, words)
    opening = (Heading(text(title)), Paragraph(text(subject), is_small=True))
    if not growing:
        return Document(opening=(*opening, *_stillness(topic, words)))
    return Document(
        opening=opening,
        sections=tuple(_section(one, words) for one in growing),
        closing=offers.closer_look(((one.place, one.paper.paper) for one in growing), words),
    )


def _stillness(topic: Topic, words: Words) -> tuple[Paragraph, Buttons]:
    sentence = words("Nothing of the last week's papers has gained attention since yesterday.")
    buttons = (
        offers.hot(topic, words("This week"), day="week"),
        *((offers.hot(EVERYTHING, words("All topics")),) if topic != EVERYTHING else ()),
    )
    return Paragraph(text(sentence)), Buttons(buttons)


def _section(one: Growing, words: Words) -> Section:
    paper = one.paper.paper
    link = Link(papers.words_of(paper), paper.id.abs_url)
    gain = words(
        "+ {gained} in {age}", gained=max(1, round(one.gained)), age=words.age(TRENDING_FOR)
    )
    total = f"▲ {words.number(one.paper.score.total)}"
    line = " · ".join((gain, total, *_gains(one.engagement, words)))
    return Section((Heading((Text(f"{one.place}. "), link), level=2), Paragraph(text(line))))


def _gains(gained: Engagement, words: Words) -> list[str]:
    told = (
        (gained.likes, words.plural("{count} like", "{count} likes", gained.likes)),
        (gained.reposts, words.plural("{count} repost", "{count} reposts", gained.reposts)),
        (gained.comments, words.plural("{count} comment", "{count} comments", gained.comments)),
    )
    return [f"+ {sentence}" for count, sentence in told if count > 0]
