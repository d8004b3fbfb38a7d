"""Saying what went wrong with a server, in one sentence that gives no secret away."""

import errno
from datetime import timedelta
from http import HTTPStatus

import aiohttp
from yarl import URL

from adapters.sources.pace import Manners
from bot.errors import SourceChanged, SourceUnavailable


class Refused(SourceUnavailable):
    """A server that answered with an HTTP status that may change by itself or by a key."""

    def __init__(self, message: str, *, status: int, retry_after: timedelta | None = None) -> None:
        super().__init__(message, retry_after=retry_after)
        self.status = status


class OutOfReach(SourceUnavailable):
    """A server that no connection could be made to."""


class Unexpected(SourceChanged):
    """A server that answered with an HTTP status that we have no use for."""

    def __init__(self, message: str, *, status: int, payload: bytes) -> None:
        super().__init__(message, payload=payload)
        self.status = status


def trouble(error: Exception, url: URL, manners: Manners) -> str:
    """Tell a failure of the network from its exception."""
    where, host = place(url), url.host
    match error:
        case aiohttp.ConnectionTimeoutError():
            return f"{host} cannot be reached within {manners.connect_within.total_seconds():g} s."
        case TimeoutError():
            return f"{where} does not answer within {manners.answer_within.total_seconds():g} s."
        case aiohttp.ClientConnectorDNSError():
            return f"The name {host} is not known: is the network up, and the address right?"
        case aiohttp.ClientConnectorCertificateError():
            return f"The certificate of {host} does not prove that it is {host}."
        case OSError(errno=errno.ECONNREFUSED):
            return f"{host} refuses the connection."
        case aiohttp.InvalidURL():
            return f"{where} is no address that can be asked."
        case aiohttp.ClientConnectorError():
            return f"{host} cannot be reached."
    return f"{where} breaks off its answer."


def no_answer(error: Exception, url: URL, manners: Manners) -> SourceUnavailable:
    """Make the failure of a request that the network did not carry."""
    sentence = trouble(error, url, manners)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return OutOfReach(sentence)
    return SourceUnavailable(sentence)


def place(url: URL) -> str:
    """Name the host and the path of an address, and nothing else of it."""
    port = f":{url.port}" if url.host and not url.is_default_port() else ""
    return f"{url.host or 'the address'}{port}{url.raw_path}"


def named(status: int) -> str:
    """Name an HTTP status."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
