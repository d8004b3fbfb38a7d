from hypothesis import given
from hypothesis import strategies as st

from bot.domain.engagement import Engagement
from tests.builders import a_mention

counters = st.builds(Engagement, *[st.integers(0, 10**9)] * 4)


@given(counters, counters)
def test_growth_is_what_was_added(earlier: Engagement, growth: Engagement) -> None:
    assert growth == (earlier + growth) - earlier


@given(counters, counters, counters)
def test_the_order_of_adding_does_not_matter(a: Engagement, b: Engagement, c: Engagement) -> None:
    assert (a + b) + c == c + (b + a)


@given(counters)
def test_no_attention_changes_nothing(some: Engagement) -> None:
    assert some == some + Engagement()


def test_a_handle_is_the_same_voice_in_any_case() -> None:
    assert a_mention(handle="grace").voice == a_mention(handle="Grace").voice
