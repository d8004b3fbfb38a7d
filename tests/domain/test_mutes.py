import pytest

from bot.domain.mutes import Mute, MuteKind, audible
from bot.errors import BadArgument, UnknownCategory
from tests.builders import a_paper, a_ranking

FIRST = a_paper("2401.00001", title="Dark matter in small boxes", authors=("Ada Lovelace",))
SECOND = a_paper("2401.00002", title="Bright boxes", authors=("Emmy Noether",))
THIRD = a_paper(
    "2401.00003", title="Boxes in general", authors=("Grace Hopper",), categories=("hep-th",)
)


@pytest.mark.parametrize(
    "written",
    ["2401.00001", "arXiv:2401.00001v3", "https://arxiv.org/abs/2401.00001"],
)
def test_a_paper_is_muted_however_it_is_named(written: str) -> None:
    mute = Mute.parse(written)
    assert Mute(MuteKind.PAPER, "2401.00001") == mute
    assert (True, False) == (mute.hides(FIRST), mute.hides(SECOND))


@pytest.mark.parametrize("written", ["@Lovelace", '"dark matter"', "Dark small", '@"Ada Lovelace"'])
def test_an_author_or_words_are_muted(written: str) -> None:
    mute = Mute.parse(written)
    assert MuteKind.TOPIC is mute.kind
    assert (True, False, False) == tuple(map(mute.hides, (FIRST, SECOND, THIRD)))


def test_a_category_is_muted() -> None:
    mute = Mute.parse("hep-th")
    assert [THIRD] == [paper for paper in (FIRST, SECOND, THIRD) if mute.hides(paper)]


def test_what_is_muted_can_be_read_again() -> None:
    mute = Mute.parse('@"Ada Lovelace" -"dark matter"')
    assert mute == Mute.parse(mute.what)


@pytest.mark.parametrize("written", ["", "   "])
def test_everything_is_not_muted_by_mistake(written: str) -> None:
    with pytest.raises(BadArgument, match="Say what to mute"):
        Mute.parse(written)


def test_a_category_that_does_not_exist_is_not_muted() -> None:
    with pytest.raises(UnknownCategory):
        Mute.parse("cs.XX")


def test_a_mute_that_cannot_be_read_any_more_hides_nothing() -> None:
    assert not Mute(MuteKind.TOPIC, "cs.XX").hides(FIRST)


def test_what_is_muted_leaves_no_gap_in_the_ranking() -> None:
    heard = audible(a_ranking(FIRST, SECOND, THIRD), [Mute.parse("2401.00002")])
    assert [(1, FIRST), (2, THIRD)] == [(row.rank, row.paper) for row in heard.papers]


def test_without_mutes_everything_is_heard() -> None:
    ranking = a_ranking(FIRST, SECOND)
    assert ranking == audible(ranking, ())
