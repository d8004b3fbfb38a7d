"""What the bot says about itself."""

from collections.abc import Sequence

from bot.document.nodes import Action, Buttons, Document, Heading, LinkButton, Paragraph, text
from bot.domain.people import PlaceKind
from bot.domain.topics import EVERYTHING, Topic
from bot.views import offers
from bot.views.quiet_days import named_topic
from bot.views.words import Words, phrase, source_name

_NEXT_STEPS = {
    PlaceKind.PRIVATE: phrase(
        "Ask me for today's papers, search all that I know, or let me send you the hot ones every"
        " day, at your hour."
    ),
    PlaceKind.GROUP: phrase(
        "Everybody here may ask me for papers. Who runs this group can have the hot ones sent here"
        " every day."
    ),
    PlaceKind.CHANNEL: phrase(
        "Who runs this channel can have the hot papers of a topic sent here every day."
    ),
}


def start(kind: PlaceKind, words: Words) -> Document:
    """Greet whoever meets the bot, with the first useful steps."""
    what = words(
        "Every day arXiv announces hundreds of papers. I find those that people talk about, and"
        " say why."
    )
    return Document(
        opening=(
            Heading(text(words("🔥 Hot papers"))),
            Paragraph(text(what)),
            Paragraph(text(words(_NEXT_STEPS[kind]))),
            Buttons(
                (
                    offers.hot(EVERYTHING, words("Today's papers"), is_new=True),
                    Action(words("Topics"), "topics", is_new=True),
                    offers.subscribe(EVERYTHING, words),
                    Action(words("Help"), "help", is_new=True),
                )
            ),
        )
    )


def offer(topic: Topic, words: Words) -> Document:
    """Ask whether a topic's papers should be sent here."""
    sentence = words(
        "Shall I send the hot papers in {topic} here every day?", topic=named_topic(topic, words)
    )
    return Document(
        opening=(
            Paragraph(text(sentence)),
            Buttons(
                (
                    offers.subscribe(topic, words),
                    offers.hot(topic, words("Today's papers"), is_new=True),
                )
            ),
        )
    )


def about(sources: Sequence[str], words: Words) -> Document:
    """Say what the bot is, where it listens, and what it keeps."""
    heard = words.listed([source_name(source) for source in sources])
    listens = (
        words("I listen to {sources}.", sources=heard)
        if heard
        else words("I listen to what people say in public.")
    )
    ranks = words(
        "A paper is hot when several networks, or many people, talk about it within days. /why"
        " shows how a score comes about."
    )
    keeps = words(
        "I remember your language, your time zone, the papers that you save and what you subscribe"
        " to, and nothing else about you. /forget deletes it."
    )
    thanks = words("The papers come from arXiv.org, which does not endorse this bot.")
    return Document(
        opening=(
            Heading(text(words("About Hot Papers"))),
            *(Paragraph(text(sentence)) for sentence in (listens, ranks, keeps)),
            Paragraph(text(thanks), is_small=True),
            Buttons((Action(words("Help"), "help"), LinkButton("arXiv", "https://arxiv.org"))),
        )
    )
