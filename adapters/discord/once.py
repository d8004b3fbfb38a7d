"""Requests that are not repeated: discord.py tries again by itself, even where that posts twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

from bot.errors import Uncertain

_TOO_MANY = 429
_NONE = 0

_answers: ContextVar[list[int] | None] = ContextVar("answers", default=None)
"""The status of each try of what is not to be repeated; nothing where repeating is harmless."""


@contextmanager
def only_once() -> Iterator[None]:
    """Let no request in here be sent again, but where Discord has asked for a pause.

    Raises Uncertain instead. It works for clients that have `watch`.
    """
    before = _answers.set([])
    try:
        yield
    finally:
        _answers.reset(before)


def watch() -> aiohttp.TraceConfig:
    """Make what a client needs for `only_once`."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_begin)
    trace.on_request_end.append(_note)
    trace.on_request_exception.append(_note_silence)
    return trace


async def _begin(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _: aiohttp.TraceRequestStartParams
) -> None:
    answers = _answers.get()
    if answers and answers[-1] != _TOO_MANY:
        raise Uncertain("Discord may have taken what was posted; nobody knows.")


async def _note(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    answers = _answers.get()
    if answers is not None:
        answers.append(end.response.status)


async def _note_silence(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    _: aiohttp.TraceRequestExceptionParams,
) -> None:
    answers = _answers.get()
    if answers is not None:
        answers.append(_NONE)
