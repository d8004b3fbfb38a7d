import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.citations import bibliography, bibtex
from tests.builders import a_paper

LATEX = st.text(alphabet=list("ab {}\\$%#&_^~\"'é,@=\n"), max_size=40)

ENTRY = """\
@misc{lovelace2024small,
  title         = {Small Models Learn Quickly},
  author        = {Ada Lovelace and Emmy Noether},
  year          = {2024},
  eprint        = {2401.00001},
  archivePrefix = {arXiv},
  primaryClass  = {cs.LG},
  url           = {https://arxiv.org/abs/2401.00001}
}"""


def title_of(entry: str) -> str:
    found = re.search(r"title         = \{(.*)\},\n", entry)
    assert found
    return found[1]


def value_at(entry: str, name: str) -> str:
    """Read a field as BibTeX does: up to the brace that closes it, whatever is behind a stroke."""
    start = entry.index(f"  {name}") + entry[entry.index(f"  {name}") :].index("{") + 1
    depth = 1
    for place in range(start, len(entry)):
        depth += {"{": 1, "}": -1}.get(entry[place], 0)
        if not depth:
            return entry[start:place]
    raise AssertionError("The field is never closed.")


def test_an_entry_names_the_paper_its_authors_and_its_place_on_arxiv() -> None:
    assert ENTRY == bibtex(a_paper())


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Learning $x^2_i$ & 50% of #tags", r"Learning $x^2_i$ \& 50\% of \#tags"),
        (r"Already \& escaped \% and \"o", r"Already \& escaped \% and \"o"),
        ("A {Braced} Name", "A {Braced} Name"),
        ("Unbalanced } braces { here", "Unbalanced  braces  here"),
        (r"Sets \{a, b\} and a lone \}", r"Sets \{a, b\} and a lone "),
        ("Costs $5", r"Costs \$5"),
        ("Ends with a stroke\\", r"Ends with a stroke\textbackslash{}"),
        ("val_loss outside, $a_b$ inside", r"val\_loss outside, $a_b$ inside"),
        (r"By \(x_1\) alone", r"By \(x_1\) alone"),
    ],
)
def test_latex_is_kept_and_what_would_break_the_file_is_mended(title: str, written: str) -> None:
    assert written == title_of(bibtex(a_paper(title=title)))


@given(LATEX, st.lists(LATEX, max_size=3))
def test_whatever_a_title_holds_the_entry_stays_whole(title: str, authors: list[str]) -> None:
    entry = bibtex(a_paper(title=title, authors=tuple(authors)))
    assert entry.count("{") == entry.count("}")
    assert "2401.00001" == value_at(entry, "eprint")
    assert "https://arxiv.org/abs/2401.00001" == value_at(entry, "url")
    # Nothing leaves a comment behind that would swallow the rest of a line.
    assert not re.search(r"(?<!\\)(?:\\\\)*%", entry)


def test_many_authors_become_others() -> None:
    authors = tuple(f"Author {number}" for number in range(40))
    entry = bibtex(a_paper(authors=authors), most_authors=2)
    assert "Author 0 and Author 1 and others" == value_at(entry, "author")


def test_names_that_bibtex_would_take_apart_are_held_together() -> None:
    authors = ("The ATLAS Collaboration", "Barnes and Noble", "Ada Lovelace")
    expected = "{The ATLAS Collaboration} and {Barnes and Noble} and Ada Lovelace"
    assert expected == value_at(bibtex(a_paper(authors=authors)), "author")


@pytest.mark.parametrize(
    ("title", "author", "key"),
    [
        ("On the Theory of Games", r"Erwin Schr\"odinger", "schrodinger2024theory"),
        ("学习", "李 明", "arxiv2024240100001"),
        ("A 3D World", "Grace Hopper Jr.", "hopper2024world"),
    ],
)
def test_keys_are_letters_and_digits(title: str, author: str, key: str) -> None:
    assert bibtex(a_paper(title=title, authors=(author,))).startswith(f"@misc{{{key},\n")


@given(st.lists(st.sampled_from(["Small", "Large", "The"]), max_size=8))
def test_no_key_of_a_file_stands_twice(titles: list[str]) -> None:
    papers = [a_paper(f"2401.{n:05}", title=title) for n, title in enumerate(titles, 1)]
    keys = re.findall(r"@misc\{([^,]+),", bibliography(papers))
    assert len(titles) == len(set(keys))
