from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.papers import PaperId, normalise
from bot.domain.taxonomy import ARCHIVES
from bot.errors import UnknownPaper


@st.composite
def old_texts(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1991, 7, 1), date(2007, 3, 31)))
    archive = draw(st.sampled_from(sorted(ARCHIVES)))
    return f"{archive}/{day:%y%m}{draw(st.integers(1, 999)):03}"


@st.composite
def new_texts(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(2007, 4, 1), date(2050, 12, 31)))
    digits = 5 if day >= date(2015, 1, 1) else 4
    return f"{day:%y%m}.{draw(st.integers(1, 10**digits - 1)):0{digits}}"


texts = old_texts() | new_texts()


@given(texts)
def test_an_identifier_is_written_as_it_was_read(text: str) -> None:
    assert text == str(PaperId.parse(text))


@given(texts)
def test_reading_what_was_written_changes_nothing(text: str) -> None:
    paper_id = PaperId.parse(text)
    assert paper_id == PaperId.parse(str(paper_id))


@given(texts, st.sampled_from(["", "arXiv:", "ARXIV: "]), st.sampled_from(["", "v1", "v12"]))
def test_prefix_and_version_do_not_matter(text: str, prefix: str, version: str) -> None:
    assert PaperId.parse(text) == PaperId.parse(f"  {prefix}{text}{version}\n")


@given(new_texts(), new_texts())
def test_identifiers_of_the_new_style_sort_by_month_and_number(one: str, other: str) -> None:
    keys = [tuple(map(int, text.split("."))) for text in (one, other)]
    assert (keys[0] < keys[1]) == (PaperId.parse(one) < PaperId.parse(other))


@given(old_texts(), new_texts())
def test_the_old_style_comes_before_the_new_one(old: str, new: str) -> None:
    assert PaperId.parse(old) < PaperId.parse(new)


def test_identifiers_of_the_nineties_come_before_those_of_2000() -> None:
    written = ["hep-lat/9107001", "cs/9912010", "cs/0001001", "math/0703001", "0704.0001"]
    assert written == list(map(str, sorted(map(PaperId.parse, reversed(written)))))


@given(st.text())
def test_any_text_is_an_identifier_or_a_mistake_that_names_it(text: str) -> None:
    try:
        assert str(PaperId.parse(text))
    except UnknownPaper as mistake:
        assert f"“{text}”" in str(mistake)  # noqa: PT017


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2104",
        "2104.1117",
        "2104.111788",
        "1412.00001",
        "1501.0001",
        "0703.0001",
        "2113.00001",
        "2100.00001",
        "2104.00000",
        "2104.11178v0",
        "2104.11178v",
        "2104.11178v2v3",
        "٢١٠٤.١١١٧٨",
        "hep-th/0704001",
        "hep-th/9106001",
        "hep-th/9901000",
        "hep-th/99010001",
        "vixra/9901001",
        "math.gt/0309136",
        "https://arxiv.org/abs/2104.11178",
    ],
)
def test_impossible_identifiers_are_refused(text: str) -> None:
    with pytest.raises(UnknownPaper):
        PaperId.parse(text)


def test_the_subject_class_of_the_old_style_is_no_part_of_the_identifier() -> None:
    assert PaperId.parse("math/0309136") == PaperId.parse("math.GT/0309136")


@given(texts)
def test_addresses_end_in_the_identifier(text: str) -> None:
    paper_id = PaperId.parse(text)
    assert paper_id.abs_url == f"https://arxiv.org/abs/{text}"
    assert paper_id.pdf_url == f"https://arxiv.org/pdf/{text}"


@given(texts, texts)
def test_equal_identifiers_are_found_in_dictionaries(one: str, other: str) -> None:
    assume(one != other)
    assert {PaperId.parse(one): 1}.get(PaperId.parse(f"{one}v3")) == 1
    assert {PaperId.parse(one): 1}.get(PaperId.parse(other)) is None


@given(st.text())
def test_normalising_folds_white_space_and_does_so_once_and_for_all(text: str) -> None:
    assert " ".join(text.split()) == normalise(text)
    assert normalise(text) == normalise(normalise(text))
