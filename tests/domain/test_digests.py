import pytest

from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey, Request, compose
from bot.domain.topics import EVERYTHING, Topic
from tests.builders import CHANNEL, NOW, a_digest, a_paper, a_ranking

PAPERS = [a_paper(f"2401.{number:05}") for number in range(1, 4)]


@pytest.mark.parametrize(("top", "expected"), [(None, 3), (1, 1), (3, 3), (9, 3)])
def test_a_digest_holds_the_first_papers(top: int | None, expected: int) -> None:
    assert PAPERS[:expected] == [row.paper for row in a_digest(*PAPERS, top=top).papers]


def test_a_digest_is_named_by_its_audience_and_its_day() -> None:
    expected = DigestKey("telegram:@papers cs.CL, stat.*", "2024-01-17")
    assert expected == a_digest(topic=Topic.of(["stat", "cs.CL"])).key


def test_without_a_topic_the_audience_is_the_destination() -> None:
    assert "telegram:@papers" == a_digest(topic=EVERYTHING).key.audience


def test_every_destination_thread_and_topic_is_an_audience_of_its_own() -> None:
    destinations = [
        CHANNEL,
        Destination(Platform.TELEGRAM, "@papers", "42"),
        Destination(Platform.DISCORD, "42"),
        Destination(Platform.TERMINAL),
    ]
    topics = [EVERYTHING, Topic.of(["cs.CL"]), Topic.of(["cs.*"])]
    keys = {a_digest(to=to, topic=topic).key for to in destinations for topic in topics}
    assert len(destinations) * len(topics) == len(keys)


def test_asking_later_for_more_papers_does_not_make_another_digest() -> None:
    ranking = a_ranking(*PAPERS)
    one = compose(ranking, Request(destination=CHANNEL, top=1), composed_at=NOW)
    other = compose(ranking, Request(destination=CHANNEL), composed_at=NOW.replace(hour=23))
    assert one.key == other.key


def test_another_edition_is_the_same_digest_under_another_key() -> None:
    digest = a_digest(*PAPERS)
    again = digest.edition(3)
    assert digest.key != again.key
    assert digest == again.edition(0)
