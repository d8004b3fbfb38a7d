"""Made-up papers whose abstracts are as long, as full of formulae and as accented as real ones."""

import re
from datetime import date
from random import Random

from bot.domain.papers import Paper, PaperId

ABSTRACT_LENGTH = 1200
"""Characters; what an abstract in `cs.*` has on average."""

_SENTENCES = (
    r"ADJECTIVE NOUN are the backbone of ADJECTIVE NOUN, but their cost grows as $O(n^{NUMBER})$.",
    r"We show that \emph{ADJECTIVE NOUN} reach NUMBER\% of it with $1/\sqrt{LETTER_k}$ steps.",
    r"Building on NAME and NAME, we bound $\mathcal{L}_{\mathrm{val}} \leq NUMBER\,\varepsilon$.",
    r"Our method --- a kind of ADJECTIVE NOUN --- learns from NOUN that were never written down.",
    r"On NUMBER tasks (e.g. ADJECTIVE NOUN) it gains NUMBER.5 points over ``ADJECTIVE NOUN''.",
    r"An ablation tells: without NAME's ADJECTIVE NOUN, NUMBER% of the runs diverge in an hour.",
    r"The ADJECTIVE NOUN of NAME et al.~\cite{first} need neither ADJECTIVE NOUN nor labels.",
    r"For $LETTER \in \mathbb{R}^{NUMBER}$ the NOUN become ADJECTIVE, as NAME foresaw.",
    r"Code and \textbf{NUMBER} ADJECTIVE NOUN stand at \url{https://example.org/NOUN}.",
    r"Earlier NOUN were ADJECTIVE; ours are ADJECTIVE, which saves NUMBER hours on any hardware.",
)
_WORDS = {
    "ADJECTIVE": "sparse deep causal robust convex latent noisy tiny frozen equivariant".split(),
    "NOUN": "networks graphs kernels prompts agents gradients samplers proofs tokens maps".split(),
    "NAME": (
        r"Fr\'echet G\"odel Erd\H{o}s \L{}ojasiewicz Poincar\'{e} Schr{\"o}dinger Čech Nesterov"
    ).split(),
    "LETTER": r"a b d x y z \alpha \beta \gamma \theta \lambda \phi".split(),
    "NUMBER": [str(number) for number in range(3, 100)],
}
_SLOT = re.compile("|".join(_WORDS))
_AUTHORS = "Ada Lovelace|Paul Erdős|Emmy Noether|Srinivasa Ramanujan|Sofja Kowalewskaja|陈省身"


def paper_id(number: int, *, day: date) -> PaperId:
    """Give the identifier of a paper that was submitted in the month of a day."""
    return PaperId.parse(f"{day:%y%m}.{number:05}")


def paper(number: int, *, day: date, random: Random) -> Paper:
    """Make a paper up."""
    return Paper(
        id=paper_id(number, day=day),
        title=_filled("ADJECTIVE NOUN: $k$-ADJECTIVE NOUN without NOUN", random).capitalize(),
        abstract=abstract(random),
        authors=tuple(random.sample(_AUTHORS.split("|"), random.randint(1, 6))),
        categories=("cs.LG", "stat.ML"),
        announced_on=day,
    )


def abstract(random: Random) -> str:
    """Write sentences until there are enough."""
    sentences: list[str] = []
    while sum(map(len, sentences)) < ABSTRACT_LENGTH:
        sentences.append(_filled(random.choice(_SENTENCES), random))
    return " ".join(sentences)


def _filled(sentence: str, random: Random) -> str:
    return _SLOT.sub(lambda slot: random.choice(_WORDS[slot[0]]), sentence)
