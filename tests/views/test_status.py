from datetime import timedelta

from bot.document.plain import plain
from bot.domain.runs import Run
from bot.domain.subscriptions import State
from bot.views.sources import SourceRow
from bot.views.status import FAILURES_SHOWN, Health, document
from bot.views.words import Words
from tests.builders import DAY, NOW

ROW = SourceRow(
    name="Bluesky", state="on", last_success="3 h ago", papers=0, mentions=120, remark=""
)


def told(*failures: Run) -> str:
    health = Health(
        sources=(ROW,),
        failures=failures,
        waiting=2,
        subscriptions={State.ACTIVE: 3, State.SHUT_OUT: 1},
        newest=DAY,
    )
    return plain(document(health, Words()))


def test_sources_tell_when_they_answered_and_what_they_brought() -> None:
    assert "• Bluesky · 3 h ago · 120 mentions" in told()


def test_subscriptions_are_counted_by_state() -> None:
    assert "Subscriptions: 3 active, 1 shut out" in told()
    assert "2 messages are waiting to be sent" in told()


def test_the_newest_failures_are_shown_and_all_are_counted() -> None:
    runs = [
        Run(source="x", as_of=NOW - timedelta(minutes=number), problem=f"Problem {number}.")
        for number in range(9)
    ]
    answer = told(*runs)
    assert "9 failures in a day · X" in answer
    assert f"Problem {FAILURES_SHOWN - 1}." in answer
    assert f"Problem {FAILURES_SHOWN}." not in answer
