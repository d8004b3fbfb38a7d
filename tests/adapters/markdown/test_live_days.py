"""Days that nobody published before: the old form, and words that cannot become markup."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from adapters.markdown.render import markdown_post
from adapters.sources.archive import MalformedPost, parse
from bot.document.latex import to_unicode
from bot.domain.engagement import Mention
from bot.domain.papers import Paper, normalise
from bot.domain.posts import PostHead
from bot.domain.ranking import Ranking
from tests.builders import DAY, a_mention, a_paper, a_ranking

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HEAD = PostHead(
    day=DAY,
    published_at=datetime(2024, 1, 18, 9, 0, 1, 500, tzinfo=UTC),
    counted_at=datetime(2024, 1, 18, 9, 0, 1, tzinfo=UTC),
    timezone="Europe/Berlin",
)
PAGE = """\
---
title: Hot Papers 2024-01-17
date: 2024-01-18T10:00:01.Z
template: "post"
draft: false
slug: "hot-papers-2024-01-17"
category: "arXiv"
tags:
  - "arXiv"
  - "Twitter"
  - "Machine Learning"
  - "Computer Science"
description: "Hot papers 2024-01-17"
socialImage: "/media/flying-marine.jpg"

---

# 1. Kettles in O(n²) Time

Ada Lovelace, Emmy Noether

- retweets: 1000, favorites: 60 (01/18/2024 10:00:00)

- links: [abs](https://arxiv.org/abs/2401.00001) | [pdf](https://arxiv.org/pdf/2401.00001)
- [cs.LG](https://arxiv.org/list/cs.LG/recent) | [stat.ML](https://arxiv.org/list/stat.ML/recent)

They boil. All of them.

> — Grace Hopper (\\@grace) on X, [January 17, 2024](https://twitter.com/grace/status/1)



"""
HOSTILE = [
    "[free](https://evil.example) papers",
    "<script>alert(1)</script> & <b>bold</b>",
    "![](https://evil.example/pixel.png)",
    "# heading, *stars*, _lines_, `code`, ~~gone~~",
    "- a list",
    "1. a list",
    "1) a list",
    "+ a list",
    "===",
    "---",
    "> a quote",
    "``` a fence",
    "| a | table |",
    "&copy; &#x202e;",
    "[a]: https://evil.example",
    "<https://evil.example>",
    "turned \u202eback and \x1b[31mred",
    "a backslash \\",
    "\\[x\\]",
    "line\n\n# break",
]


def ranking_of(paper: Paper, *mentions: Mention) -> Ranking:
    ranking = a_ranking(paper)
    (ranked,) = ranking.papers
    return replace(ranking, papers=(replace(ranked, mentions=mentions),))


def body_of(page: str) -> str:
    return page.partition("\n---\n")[2]


def shown(words: str) -> str:
    """What a reader should see of words."""
    kept = "".join(
        " " if ord(letter) < 32 or 127 <= ord(letter) < 160 or letter in TURNING else letter
        for letter in words
    )
    return normalise(kept)


TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_a_live_day_has_the_old_form() -> None:
    paper = a_paper(title="Kettles in $O(n^2)$ Time", abstract="They boil. All of them.")
    assert markdown_post(HEAD, ranking_of(paper, a_mention())) == PAGE


def test_a_page_that_the_bot_wrote_is_not_mistaken_for_one_of_the_blog() -> None:
    page = markdown_post(HEAD, a_ranking()).encode()
    with pytest.raises(MalformedPost, match='found "> — Grace Hopper'):
        parse(page, name="live.md", zone=ZoneInfo("Europe/Berlin"))


def test_a_day_without_papers_is_its_head() -> None:
    page = markdown_post(HEAD, replace(a_ranking(), papers=()))
    assert page == PAGE[: PAGE.index("\n# 1.")]
    assert parse(page.encode(), name="live.md", zone=ZoneInfo("Europe/Berlin")).listings == ()


def test_an_embed_of_the_blogs_network_is_followed_by_its_script() -> None:
    page = markdown_post(HEAD, ranking_of(a_paper(), a_mention(embed="<blockquote>1</blockquote>")))
    assert (
        "\n\n<blockquote>1</blockquote>\n"
        '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
        "\n\n\n\n" in page
    )


def test_an_embed_of_another_network_stands_alone() -> None:
    mention = a_mention(source="bluesky", embed="<blockquote>1</blockquote>")
    page = markdown_post(HEAD, ranking_of(a_paper(), mention))
    assert page.endswith("\n\n<blockquote>1</blockquote>\n\n\n\n")


@pytest.mark.parametrize(
    ("author", "handle", "named"),
    [
        ("Grace", "grace", "Grace (@grace)"),
        ("", "grace", "@grace"),
        ("pg", "pg", "@pg"),
        ("Grace", "", "Grace"),
        ("[x](https://evil.example)", "<b>", "[x](https://evil.example) (@<b>)"),
    ],
)
def test_a_mention_names_who_speaks_and_where(author: str, handle: str, named: str) -> None:
    mention = replace(a_mention(source="hackernews"), author=author, handle=handle)
    page = markdown_post(HEAD, ranking_of(a_paper(), mention))
    line = page.rstrip().rpartition("\n")[2]
    (inline,) = [token for token in READER.parse(line) if token.type == "inline"]
    assert reading(inline) == f"— {named} on Hacker News, January 17, 2024"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example/b?c=d&e=f#g", "https://a.example/b?c=d&e=f#g"),
        ("https://a.example/x) [y](z", None),
        ("https://a.example/(x)", "https://a.example/%28x%29"),
        ("javascript:alert(1)", None),
        ("https://a.example/\u202e\ud800", "https://a.example/%E2%80%AE?"),
        ("", None),
    ],
)
def test_only_web_addresses_become_links(url: str, target: str | None) -> None:
    page = markdown_post(HEAD, ranking_of(a_paper(), replace(a_mention(), url=url)))
    line = page.rstrip().rpartition("\n")[2]
    assert line.endswith(f", [January 17, 2024]({target})" if target else ", January 17, 2024")


@given(st.text(max_size=60) | st.lists(st.sampled_from(HOSTILE)).map(" ".join))
@example("\\")
@example("3. x")
@example("$x$ ${y}$ {{ template }}")
def test_whatever_words_say_they_are_shown_and_do_nothing(words: str) -> None:
    assert_shown(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_words_is_shown_and_does_nothing(words: str) -> None:
    assert_shown(words)


def assert_shown(words: str) -> None:
    paper = a_paper(title=words, abstract=words, authors=(words, "Ada"))
    tokens = READER.parse(body_of(markdown_post(HEAD, ranking_of(paper))))
    title, authors, _counts, links, _categories, *abstract = map(
        reading, (token for token in tokens if token.type == "inline")
    )
    assert title == f"1. {shown(to_unicode(words)) or '2401.00001'}"
    assert authors == shown(f"{words}, Ada")
    assert links == "links: abs | pdf"
    assert abstract == [one for one in (shown(to_unicode(words)),) if one]
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "softbreak", "link_open", "link_close"}
    assert {token.tag for token in tokens} <= {"h1", "p", "ul", "li", ""}


def reading(token: Token) -> str:
    return "".join(child.content for child in token.children or ())
