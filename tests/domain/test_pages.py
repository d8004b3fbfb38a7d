from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pages import begun, cut


@given(st.lists(st.integers(), max_size=30), st.integers(1, 7))
def test_the_pages_of_a_list_are_the_list(rows: list[int], size: int) -> None:
    pages, number = [cut(rows, 1, size)], 1
    while not pages[-1].is_last:
        number += 1
        pages.append(cut(rows, number, size))
    assert rows == [row for page in pages for row in page.rows]
    assert all(len(page.rows) <= size for page in pages)
    assert [page.begins_at for page in pages] == [size * place for place in range(len(pages))]


@given(st.lists(st.integers(), max_size=30), st.integers(), st.integers(1, 7))
def test_a_page_that_is_not_there_is_the_nearest_one(
    rows: list[int], number: int, size: int
) -> None:
    page = cut(rows, number, size)
    assert bool(page.rows) == bool(rows)
    assert page == cut(rows, page.number, size)


@given(st.lists(st.integers(), max_size=30), st.integers(1, 9), st.integers(1, 7))
def test_one_row_more_tells_whether_there_is_another_page(
    rows: list[int], number: int, size: int
) -> None:
    start = (number - 1) * size
    page = begun(rows[start : start + size + 1], number, size)
    if page.rows:
        assert cut(rows, number, size) == page
    else:
        assert page.is_last
