from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.document.nodes import Details, Link, Math, Quote, Section, Tag, Text
from bot.document.plain import plain_block, plain_spans
from bot.domain.digests import Style
from bot.domain.papers import Paper, normalise
from bot.domain.ranking import RankedPaper
from bot.domain.scores import Part, Score
from bot.views import papers
from bot.views.words import ENGLISH_WORDS
from tests.builders import a_digest, a_mention, a_paper

HOSTILE = "<b>@everyone</b> [x](https://evil.example) *_|`#1` &amp; !\u202e -> <!--"
ABSTRACT = "First, we look. Second, we find. " + "Then we go on for a long while. " * 20
# Signs that mean nothing in LaTeX, so that the words come back to the letter.
signs = st.text(st.characters(exclude_categories=["C"], exclude_characters="\\${}~^_`'-&%#\""))
titles = signs.map(normalise).filter(bool)


def a_ranked_paper(paper: Paper | None = None) -> RankedPaper:
    return a_digest(paper or a_paper()).papers[0]


def told(section: Section) -> str:
    return "\n".join(map(plain_block, section.blocks))


def urls(section: Section) -> list[str]:
    return [
        span.url
        for block in section.blocks
        if not isinstance(block, Details)
        for span in getattr(block, "spans", ())
        if isinstance(span, Link)
    ]


@pytest.mark.parametrize("style", Style)
@given(title=titles, abstract=titles)
def test_no_word_of_a_title_or_an_abstract_is_lost(style: Style, title: str, abstract: str) -> None:
    paper = a_paper(title=title[:300], abstract=abstract[:200])
    shown = told(papers.ranked(a_ranked_paper(paper), style, ENGLISH_WORDS))
    assert paper.title in shown
    assert style is Style.COMPACT or paper.abstract in shown


@pytest.mark.parametrize("style", Style)
def test_hostile_words_stay_words(style: Style) -> None:
    paper = a_paper(title=HOSTILE, abstract=HOSTILE, authors=(HOSTILE[:40],), categories=("cs.LG",))
    section = papers.ranked(a_ranked_paper(paper), style, ENGLISH_WORDS)
    assert told(section).count("@everyone") == (2 if style is Style.COMPACT else 3)
    assert not [url for url in urls(section) if "evil" in url]


@pytest.mark.parametrize("style", Style)
def test_the_title_leads_to_the_papers_page(style: Style) -> None:
    section = papers.ranked(a_ranked_paper(a_paper("2104.11178")), style, ENGLISH_WORDS)
    assert "https://arxiv.org/abs/2104.11178" == urls(section)[0]
    assert "https://arxiv.org/pdf/2104.11178" in urls(section)


def test_a_paper_in_full() -> None:
    section = papers.ranked(
        a_ranked_paper(a_paper(abstract="We learn. It works.")), Style.FULL, ENGLISH_WORDS
    )
    expected = (
        "1. Small Models Learn Quickly\n"
        "Ada Lovelace, Emmy Noether\n"
        "▲ 1,060 · 1,000 reposts · 60 likes\n"
        "We learn. It works.\n"
        "abs · pdf · Grace Hopper on X · cs.LG · stat.ML"
    )
    assert expected == told(section)


def test_a_compact_paper_shows_one_sentence() -> None:
    section = papers.ranked(
        a_ranked_paper(a_paper(abstract=ABSTRACT)), Style.COMPACT, ENGLISH_WORDS
    )
    assert [Quote((Text("First, we look."),))] == [
        block for block in section.blocks if isinstance(block, Quote)
    ]


@pytest.mark.parametrize("style", [Style.FULL, Style.RICH])
def test_the_beginning_of_the_abstract_stands_for_the_whole(style: Style) -> None:
    section = papers.ranked(a_ranked_paper(a_paper(abstract=ABSTRACT)), style, ENGLISH_WORDS)
    (details,) = (block for block in section.blocks if isinstance(block, Details))
    assert ABSTRACT == plain_spans(details.spans)
    assert ABSTRACT.startswith(plain_spans(details.summary))
    assert 0 < len(plain_spans(details.summary)) <= papers.SNIPPET_LENGTH


def test_formulae_are_kept_as_formulae() -> None:
    (_, link) = papers.title(a_ranked_paper(a_paper(title="Sorting in $O(n)$ Time"))).spans
    assert isinstance(link, Link)
    assert (Text("Sorting in "), Math("O(n)"), Text(" Time")) == link.spans


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "A 1"),
        (3, "A 1, A 2, A 3"),
        (4, "A 1, A 2, A 3, A 4"),
        (5, "A 1, A 2, A 3 +\N{NO-BREAK SPACE}2\N{NO-BREAK SPACE}more"),
        (3000, "A 1, A 2, A 3 +\N{NO-BREAK SPACE}2,997\N{NO-BREAK SPACE}more"),
    ],
)
def test_many_authors_are_counted(count: int, expected: str) -> None:
    paper = a_paper(authors=tuple(f"A {number}" for number in range(1, count + 1)))
    assert expected == plain_block(papers.authors(paper, ENGLISH_WORDS))


def test_an_endless_name_is_shortened() -> None:
    shown = plain_block(papers.authors(a_paper(authors=("A " * 500,)), ENGLISH_WORDS))
    assert len(shown) <= papers.NAME_LENGTH


def test_accents_of_names_are_written_in_unicode() -> None:
    assert "Paul Erdős" == plain_block(
        papers.authors(a_paper(authors=(r"Paul Erd\H{o}s",)), ENGLISH_WORDS)
    )


def test_an_endless_title_is_shortened() -> None:
    heading = papers.title(a_ranked_paper(a_paper(title="Learning " * 200)))
    assert len(plain_spans(heading.spans)) <= len("1. ") + papers.TITLE_LENGTH


@pytest.mark.parametrize("style", Style)
def test_what_a_paper_does_not_have_leaves_no_empty_line(style: Style) -> None:
    paper = a_paper("2104.11178", title="", abstract="", authors=(), categories=())
    section = papers.ranked(replace(a_ranked_paper(paper), mentions=()), style, ENGLISH_WORDS)
    expected = "1. 2104.11178\n▲ 1,060 · 1,000 reposts · 60 likes\nabs · pdf"
    assert expected == told(section)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((5490, 256), "▲ 5,746 · 5,490 reposts · 256 likes"),
        ((1, 1), "▲ 2 · 1 repost · 1 like"),
        ((50, 0), "▲ 50 · 50 reposts · 0 likes"),
    ],
)
def test_every_number_is_explained_by_the_word_beside_it(
    parts: tuple[int, int], expected: str
) -> None:
    reposts, likes = parts
    score = Score(reposts + likes, (Part("reposts", reposts), Part("likes", likes)))
    assert expected == plain_block(
        papers.why(replace(a_ranked_paper(), score=score), ENGLISH_WORDS)
    )


def test_a_voice_without_a_name_is_called_by_its_handle() -> None:
    mention = a_mention(author=" ", handle="grace", source="bluesky")
    links = papers.links(replace(a_ranked_paper(), mentions=(mention,)), ENGLISH_WORDS)
    assert "abs · pdf · @grace on Bluesky" == plain_spans(links)


def test_the_strongest_mention_is_the_one_that_is_named() -> None:
    mentions = (a_mention(native_id="7", author="First"), a_mention(author="Second"))
    links = papers.links(replace(a_ranked_paper(), mentions=mentions), ENGLISH_WORDS)
    assert Link((Text("First on X"),), "https://twitter.com/grace/status/7") == links[-1]


def test_each_category_is_a_tag_with_its_page() -> None:
    tags = [span for span in papers.tags(a_paper()) if isinstance(span, Tag)]
    assert [
        Tag("cs.LG", "https://arxiv.org/list/cs.LG/recent"),
        Tag("stat.ML", "https://arxiv.org/list/stat.ML/recent"),
    ] == tags
