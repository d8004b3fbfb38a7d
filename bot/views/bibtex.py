"""A paper to cite."""

from bot.document.nodes import Buttons, CopyButton, Document, Heading, Preformatted, text
from bot.domain.citations import bibtex
from bot.domain.papers import Paper
from bot.views.words import Words

MOST_AUTHORS = 30
"""Large collaborations would fill several messages; a file of /export names everybody."""

LONGEST_COPY = 256
"""Characters: https://core.telegram.org/bots/api#copytextbutton."""


def document(paper: Paper, words: Words) -> Document:
    """Show the entry, with a button that copies it, or the paper's identifier if it is too long."""
    entry = bibtex(paper, most_authors=MOST_AUTHORS)
    copy = (
        CopyButton(words("Copy"), entry)
        if len(entry) <= LONGEST_COPY
        else CopyButton(words("Copy the arXiv id"), f"arXiv:{paper.id}")
    )
    return Document(
        opening=(
            Heading(text(f"arXiv:{paper.id}")),
            Preformatted(entry, "bibtex"),
            Buttons((copy,)),
        )
    )
