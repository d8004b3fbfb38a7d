"""The log of a test, put back afterwards for the tests that come next."""

import contextlib
import logging
from collections.abc import Iterator


@contextlib.contextmanager
def own_log() -> Iterator[None]:
    """Let a test set up the log as it likes, then put back handlers and every logger's level."""
    root = logging.getLogger()
    handlers, level, levels = root.handlers[:], root.level, _levels()
    root.handlers.clear()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in _levels():
            logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


def _levels() -> dict[str, int]:
    known = logging.root.manager.loggerDict
    return {name: one.level for name, one in known.items() if isinstance(one, logging.Logger)}
