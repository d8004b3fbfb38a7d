"""The tree of arXiv's categories: archives, and what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.taxonomy import ALIASES, CATEGORY_NAMES

ARCHIVE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cs": "Computer Science",
        "stat": "Statistics",
        "eess": "Electrical Engineering and Systems Science",
        "math": "Mathematics",
        "physics": "Physics",
        "astro-ph": "Astrophysics",
        "cond-mat": "Condensed Matter",
        "nlin": "Nonlinear Sciences",
        "q-bio": "Quantitative Biology",
        "q-fin": "Quantitative Finance",
        "econ": "Economics",
    }
)
"""The archives that have categories, those that are asked for most first."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A category, or a whole archive such as `cs.*`; names are English, as arXiv gives them."""

    pattern: str
    name: str

    @property
    def archive(self) -> str | None:
        """The archive that a category is in; None for what stands at the root."""
        archive, dot, code = self.pattern.partition(".")
        return f"{archive}.*" if dot and code != "*" else None


def _roots() -> tuple[Branch, ...]:
    archives = (Branch(f"{archive}.*", name) for archive, name in ARCHIVE_NAMES.items())
    alone = (Branch(code, name) for code, name in CATEGORY_NAMES.items() if "." not in code)
    return (*archives, *alone)


ROOTS = _roots()
"""The archives, and the categories that are an archive of their own."""

CATEGORIES = tuple(
    Branch(code, name) for code, name in CATEGORY_NAMES.items() if code not in ALIASES
)
"""Every category under its one name."""

_BY_PATTERN = {branch.pattern: branch for branch in (*ROOTS, *CATEGORIES)}


def branch(pattern: str) -> Branch:
    """Give a category or an archive by its canonical form."""
    return _BY_PATTERN[pattern]


def within(archive: str) -> tuple[Branch, ...]:
    """Give the categories of an archive such as `cs.*`; none for a single category."""
    beginning = archive.removesuffix("*") if archive.endswith(".*") else None
    return tuple(one for one in CATEGORIES if beginning and one.pattern.startswith(beginning))
