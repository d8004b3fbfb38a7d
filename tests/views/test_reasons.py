from datetime import date

import pytest

from bot.document.plain import plain_block
from bot.domain.mutes import Mute
from bot.domain.reasons import Awaited, Muted, OffTopic, Reason, TooLate, Unheard
from bot.domain.topics import EVERYTHING, Topic
from bot.views.reasons import REASONS_SHOWN, section
from bot.views.words import Words

TOPIC = Topic.parse("cs.CL, cs.LG")


def told(*reasons: Reason) -> str:
    _, rows = section(reasons, Words()).blocks
    return plain_block(rows)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Unheard(12.5, 60), "its score is 12.5, and 60 make a paper hot."),
        (Muted(Mute.parse("2401.00001")), "It is muted here. /mutes shows what is."),
        (
            TooLate(TOPIC, date(2024, 1, 18)),
            "cs.CL and cs.LG: it was not hot enough when the digest of its day was made",
        ),
        (Awaited(EVERYTHING, None), "All categories: it is in line for the next digest."),
    ],
)
def test_every_reason_is_a_sentence(reason: Reason, sentence: str) -> None:
    assert sentence in told(reason)


def test_many_reasons_are_cut() -> None:
    many = [OffTopic(Topic.parse(f"word{number}")) for number in range(20)]
    assert REASONS_SHOWN == len(told(*many).splitlines())
