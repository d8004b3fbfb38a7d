"""Visits: when a source is worth asking again."""

from datetime import date, datetime, timedelta

from bot.domain.calendar import announcement_day, mailed_at

AFTER_MAILING = timedelta(minutes=75)
"""The pages of a mailing are complete about an hour after it went out."""

ASK_AGAIN = timedelta(minutes=20)
PATIENCE = timedelta(hours=4)
"""Where a mailing has not shown by then, it is taken for a holiday."""

ASK_AFTER_A_HOLIDAY = timedelta(hours=6)
ASK_AFTER_A_FAILURE = timedelta(hours=1)
ATTENTION_EVERY = timedelta(hours=3)
BEFORE_THE_DIGEST = timedelta(minutes=20)


def is_announcement_due(
    newest: date | None,
    visited_at: datetime | None,
    *,
    now: datetime,
    has_failed: bool = False,
) -> bool:
    """Say whether arXiv should be asked for a mailing that we do not have yet.

    `newest` is the newest listing day that is known, `visited_at` the last visit, if there was one,
    and `has_failed` says that nothing came of it.
    """
    expected = announcement_day(now)
    if newest is not None and newest >= expected:
        return False
    if visited_at is None:
        return True
    late = now - mailed_at(expected)
    if late < AFTER_MAILING:
        return False
    return now - visited_at >= _pause(late, has_failed=has_failed)


def _pause(late: timedelta, *, has_failed: bool) -> timedelta:
    if late <= PATIENCE:
        return ASK_AGAIN
    return ASK_AFTER_A_FAILURE if has_failed else ASK_AFTER_A_HOLIDAY


def is_attention_due(visited_at: datetime | None, digest_at: datetime, *, now: datetime) -> bool:
    """Say whether the networks should be asked again: every few hours, and before the digest.

    `digest_at` is the next instant at which a digest goes out.
    """
    if visited_at is None or now - visited_at >= ATTENTION_EVERY:
        return True
    is_close = timedelta() <= digest_at - now <= BEFORE_THE_DIGEST
    return is_close and digest_at - visited_at > BEFORE_THE_DIGEST
