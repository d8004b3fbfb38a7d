"""The HTTP side of the emulated Bot API, with the mishaps that a test asks for."""

import asyncio
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.emulators import telegram_shapes as shapes
from tests.emulators.telegram_chats import Posted
from tests.emulators.telegram_content import Call
from tests.emulators.telegram_methods import Method
from tests.emulators.telegram_refusal import Refusal
from tests.emulators.telegram_spec import Parameter, Upload, faults, specification
from tests.emulators.telegram_world import World

MAX_UPLOAD = 50 * 1024 * 1024
_MESSAGES = {"sendMessage", "sendRichMessage", "sendDocument"}
_ATTACHED = "attach://"

_Form = Mapping[str, str | bytearray | bytes | web.FileField]


@dataclass(slots=True)
class Mishaps:
    """What goes wrong with the next calls."""

    downs: list[tuple[int, str | None]] = field(default_factory=list)
    pauses: list[tuple[int, str | None]] = field(default_factory=list)
    hang_ups: int = 0
    silences: int = 0
    unknown_methods: set[str] = field(default_factory=set)
    is_token_revoked: bool = False

    def is_busy(self, times: int = 1, retry_after: int = 3, chat: str | None = None) -> None:
        """Answer the next messages, to one chat or to all, with a wish for a pause in seconds."""
        self.pauses += [(retry_after, chat)] * times

    def goes_down(self, times: int = 1, status: int = 502, method: str | None = None) -> None:
        """Answer the next calls, of one method or all, with a page of HTML, as a proxy does."""
        self.downs += [(status, method)] * times

    def hangs_up_after_taking(self, times: int = 1) -> None:
        """Post the next messages, but break the connection instead of answering."""
        self.hang_ups += times

    def falls_silent_after_taking(self, times: int = 1) -> None:
        """Post the next messages, but never answer."""
        self.silences += times

    def knows_no(self, method: str) -> None:
        """Know a method no longer, as an older server."""
        self.unknown_methods.add(method)

    def revokes_the_token(self) -> None:
        """Accept the token no longer."""
        self.is_token_revoked = True


class Server:
    """Takes calls over HTTP; `url` is where, once it has begun."""

    def __init__(self, token: str, methods: Mapping[str, Method], world: World) -> None:
        self.url = ""
        self.mishaps = Mishaps()
        self._token = token
        self._methods = methods
        self._world = world
        self._ended = asyncio.Event()

    async def begin(self) -> None:
        """Listen on a free port of the loopback."""
        application = web.Application(client_max_size=MAX_UPLOAD)
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def end(self) -> None:
        """Listen no longer."""
        self._ended.set()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if (status := self._down(method)) is not None:
            page = "<html><body><center>nginx</center></body></html>"
            return web.Response(status=status, text=page, content_type="text/html")
        try:
            result = await self._call(request, method)
        except Refusal as refusal:
            self._world.refusals.append(f"{method}: {refusal}")
            return _refused(refusal)
        if isinstance(result, Posted):
            await self._misbehave(request)
            result = shapes.message(self._world.chat(result), result)
        return web.json_response({"ok": True, "result": result})

    def _down(self, method: str) -> int | None:
        for place, (status, only) in enumerate(self.mishaps.downs):
            if only is None or only == method:
                del self.mishaps.downs[place]
                return status
        return None

    async def _misbehave(self, request: web.Request) -> None:
        if self.mishaps.hang_ups:
            self.mishaps.hang_ups -= 1
            assert request.transport is not None
            request.transport.close()
        elif self.mishaps.silences:
            self.mishaps.silences -= 1
            await self._ended.wait()

    async def _call(self, request: web.Request, method: str) -> object:
        self._check_token(request.match_info["token"])
        if method not in self._methods or method in self.mishaps.unknown_methods:
            raise Refusal(404, "Not Found: method not found")
        call = _read(await request.post(), specification().methods[method])
        if found := faults(method, call, specification()):
            raise Refusal(400, f"Bad Request: {'; '.join(found)}")
        if method in _MESSAGES:
            self._check_pace(call)
        result = self._methods[method](call)
        return await result if inspect.isawaitable(result) else result

    def _check_token(self, token: str) -> None:
        if ":" not in token:
            raise Refusal(404, "Not Found")
        if token != self._token or self.mishaps.is_token_revoked:
            raise Refusal(401, "Unauthorized")

    def _check_pace(self, call: Call) -> None:
        chat = self._world.named(call)
        for place, (retry_after, busy) in enumerate(self.mishaps.pauses):
            if busy is None or self._world.chat(busy) is chat:
                del self.mishaps.pauses[place]
                text = f"Too Many Requests: retry after {retry_after}"
                raise Refusal(429, text, retry_after=retry_after)


def _read(form: _Form, fields: Mapping[str, Parameter]) -> Call:
    unknown = Parameter(("String",))
    files = {name: _upload(raw) for name, raw in form.items() if isinstance(raw, web.FileField)}
    words = {
        name: _value(str(raw), fields.get(name, unknown), files)
        for name, raw in form.items()
        if name not in files
    }
    named = {name: file for name, file in files.items() if name in fields}
    return {**words, **named}


def _upload(part: web.FileField) -> Upload:
    return Upload(part.filename, part.file.read(), part.content_type)


def _value(raw: str, field: Parameter, files: Mapping[str, Upload]) -> object:
    if "InputFile" in field.types and raw.startswith(_ATTACHED):
        return files.get(raw.removeprefix(_ATTACHED), raw)
    if "String" in field.types and not ("Integer" in field.types and _is_number(raw)):
        return raw
    try:
        value: object = json.loads(raw)
    except ValueError:
        return raw
    return value


def _is_number(raw: str) -> bool:
    return raw.removeprefix("-").isdecimal()


def _refused(refusal: Refusal) -> web.Response:
    answer: dict[str, object] = {
        "ok": False,
        "error_code": refusal.status,
        "description": str(refusal),
    }
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return web.json_response(answer, status=refusal.status)
