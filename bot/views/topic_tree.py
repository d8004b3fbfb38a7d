"""The tree of categories, to walk through."""

from bot.document.nodes import Action, Buttons, Document, Heading, Menu, Paragraph, text
from bot.domain.pages import Page
from bot.domain.topic_tree import Branch
from bot.domain.topics import Topic
from bot.views import offers
from bot.views.words import Words


def root(branches: tuple[Branch, ...], words: Words) -> Document:
    """Show the archives."""
    sentence = words("Choose a field, then a category. I can send you its hot papers every day.")
    return Document(
        opening=(
            Heading(text(words("Topics"))),
            Paragraph(text(sentence)),
            _menu(words("A field"), branches),
        ),
        closing=(Paragraph(text(_more(words)), is_small=True),),
    )


def archive(branch: Branch, page: Page[Branch], words: Words) -> Document:
    """Show the categories of an archive, a page of them at a time."""
    here = Action("", "topics", (("topic", branch.pattern),))
    return Document(
        opening=(
            Heading(text(f"{branch.pattern} · {branch.name}")),
            _menu(words("A category"), page.rows),
            *offers.turns(page, here, words),
        ),
        closing=(_steps(branch, words),),
        accent=branch.pattern.partition(".")[0],
    )


def category(branch: Branch, words: Words) -> Document:
    """Show what can be done with a category."""
    return Document(
        opening=(Heading(text(f"{branch.pattern} · {branch.name}")),),
        closing=(_steps(branch, words),),
        accent=branch.pattern.partition(".")[0],
    )


def _menu(label: str, branches: tuple[Branch, ...]) -> Menu:
    return Menu(
        label,
        tuple(
            Action(f"{one.pattern} · {one.name}", "topics", (("topic", one.pattern),))
            for one in branches
        ),
    )


def _steps(branch: Branch, words: Words) -> Buttons:
    topic = Topic.of([branch.pattern])
    back = (("topic", branch.archive),) if branch.archive else ()
    return Buttons(
        (
            offers.hot(topic, words("Today's papers"), is_new=True),
            offers.subscribe(topic, words),
            Action(words("Back"), "topics", back),
        )
    )


def _more(words: Words) -> str:
    return words(
        "A topic may also be a word, a “phrase in quotes”, an @author, or several of them:"
        " cs.CL @lovelace, diffusion -survey."
    )
