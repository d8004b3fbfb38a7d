"""What a source brings home: mentions and counters of the right posts, each once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.sources.sightings import Catch, Parts, Sighting
from bot.domain.engagement import Engagement, MentionKey
from bot.domain.papers import PaperId
from bot.errors import SourceChanged, SourceError, SourceUnavailable
from tests.adapters.sources.errands import AS_OF, OTHER, PAPER, an_errand, counted, posts

SEEN = Sighting(
    native_id="1",
    papers=(PaperId.parse(PAPER), PaperId.parse(OTHER), PaperId.parse(PAPER)),
    url="https://example.org/1",
    author="",
    handle="ada",
    posted_on=AS_OF.date(),
    posted_at=AS_OF,
    engagement=Engagement(likes=3),
)


def test_a_post_about_two_papers_is_two_mentions_of_one_key() -> None:
    catch = Catch("here", an_errand())
    catch.add((SEEN, replace(SEEN, engagement=Engagement(likes=9))))

    harvest = catch.harvest()

    assert [("1", PAPER), ("1", OTHER)] == posts(harvest)
    assert {("1", PAPER): Engagement(likes=3), ("1", OTHER): Engagement(likes=3)} == (
        counted(harvest)
    )
    assert {"ada"} == {mention.author for mention in harvest.mentions}


def test_counters_that_were_not_seen_are_no_zero() -> None:
    catch = Catch("here", an_errand())
    catch.add((replace(SEEN, engagement=None),))

    assert (2, 0) == (len(catch.harvest().mentions), len(catch.harvest().snapshots))


def test_posts_of_another_time_are_left_out_unless_they_are_known() -> None:
    errand = an_errand(known=(MentionKey("here", "2"), MentionKey("there", "3")))
    catch = Catch("here", errand)
    early = errand.since - timedelta(seconds=1)
    catch.add(replace(SEEN, native_id=number, posted_at=early) for number in "123")

    assert {"2"} == {mention.key.native_id for mention in catch.harvest().mentions}


def test_a_post_that_is_only_dated_belongs_to_its_whole_day() -> None:
    catch = Catch("here", an_errand())
    days = {"1": AS_OF.date(), "2": AS_OF.date() + timedelta(days=1), "3": date(2026, 8, 11)}
    catch.add(
        replace(SEEN, native_id=number, posted_at=None, posted_on=day)
        for number, day in days.items()
    )

    assert ["1"] == list(catch.sightings)


def test_a_paper_of_a_month_to_come_is_no_paper() -> None:
    catch = Catch("here", an_errand())
    catch.add((replace(SEEN, papers=(PaperId.parse("2609.00001"), PaperId.parse(PAPER))),))

    assert [("1", PAPER)] == posts(catch.harvest())


def test_only_known_posts_can_be_lost() -> None:
    catch = Catch("here", an_errand(known=(MentionKey("here", "2"), MentionKey("here", "4"))))
    catch.lost(("2", "3"))

    assert ((MentionKey("here", "2"),), ["4"]) == (catch.harvest().gone, catch.unseen())


def test_without_news_the_bookmark_stays() -> None:
    catch = Catch("here", an_errand(bookmark="there"))

    assert ("there", "elsewhere") == (
        catch.harvest().bookmark,
        catch.harvest("elsewhere").bookmark,
    )


def test_some_parts_may_fail_but_not_all() -> None:
    parts = Parts(Catch("here", an_errand()))
    with parts.part("one"):
        fails(SourceUnavailable("busy"))
    with parts.part("two"):
        pass
    parts.settle()

    assert ["one: busy"] == parts.catch.warnings


def test_when_all_parts_fail_a_changed_shape_is_worth_more_than_an_outage() -> None:
    parts = Parts(Catch("here", an_errand()))
    for failure in (SourceUnavailable("busy"), SourceChanged("changed", payload=b"{}")):
        with parts.part("one"):
            fails(failure)
    with pytest.raises(SourceChanged) as caught:
        parts.settle()

    assert b"{}" == caught.value.payload


def fails(failure: SourceError) -> None:
    raise failure
