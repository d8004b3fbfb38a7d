"""Everything that can go wrong, as one tree.

HotPapersError                 never raised itself
├── UserMistake                a sentence for the person who asked: what to do next
│   ├── BadArgument
│   ├── UnknownCategory
│   ├── UnknownPaper
│   └── NotAllowed
├── SourceError                a source let us down; the others go on
│   ├── SourceUnavailable      it may answer later
│   └── SourceChanged          it answered, in a shape we do not know
├── PublishError               a platform did not take a message
│   ├── TryLater               it will, after a while
│   ├── Unreachable            not to this destination, until somebody changes something there
│   ├── Rejected               not this message: our mistake
│   ├── Uncertain              nobody knows whether it did
│   └── FormUnsupported        not in this form; the plain one will do
├── StorageError               the driver's error is the cause
└── ConfigurationError         every fault of the settings at once
"""

from collections.abc import Sequence
from datetime import timedelta


class HotPapersError(Exception):
    """The root of the tree; its message is a sentence that a person can act on."""


class UserMistake(HotPapersError):
    """A request that cannot be met, with what to do instead.

    The message may have places for values in braces, as in `str.format`: it is translated before
    they are filled in. Without values it is taken as it is.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values


class BadArgument(UserMistake):
    """A value that is not of the form it should be."""


class UnknownCategory(UserMistake):
    """A category that arXiv does not have."""


class UnknownPaper(UserMistake):
    """A paper that is not an arXiv paper, or not one we know."""


class NotAllowed(UserMistake):
    """A change that this caller may not make here."""


class SourceError(HotPapersError):
    """A source that could not be read."""


class SourceUnavailable(SourceError):
    """A source that did not answer, or asked to be left alone until later."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SourceChanged(SourceError):
    """A source that answered in a shape we do not know; `payload` is the start of what it sent."""

    def __init__(self, message: str, *, payload: bytes = b"") -> None:
        super().__init__(message)
        self.payload = payload


class PublishError(HotPapersError):
    """A message that a platform did not take."""


class TryLater(PublishError):
    """The platform is busy or down; `after` is how long it asked us to wait, if it said."""

    def __init__(self, message: str, *, after: timedelta | None = None) -> None:
        super().__init__(message)
        self.after = after


class Unreachable(PublishError):
    """The destination refuses us: gone, blocked, or a right is missing.

    `moved_to` is the channel's new id where the platform gave it one. `is_ours` says that it is not
    the destination that refuses, but the platform: our token is wrong, and every destination is
    affected.
    """

    def __init__(self, message: str, *, moved_to: str | None = None, is_ours: bool = False) -> None:
        super().__init__(message)
        self.moved_to = moved_to
        self.is_ours = is_ours


class Rejected(PublishError):
    """The platform refuses this message, and would refuse it again."""


class Uncertain(PublishError):
    """The connection broke after the message was sent: it may or may not stand there."""


class FormUnsupported(PublishError):
    """The platform does not know the form of this message; the plain form works everywhere."""


class StorageError(HotPapersError):
    """The database could not be reached or does not fit; the driver's error is the cause."""


class ConfigurationError(HotPapersError):
    """Settings that cannot be used; `faults` are sentences, each naming its variable."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
