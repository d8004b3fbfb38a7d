import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Bookmark
from bot.views.exports import as_csv, as_json
from tests.builders import NOW, a_paper

SIGNS = ["", "=", "+", "-", "@", "\t", "\r", " =", "＝"]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def test_a_json_file_has_the_fields_that_are_promised() -> None:
    paper = a_paper()
    (row,) = json.loads(as_json([(Bookmark(paper.id, NOW), paper)]))["papers"]
    assert {
        "id": "2401.00001",
        "title": "Small Models Learn Quickly",
        "authors": ["Ada Lovelace", "Emmy Noether"],
        "categories": ["cs.LG", "stat.ML"],
        "abstract": paper.abstract,
        "announced_on": "2024-01-17",
        "submitted_at": None,
        "saved_at": "2024-01-18T09:00:00+00:00",
        "abs": "https://arxiv.org/abs/2401.00001",
        "pdf": "https://arxiv.org/pdf/2401.00001",
    } == row


@given(
    st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", " =", "＝"]),
    TEXT,
    st.lists(TEXT, max_size=3),
)
def test_no_cell_of_a_table_is_a_formula(sign: str, title: str, authors: list[str]) -> None:
    paper = a_paper(title=f"{sign}{title}", authors=tuple(authors))
    written = as_csv([(Bookmark(paper.id, NOW), paper)])
    heading, row = csv.reader(io.StringIO(written, newline=""))
    assert len(heading) == len(row)
    assert row[1] in {paper.title, f"'{paper.title}"}
    for cell in row:
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_several_authors_share_a_cell() -> None:
    paper = a_paper()
    written = as_csv([(Bookmark(paper.id, NOW), paper)])
    assert "Ada Lovelace; Emmy Noether" in written
    assert "cs.LG; stat.ML" in written
