"""Whole digests of hostile papers, posted."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram import render, rich
from adapters.telegram.ruler import ClassicRuler, RichRuler
from bot.document.fit import Ruler, paginate
from bot.document.nodes import Document
from bot.domain.digests import Style
from bot.domain.papers import Paper, PaperId
from bot.views import digests
from bot.views.words import ENGLISH_WORDS
from tests.adapters.telegram.corpus import LONG_SENTENCE, NASTY
from tests.adapters.telegram.documents import classic_text, unhurried, visible, words
from tests.builders import DAY, a_digest, a_paper
from tests.emulators.telegram_chats import Chat, post
from tests.judges.tdlib import parse_html

TEX = (r"$\lambda_1 < x^2$", r"\emph{so} \& such", "100% of $5", "_*~`|", r"\\", "$", "{}")


def papers() -> st.SearchStrategy[tuple[Paper, ...]]:
    prose = st.lists(st.sampled_from(TEX) | words(4), max_size=12).map(" ".join)
    abstracts = st.builds(lambda text, times: (text * times)[:9000], prose, st.integers(0, 150))
    authors = st.lists(words(3), max_size=4).map(tuple) | words(3).map(lambda name: (name,) * 300)
    paper = st.tuples(prose, abstracts, authors)
    return st.lists(paper, min_size=1, max_size=16).map(
        lambda rows: tuple(
            Paper(
                id=PaperId.parse(f"2401.{number:05}"),
                title=title,
                abstract=abstract,
                authors=names,
                categories=("cs.CV", "cs.LG", "math-ph"),
                announced_on=DAY,
            )
            for number, (title, abstract, names) in enumerate(rows, 1)
        )
    )


def a_channel() -> Chat:
    return Chat(id=-1001, kind="channel", title="Papers", rights={"can_post_messages"})


def classic_parts(chosen: tuple[Paper, ...], style: Style) -> tuple[Document, ...]:
    return paginate(digests.page(a_digest(*chosen, style=style), ENGLISH_WORDS), ClassicRuler())


@unhurried
@given(papers(), st.sampled_from(list(Style)))
def test_telegram_takes_every_part_of_a_digest_and_shows_all_of_it(
    chosen: tuple[Paper, ...], style: Style
) -> None:
    channel = a_channel()
    for number, part in enumerate(classic_parts(chosen, style), 1):
        html = render.render(part)
        parsed = parse_html(html)
        call = {"text": html, "parse_mode": "HTML"}
        posted = post(channel, call, number)
        assert classic_text(part) == visible(parsed.text)
        assert parsed.text.strip() == posted.text
        assert len(parsed.entities) <= 100


@unhurried
@given(papers())
def test_telegram_takes_every_rich_part_of_a_digest(chosen: tuple[Paper, ...]) -> None:
    document = digests.page(a_digest(*chosen, style=Style.RICH), ENGLISH_WORDS)
    channel = a_channel()
    for number, part in enumerate(paginate(document, RichRuler()), 1):
        post(channel, {"rich_message": {"html": rich.render(part)}}, number)
    assert all(posted.blocks <= 500 for posted in channel.posts)


def test_a_whole_day_is_one_rich_message() -> None:
    day = [
        a_paper(f"2401.{number:05}", abstract=LONG_SENTENCE.format(number) * 15)
        for number in range(1, 17)
    ]
    document = digests.page(a_digest(*day, style=Style.RICH), ENGLISH_WORDS)
    assert 1 == len(paginate(document, RichRuler()))


@pytest.mark.parametrize("style", list(Style))
def test_a_full_day_is_fitted_and_written_quickly(style: Style) -> None:
    day = [
        a_paper(f"2401.{number:05}", abstract=LONG_SENTENCE.format(number) * 15)
        for number in range(1, 17)
    ]
    document = digests.page(a_digest(*day, style=style), ENGLISH_WORDS)
    ruler: Ruler = RichRuler() if style is Style.RICH else ClassicRuler()
    write = rich.render if style is Style.RICH else render.render
    assert min(_seconds(document, ruler, write) for _ in range(5)) < 0.1


def _seconds(document: Document, ruler: Ruler, write: Callable[[Document], str]) -> float:
    started = time.perf_counter()
    for part in paginate(document, ruler):
        write(part)
    return time.perf_counter() - started


def test_the_corpus_is_posted_whole() -> None:
    channel = a_channel()
    for number, part in enumerate(classic_parts(NASTY, Style.FULL), 1):
        post(channel, {"text": render.render(part), "parse_mode": "HTML"}, number)
    links = {link for posted in channel.posts for link in posted.links}
    assert set() == {link for link in links if "evil" in link}
