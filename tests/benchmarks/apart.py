"""Measuring in a process of its own, whose memory no other benchmark has left in disorder."""

from multiprocessing import get_context
from multiprocessing.connection import Connection

from bot.ports import Progress
from tests.benchmarks.catalogue import CATALOGUE
from tests.benchmarks.figures import Figure

_PROCESSES = get_context("spawn")

Message = tuple[int, int | None] | list[Figure]
"""How far a benchmark is, and at last its figures."""


def measured_apart(heading: str, name: str, report: Progress, *, share: float) -> list[Figure]:
    """Run a benchmark of the catalogue; one that fails tells why by itself, and raises EOFError."""
    receiving, sending = _PROCESSES.Pipe(duplex=False)
    child = _PROCESSES.Process(target=_measure, args=(sending, heading, name, share))
    child.start()
    sending.close()
    try:
        return _heard(receiving, report)
    finally:
        child.join()


def _heard(receiving: Connection, report: Progress) -> list[Figure]:
    while True:
        message: Message = receiving.recv()
        if isinstance(message, list):
            return message
        report(*message)


def _measure(sending: Connection, heading: str, name: str, share: float) -> None:
    def report(done: int, total: int | None) -> None:
        sending.send((done, total))

    sending.send(CATALOGUE[heading][name](share, report))
