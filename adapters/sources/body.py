"""Reading an answer without trusting its size."""

import zlib

from aiohttp import ClientPayloadError, ClientResponse

from bot.errors import SourceChanged

EVIDENCE = 64 << 10
"""How much of an answer we do not understand is kept for a bug report, in bytes."""

_CHUNK = 64 << 10
_GZIP = 16 + zlib.MAX_WBITS


async def read_body(response: ClientResponse, *, at_most: int, where: str) -> bytes:
    """Read and unpack an answer of a session that does not unpack by itself.

    Raises SourceChanged for an answer that is larger than `at_most` bytes once unpacked, or packed
    in a way we did not ask for, and ClientPayloadError for one that ends too early.
    """
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in {"gzip", "x-gzip"}:
        unpack = zlib.decompressobj(_GZIP)
    elif coding in {"identity", ""}:
        unpack = None
    else:
        message = f"{where} answers in the coding “{coding}”, which we did not ask for."
        raise SourceChanged(message)
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += _unpacked(unpack, chunk, at_most + 1 - len(body), where) if unpack else chunk
        if len(body) > at_most:
            message = f"{where} sends more than {at_most:,} bytes."
            raise SourceChanged(message, payload=bytes(body[:EVIDENCE]))
    if unpack and body and not unpack.eof:
        raise ClientPayloadError("the gzip stream lacks its end")
    return bytes(body)


def _unpacked(unpack: "zlib._Decompress", chunk: bytes, at_most: int, where: str) -> bytes:
    try:
        return unpack.decompress(chunk, at_most)
    except zlib.error:
        message = f"{where} says that it sends gzip, and does not."
        raise SourceChanged(message, payload=chunk[:EVIDENCE]) from None
