from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from bot.domain.deliveries import (
    LEASE,
    MAX_ATTEMPTS,
    Delivery,
    Form,
    Outcome,
    Receipt,
    State,
    claim,
    delivery_id,
    expire,
    settle,
)
from bot.domain.destinations import Destination, Platform
from bot.domain.digests import DigestKey
from bot.errors import (
    FormUnsupported,
    PublishError,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)
from tests.builders import CHANNEL, KEY, NOW, a_delivery

MINUTE = timedelta(minutes=1)
pauses = st.none() | st.timedeltas(timedelta(0), timedelta(hours=1))
outcomes: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Receipt, st.just("17")),
    pauses.map(lambda after: TryLater("Busy.", after=after)),
    st.sampled_from(["@papers", "@moved"]).map(lambda to: Unreachable("Moved.", moved_to=to)),
    st.sampled_from(
        [
            Unreachable("Gone."),
            Rejected("Malformed."),
            Uncertain("Broken off."),
            FormUnsupported("Not here."),
            PublishError("Something else."),
        ]
    ),
)


def settled(outcome: Outcome, *, attempt: int = 1, resend_uncertain: bool = False) -> Delivery:
    delivery = replace(a_delivery(), attempts=attempt - 1)
    in_hand = claim(delivery, now=NOW)
    return settle(in_hand, outcome, now=NOW, resend_uncertain=resend_uncertain)


def test_a_claimed_delivery_is_in_hand_until_the_lease_runs_out() -> None:
    in_hand = claim(a_delivery(), now=NOW)
    expected = replace(a_delivery(), state=State.SENDING, attempts=1, leased_until=NOW + LEASE)
    assert expected == in_hand


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Receipt("17"), State.SENT),
        (TryLater("Busy."), State.QUEUED),
        (Uncertain("Broken off."), State.UNCERTAIN),
        (FormUnsupported("Not here."), State.REPLACED),
        (Unreachable("Gone."), State.ABANDONED),
        (Unreachable("Moved.", moved_to="@papers"), State.ABANDONED),
        (Unreachable("Moved.", moved_to="-100"), State.QUEUED),
        (Rejected("Malformed."), State.ABANDONED),
        (PublishError("Something else."), State.ABANDONED),
    ],
)
def test_each_outcome_leads_to_its_state(outcome: Outcome, state: State) -> None:
    assert state is settled(outcome).state


@given(outcomes, st.integers(1, MAX_ATTEMPTS), st.booleans())
def test_what_is_settled_is_in_nobodys_hand(outcome: Outcome, attempt: int, resend: bool) -> None:  # noqa: FBT001
    delivery = settled(outcome, attempt=attempt, resend_uncertain=resend)
    assert delivery.leased_until is None
    assert delivery.state is not State.SENDING
    assert (delivery.state is State.SENT) == (delivery.receipt is not None)


def test_a_refusal_stands_in_the_delivery_and_a_receipt_wipes_it_out() -> None:
    postponed = settled(TryLater("The platform is busy."))
    assert "The platform is busy." == postponed.problem
    sent = settle(claim(postponed, now=NOW), Receipt("17"), now=NOW, resend_uncertain=False)
    assert (None, Receipt("17")) == (sent.problem, sent.receipt)


@given(pauses)
def test_a_pause_that_was_asked_for_is_kept(after: timedelta | None) -> None:
    delivery = settled(TryLater("Busy.", after=after))
    assert NOW + (MINUTE if after is None else after) == delivery.due_at


def test_without_a_pause_asked_for_each_is_twice_the_one_before_for_some_four_hours() -> None:
    tries = range(1, MAX_ATTEMPTS)
    waits = [settled(TryLater("Busy."), attempt=attempt).due_at - NOW for attempt in tries]
    assert [1, 2, 4, 8, 16, 32, 64, 120] == [wait / MINUTE for wait in waits]
    assert timedelta(hours=4) < sum(waits, timedelta()) < timedelta(hours=4.5)


@pytest.mark.parametrize(
    "outcome", [TryLater("Busy."), Unreachable("Moved.", moved_to="@other"), Uncertain("Broken.")]
)
def test_after_the_last_attempt_it_is_given_up(outcome: PublishError) -> None:
    delivery = settled(outcome, attempt=MAX_ATTEMPTS, resend_uncertain=True)
    assert State.ABANDONED is delivery.state
    assert str(outcome) in str(delivery.problem)


def test_a_moved_channel_is_followed_at_once_into_the_same_thread() -> None:
    thread = Destination(Platform.TELEGRAM, "-5", "42")
    in_hand = claim(a_delivery(to=thread), now=NOW)
    moved = settle(
        in_hand, Unreachable("Moved.", moved_to="-1005"), now=NOW, resend_uncertain=False
    )
    assert Destination(Platform.TELEGRAM, "-1005", "42") == moved.destination
    assert NOW == moved.due_at


def test_what_may_have_arrived_is_sent_again_only_where_that_is_wanted() -> None:
    assert State.UNCERTAIN is settled(Uncertain("Broken."), resend_uncertain=False).state
    assert State.QUEUED is settled(Uncertain("Broken."), resend_uncertain=True).state


def test_a_lease_that_ran_out_is_an_uncertain_outcome() -> None:
    in_hand = claim(a_delivery(), now=NOW)
    left = expire(in_hand, now=NOW + LEASE, resend_uncertain=False)
    again = expire(in_hand, now=NOW + LEASE, resend_uncertain=True)
    assert (State.UNCERTAIN, State.QUEUED) == (left.state, again.state)


def test_identifiers_are_the_same_in_every_process() -> None:
    # Pinned: another algorithm would send again what an older version has sent.
    assert "85fdf5439f3c6f2075d891c4ae828c92" == delivery_id(KEY, 1, Form.PLAIN)


names = st.builds(
    delivery_id,
    st.builds(
        DigestKey,
        st.sampled_from(["telegram:@papers", "telegram:@papers cs.CL", "discord:1"]),
        st.sampled_from(["2024-01-17", "2024-01-18"]),
        st.integers(0, 12),
    ),
    st.integers(1, 12),
    st.sampled_from(Form),
)


@given(names)
def test_a_nonce_is_short_enough_for_discord(name: str) -> None:
    nonce = replace(a_delivery(), id=name).nonce
    assert 25 == len(nonce)
    assert name.startswith(nonce)


def test_every_part_of_every_edition_in_every_form_has_an_identifier_of_its_own() -> None:
    ids = {
        delivery_id(replace(KEY, edition=edition), part, form)[:25]
        for edition in range(20)
        for part in range(1, 20)
        for form in Form
    }
    assert 20 * 19 * 2 == len(ids)


class Outbox(RuleBasedStateMachine):
    """One message, several processes: whoever holds a claim may settle it, however late."""

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.stored = a_delivery()
        self.history = [self.stored]

    def _save(self, delivery: Delivery) -> None:
        """Do what storages do: take a fate only from the process that holds the newest claim."""
        if self.stored.state is State.SENDING and self.stored.attempts == delivery.attempts:
            self._store(delivery)

    def _store(self, delivery: Delivery) -> None:
        self.stored = delivery
        self.history.append(delivery)

    @rule(by=st.timedeltas(timedelta(0), timedelta(hours=3)))
    def time_passes(self, by: timedelta) -> None:
        self.now += by

    @rule(target=claims)
    def a_process_claims_it(self) -> Delivery:
        if self.stored.state is State.QUEUED and self.stored.due_at <= self.now:
            self._store(claim(self.stored, now=self.now))
        return self.stored

    @rule(in_hand=consumes(claims), outcome=outcomes, resend=st.booleans())
    def the_process_settles_it(self, in_hand: Delivery, outcome: Outcome, *, resend: bool) -> None:
        if in_hand.state is State.SENDING:
            self._save(settle(in_hand, outcome, now=self.now, resend_uncertain=resend))

    @rule(resend=st.booleans())
    def its_lease_is_looked_at(self, *, resend: bool) -> None:
        until = self.stored.leased_until
        if until and until <= self.now:
            self._save(expire(self.stored, now=self.now, resend_uncertain=resend))

    @invariant()
    def it_is_sent_once_at_most(self) -> None:
        assert sum(delivery.state is State.SENT for delivery in self.history) <= 1

    @invariant()
    def attempts_are_bounded(self) -> None:
        assert self.stored.attempts <= MAX_ATTEMPTS

    @invariant()
    def final_states_stay_final(self) -> None:
        assert not any(delivery.state.is_final for delivery in self.history[:-1])

    @invariant()
    def only_what_is_in_hand_has_a_lease(self) -> None:
        assert (self.stored.state is State.SENDING) == (self.stored.leased_until is not None)

    @invariant()
    def it_stays_the_same_message(self) -> None:
        assert self.stored.id == self.history[0].id
        assert self.stored.destination.platform is CHANNEL.platform


TestOutbox: Callable[[], object] = Outbox.TestCase
