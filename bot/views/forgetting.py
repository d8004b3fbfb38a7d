"""What is kept about somebody, and that it is gone."""

from bot.document.nodes import Action, Buttons, Document, Heading, Paragraph, text
from bot.views.words import Words


def question(words: Words) -> Document:
    """Say what would be deleted, and ask."""
    return Document(
        opening=(
            Heading(text(words("Forget everything about you?"))),
            Paragraph(
                text(
                    words(
                        "Deleted are your language and time zone, your saved papers, and the"
                        " subscriptions and mutes of our private conversation. I keep nothing else"
                        " about you, and not your name."
                    )
                )
            ),
            Paragraph(
                text(
                    words(
                        "What you set up for groups and channels goes on there, and no longer says"
                        " that it was you."
                    )
                ),
                is_small=True,
            ),
        ),
        closing=(Buttons((Action(words("Forget everything"), "forgotten", is_risky=True),)),),
    )


def done(count: int, words: Words) -> Document:
    """Say how much was deleted."""
    told = (
        words.plural(
            "Done: {count} entry about you was deleted, and none is left.",
            "Done: {count} entries about you were deleted, and none is left.",
            count,
        )
        if count
        else words("There was nothing kept about you.")
    )
    return Document(opening=(Paragraph(text(told)),))
