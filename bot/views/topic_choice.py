"""What is offered to somebody who wants a digest and names no topic, or one of no papers."""

from dataclasses import replace

from bot.document.nodes import Action, Arguments, Code, Document, Heading, Menu, Paragraph, text
from bot.domain.taxonomy import CATEGORY_NAMES
from bot.domain.topics import Topic
from bot.views.rhythms import named
from bot.views.words import Words

FAVOURITES = (
    "cs.AI",
    "cs.CL",
    "cs.CV",
    "cs.LG",
    "cs.RO",
    "cs.CR",
    "cs.HC",
    "cs.IR",
    "cs.SE",
    "stat.ML",
    "astro-ph.*",
    "cond-mat.*",
    "econ.*",
    "eess.*",
    "gr-qc",
    "hep-ph",
    "hep-th",
    "math.*",
    "q-bio.*",
    "quant-ph",
)
"""What is offered to somebody who names no topic."""

_ARCHIVE_NAMES = {
    "astro-ph.*": "Astrophysics",
    "cond-mat.*": "Condensed Matter",
    "econ.*": "Economics",
    "eess.*": "Electrical Engineering and Systems Science",
    "math.*": "Mathematics",
    "q-bio.*": "Quantitative Biology",
}


def topics(arguments: Arguments, words: Words) -> Document:
    """Ask what somebody wants to subscribe to."""
    offered = [(words("Everything"), "everything")]
    offered += [(_favourite(pattern), pattern) for pattern in FAVOURITES]
    menu = Menu(
        words("Choose a field…"),
        tuple(
            Action(label, "subscribe", (("topic", topic), *arguments)) for label, topic in offered
        ),
    )
    return Document(
        opening=(
            Heading(text(words("What would you like to hear about?"))),
            Paragraph(
                words.spans(
                    "Choose a field, or write what you like, such as {example}."
                    " /topics shows them all.",
                    example=Code('/subscribe cs.CL "language model" 9:00'),
                )
            ),
        ),
        closing=(menu,),
    )


def hinted(document: Document, topic: Topic, words: Words) -> Document:
    """Add that no paper of the last days belongs to a topic."""
    hint = words(
        "No paper of the last days belongs to “{topic}”. If that surprises you, look whether it is"
        " written as you mean it.",
        topic=named(topic, words),
    )
    return replace(document, closing=(Paragraph(text(f"💡 {hint}")), *document.closing))


def _favourite(pattern: str) -> str:
    name = CATEGORY_NAMES.get(pattern) or _ARCHIVE_NAMES.get(pattern, "")
    return f"{pattern} · {name}" if name else pattern
