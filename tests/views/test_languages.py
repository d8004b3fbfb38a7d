from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.document.plain import plain
from bot.domain.balanced import BalancedPolicy
from bot.domain.digests import Digest, Request, Style, compose
from bot.domain.explanation import Explanation, standing
from bot.domain.languages import ENGLISH, LANGUAGES
from bot.domain.papers import PaperId
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, rank
from bot.domain.runs import Freshness, Run
from bot.domain.topics import EVERYTHING, Topic
from bot.views import digests, sources, why
from bot.views.words import Words
from tests.builders import CHANNEL, NOW, a_digest, a_listing, a_paper
from tests.domain.days import evidence_of, said

FRIDAY = date(2021, 4, 23)


def test_what_a_catalogue_lacks_stays_english() -> None:
    words = Words(locale="de")
    assert "Nobody says this 1.200 times." == words("Nobody says this {count} times.", count=1200)
    assert "2 teapots" == words.plural("{count} teapot", "{count} teapots", 2)


def test_a_language_of_which_nothing_is_known_is_spoken_in_english() -> None:
    assert "late riser" == Words(locale="nl")("late riser")


@pytest.mark.parametrize(
    ("locale", "number", "day", "days", "moment", "names"),
    [
        (
            "de",
            "1.234,5",
            "Freitag, 23. April 2021",
            "19.–23. Apr. 2021",
            "24. April 2021, 17:20 JST",
            "a, b und c",
        ),
        (
            "ja",
            "1,234.5",
            "2021年4月23日金曜日",
            "2021年4月19日～23日",
            "2021年4月24日 17:20 JST",
            "a、b、c",
        ),
        (
            "ru",
            "1\N{NO-BREAK SPACE}234,5",
            "пятница, 23 апреля 2021\N{NARROW NO-BREAK SPACE}г.",
            "19–23 апр. 2021\N{NARROW NO-BREAK SPACE}г.",
            "24 апреля 2021\N{NARROW NO-BREAK SPACE}г., 17:20 JST",
            "a, b и c",
        ),
    ],
)
def test_numbers_dates_and_lists_are_written_as_the_language_does(
    locale: str, number: str, day: str, days: str, moment: str, names: str
) -> None:
    words = Words(locale=locale, zone="Asia/Tokyo")
    assert [number, day, days, moment, names] == [
        words.number(1234.5),
        words.long_date(FRIDAY),
        words.days(FRIDAY - timedelta(days=4), FRIDAY),
        words.moment(datetime(2021, 4, 24, 8, 20, tzinfo=UTC)),
        words.listed(["a", "b", "c"]),
    ]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "1 статья"), (3, "3 статьи"), (5, "5 статей"), (11, "11 статей"), (21, "21 статья")],
)
def test_russian_has_three_plurals(count: int, expected: str) -> None:
    assert expected == Words(locale="ru").plural("{count} paper", "{count} papers", count)


def an_empty_digest(topic: Topic, *, candidates: int) -> Digest:
    ids = [f"2104.{number:05}" for number in range(1, candidates + 1)]
    evidence = Evidence(
        day=FRIDAY, listings=[a_listing(id_, listed_on=FRIDAY) for id_ in ids], snapshots=[]
    )
    request = Request(destination=CHANNEL, topic=topic)
    return compose(rank(evidence, ClassicPolicy(), as_of=NOW), request, composed_at=NOW)


def a_busy_digest(style: Style) -> Digest:
    digest = a_digest(
        a_paper(authors=("A", "B", "C", "D", "E")), a_paper("2401.00002"), style=style
    )
    first, second = digest.papers
    fresh = (
        Freshness(source="x", counted_at=NOW - timedelta(hours=3)),
        Freshness(source="hackernews", counted_at=None),
    )
    papers = (replace(first, is_late=True), second)
    ranking = replace(digest.ranking, freshness=fresh, candidates=7, papers=papers)
    return replace(digest, ranking=ranking, papers=papers, is_sample=True)


def every_digest() -> Iterator[Digest]:
    for style in Style:
        yield a_busy_digest(style)
        yield replace(a_busy_digest(style), papers=a_busy_digest(style).papers[:1])
    for topic in (EVERYTHING, Topic.of(["cs.LG", "stat.*"]), Topic.parse("teapots")):
        for candidates in (0, 1, 5):
            digest = an_empty_digest(topic, candidates=candidates)
            deaf = (Freshness(source="x", counted_at=None),)
            yield digest
            yield replace(digest, ranking=replace(digest.ranking, since=FRIDAY - timedelta(days=4)))
            yield replace(digest, ranking=replace(digest.ranking, freshness=deaf))


def told_in(locale: str) -> list[str]:
    """Say everything that the views can say."""
    words = Words(locale=locale, zone="Asia/Tokyo")
    request = Request(destination=CHANNEL, topic=Topic.of(["cs.LG"]))
    pages = [digests.page(digest, words) for digest in every_digest()]
    pages += [digests.quiet(request, FRIDAY, words, is_mailed=mailed) for mailed in (True, False)]
    pages += [why.page(PaperId.parse("2401.00001"), each, words) for each in explanations()]
    runs = [
        Run(source="arxiv", as_of=NOW, papers=2, mentions=1, snapshots=5, warnings=("One.", "Two."))
    ]
    return [
        *map(plain, pages),
        sources.sentence(runs[0], words),
        sources.what_is_used(FRIDAY, runs, words),
    ]


def explanations() -> Iterator[Explanation]:
    ada = said(post="3", name="Ada Lovelace", likes=40)
    talk = [
        said(post="1", name="Feed", likes=90, is_automated=True),
        said(post="2", name="Lin", likes=80),
        ada,
        *(said(post=str(number), likes=9) for number in range(4, 8)),
        said(source="hackernews", post="9", likes=300),
    ]
    evidence = evidence_of(talk)
    later = NOW + timedelta(hours=13)
    grown = replace(ada.snapshot, measured_at=later)
    after = replace(evidence, snapshots=[*evidence.snapshots, grown])
    policy, paper = BalancedPolicy(), PaperId.parse("2401.00001")
    before = standing(evidence, policy, paper, as_of=NOW)
    now = standing(after, policy, paper, as_of=later)
    silent = standing(evidence, policy, PaperId.parse("2401.00009"), as_of=NOW)
    yield Explanation(threshold=60, now=now, before=before)
    yield Explanation(threshold=9_000, now=before)
    yield Explanation(threshold=60, now=silent)


@pytest.mark.parametrize("locale", sorted(set(LANGUAGES) - {ENGLISH}))
def test_every_view_speaks_every_language(locale: str) -> None:
    english, told = told_in(ENGLISH), told_in(locale)
    assert [] == [text for text in told if "{" in text or text in english]
