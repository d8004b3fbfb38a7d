from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.kinds import DAYS, PAPER, PERIOD, STYLE, TEXT, TOPIC, ZONE, Kind
from bot.commands.suggest import LONGEST, MOST, Suggestions
from bot.domain.boards import Board
from bot.services.boards import Boards
from bot.services.lookup import Lookup
from bot.views.words import Words
from storage.memory import MemoryStorage
from tests.builders import a_paper, a_ranking
from tests.commands.libraries import PAPERS, a_chat, a_library
from tests.fakes import FakeClock
from tests.services.test_lookup import POLICIES

KINDS: list[Kind[object]] = [TOPIC, PAPER, PERIOD, DAYS, ZONE, TEXT, STYLE]
NOTHING = Suggestions(Boards(Lookup(MemoryStorage(), FakeClock(), POLICIES), FakeClock()))


def values(kind: Kind[object], typed: str) -> list[str]:
    return [row.value for row in NOTHING.of(kind, typed, Words())]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", ["cs.LG", "cs.CL", "cs.CV"]),
        ("cs.c", ["cs.c", "cs.CL", "cs.CV"]),
        ("CS.CL", ["cs.CL"]),
        ("gr-q", ["gr-q", "gr-qc"]),
        ("computer vis", ["computer vis", "cs.CV"]),
        ("robot", ["robot", "cs.RO"]),
        ("diffusion cs.CV", ["diffusion cs.CV"]),
        ("diffusion cs.R", ["diffusion cs.R", "diffusion cs.RO"]),
        ("cs.CL, stat.M", ["cs.CL, stat.M", "cs.CL, stat.ML", "cs.CL, stat.ME"]),
        ("graphs -q-bio.N", ["graphs -q-bio.N", "graphs -q-bio.NC"]),
        ("(cs.CL|cs.R", ["(cs.CL|cs.R", "(cs.CL|cs.RO"]),
        ("#cs.R", ["#cs.R", "#cs.RO"]),
    ],
)
def test_topics_are_completed_by_code_and_by_name(typed: str, first: list[str]) -> None:
    assert first == values(TOPIC, typed)[: len(first)]


def test_a_category_says_what_it_is_called() -> None:
    (first, *_) = NOTHING.of(TOPIC, "cs.CL", Words())
    assert "cs.CL · Computation and Language" == first.label


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tok", "Asia/Tokyo"),
        ("new y", "America/New_York"),
        ("europe/ber", "Europe/Berlin"),
        ("berl", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("", "UTC"),
    ],
)
def test_zones_are_found_by_their_city(typed: str, first: str) -> None:
    assert first == values(ZONE, typed)[0]


def test_rhythms_are_completed_day_by_day() -> None:
    assert ["daily", "weekdays", "weekly", "mon,wed,fri"] == values(DAYS, "")[:4]
    assert ["weekdays", "weekly"] == values(DAYS, "week")
    assert ["mon,tue", "mon,thu"] == values(DAYS, "mon,t")


async def test_days_and_papers_of_the_newest_ranking_are_offered() -> None:
    chat = a_chat(await a_library())
    await chat.says("/hot")

    async def offered(param: str, typed: str) -> list[str]:
        command = "paper" if param == "paper" else "hot"
        rows = await chat.desk.suggest(command, param, typed, chat.caller)
        return [row.value for row in rows]

    assert ["today", "yesterday", "week", "month", "2026-11-24"] == await offered("day", "")
    assert ["2026-11-24"] == await offered("day", "2026-11")
    await chat.says(f"/paper {PAPERS[0]}")
    assert PAPERS[0] == (await offered("paper", ""))[0]
    assert sorted(PAPERS) == sorted(await offered("paper", "machines"))
    assert [PAPERS[3]] == await offered("paper", "MACHINES 4")
    assert [PAPERS[3]] == await offered("paper", f"https://arxiv.org/abs/{PAPERS[3]}")
    assert ["2401.00001"] == await offered("paper", "arXiv:2401.00001v2")


async def test_what_is_not_known_is_not_completed() -> None:
    chat = a_chat(MemoryStorage())
    assert () == tuple(await chat.desk.suggest("nothing", "topic", "", chat.caller))
    assert () == tuple(await chat.desk.suggest("hot", "nothing", "", chat.caller))
    assert [] == list(await chat.desk.suggest("paper", "paper", "", chat.caller))


@given(st.sampled_from(KINDS), st.text(st.characters(codec=None), max_size=120))
def test_whatever_is_typed_the_offer_fits(kind: Kind[object], typed: str) -> None:
    rows = NOTHING.of(kind, typed, Words("de"))
    assert len(rows) <= MOST
    assert all(0 < len(row.value) <= LONGEST and 0 < len(row.label) <= LONGEST for row in rows)
    assert len(rows) == len({row.value for row in rows})


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(["", "c", "zzz", "a b c", "2611.0", "2026"]))
def test_an_offer_comes_at_once(typed: str) -> None:
    papers = [a_paper(f"2401.{n:05}", title=f"On $x_{n}$ Things") for n in range(1, 1001)]
    boards = Boards(Lookup(MemoryStorage(), FakeClock(), POLICIES), FakeClock())
    boards._newest = Board(a_ranking(*papers[:200]), 50, papers)
    boards._known = tuple(date.fromordinal(730_000 + day) for day in range(5000))
    offers = Suggestions(boards)
    for kind in KINDS:
        offers.of(kind, typed, Words())
        begun = process_time()
        for _ in range(10):
            offers.of(kind, typed, Words())
        assert (process_time() - begun) / 10 < 0.01
