"""Bodies and answers as they go over the wire."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from tests.emulators.discord_rules import ATTACHMENT_SIZE, Body, Refusal

# discord.py reads JSON only under exactly this content type.
JSON = "application/json"
REQUEST_SIZE = 25 << 20
_ATTACHMENTS = 10

_NO_JSON = Refusal(400, 50109, "The request body contains invalid JSON.")
_TOO_LARGE = Refusal(413, 40005, "Request entity too large")

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class File:
    """Something attached to a message."""

    name: str
    content: bytes = field(repr=False)


def reply(
    shape: Mapping[str, object] | Sequence[object],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    body = json.dumps(shape).encode()
    return web.Response(body=body, status=status, headers=headers, content_type=JSON)


def silence() -> web.Response:
    return web.Response(status=204)


def answering(status: int, shape: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return reply(shape, status=status, headers=headers)

    return answer


async def hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def read(request: web.Request) -> tuple[Body, tuple[File, ...]]:
    """Read the body of a request, and the files that come with it."""
    text, files = await _parts(request)
    try:
        body = json.loads(text)
    except ValueError as fault:
        raise _NO_JSON from fault
    if not isinstance(body, dict):
        raise _NO_JSON
    return body, files


async def read_list(request: web.Request) -> Sequence[Body]:
    body = json.loads(await request.text())
    if not isinstance(body, list) or not all(isinstance(each, dict) for each in body):
        raise _NO_JSON
    return body


async def _parts(request: web.Request) -> tuple[str, tuple[File, ...]]:
    if request.content_type != "multipart/form-data":
        return await request.text(), ()
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge as fault:
        raise _TOO_LARGE from fault
    fields = (form[f"files[{index}]"] for index in range(_ATTACHMENTS) if f"files[{index}]" in form)
    files = [
        File(each.filename, each.file.read()) for each in fields if isinstance(each, web.FileField)
    ]
    if any(len(file.content) > ATTACHMENT_SIZE for file in files):
        raise _TOO_LARGE
    return str(form.get("payload_json", "{}")), tuple(files)
