"""Papers that break whatever is careless."""

from tests.builders import a_paper

LONG_SENTENCE = (
    "We count the apples of {} & their < 5 % rotten ones, as $x_i^2 \\leq \\epsilon$ says. "
)

NASTY = (
    a_paper(
        "2401.00001",
        title=r"$\mathcal{O}(n_1 * n_2)$ Sorting of _Very_ Small <b>Lists</b> \& Trees",
        abstract="".join(LONG_SENTENCE.format(tree) for tree in range(120)),
        authors=tuple(f"Author Number{n}" for n in range(300)),
        categories=("cs.DS", "math-ph", "astro-ph.CO"),
    ),
    a_paper(
        "2401.00002",
        title='</b></a> @everyone Read <a href="https://evil.example/">This</a> First &lt;',
        abstract="</blockquote></b> @admin_us wrote pass@1 = 3 < 4. \u202edesrever si sihT. Fine.",
        authors=(
            "محمد بن موسى الخوارزمي",
            'O\'Brien "Bob" <bob@example.org>',
            "\u2066Open \u202bIsolate",
        ),
        categories=("cs.CR",),
    ),
    a_paper(
        "hep-th/0309136",
        title="🔥🔥 Emoji 👩‍👩‍👧 in the Titles of 中文 Papers, " + "Extended " * 60,
        abstract="",
        authors=("Émilie du Châtelet",),
        categories=("hep-th", "cs.CL"),
    ),
    a_paper("2401.00004", title="One Quiet Paper", abstract="It has one sentence."),
)
