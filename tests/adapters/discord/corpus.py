"""Papers with everything that could go wrong in them."""

from bot.domain.papers import Paper
from tests.builders import a_paper

SENTENCE = (
    "We study `code`, *stars*, under_scores and <tags> for $x_i^* < 1$; "
    "see https://example.org/a_b. "
)


def nasty_papers() -> tuple[Paper, ...]:
    return (
        a_paper(
            "2401.00001",
            title="$\\mathcal{O}(n \\log n)$ *Stars*, under_scores and <tags> in \\textbf{bold}",
            abstract=SENTENCE * 3,
            authors=("Åsa Öberg", "José \\'Alvarez"),
        ),
        a_paper(
            "2401.00002",
            title="[Re] @everyone: <@1> on [0,1) at https://example.org/x](https://example.com)",
            abstract="</b> @here <@&2> ||hidden|| ~~struck~~ ```block``` :smile: </cmd:1> <t:1:R>",
            categories=("math.NT", "cs.AI", "cs.CC", "cs.CL", "cs.CR", "cs.CV", "cs.DS", "cs.IT"),
        ),
        a_paper(
            "2401.00003",
            title="\u202eA title that runs backwards\u202c and a very long one " + "indeed " * 60,
            abstract="A sentence of nine words stands here once more. " * 190,
            authors=tuple(f"Author {number} von und zu Überlang" for number in range(300)),
            categories=("astro-ph.CO",),
        ),
        a_paper(
            "2401.00004",
            title="# 漢字の題名 و عنوان 👩‍💻",
            abstract="漢字の文章です。" * 400,
            authors=("دينا عبد الله", "山田 花子"),
            categories=("hep-th", "gr-qc"),
        ),
        a_paper(
            "2401.00005",
            title="- 1. > # Lists",
            abstract="> quoted\n# headed\n- listed",
            authors=(),
        ),
        a_paper("2401.00006", title="*_*_*_~~||`[](", abstract="*_~`|\\[](<@#:" * 300),
    )


def many_papers() -> tuple[Paper, ...]:
    """The nasty ones and ten with long abstracts: several messages."""
    plain = (
        a_paper(f"2401.1000{number}", title="A Title of Some Length " * 4, abstract=SENTENCE * 15)
        for number in range(10)
    )
    return (*nasty_papers(), *plain)
