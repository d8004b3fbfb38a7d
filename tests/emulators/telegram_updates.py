"""Updates on their way to the bot: fetched by long polling, or posted to its webhook."""

import asyncio
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import aiohttp

from tests.emulators.telegram_content import Call
from tests.emulators.telegram_people import Described
from tests.emulators.telegram_refusal import Refusal

FIRST_UPDATE_ID = 700_000_001
LONGEST_POLL = 50
MOST_UPDATES = 100
TRIES = 5
"""How often an update is posted to a webhook at once before it waits for the next occasion."""

_ONLY_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_PORTS = {80, 88, 443, 8443}
_TAKEN = range(200, 300)
_PATIENCE = aiohttp.ClientTimeout(total=10)


class Updates:
    """What happened and was not confirmed by the bot yet."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.history: list[Described] = []
        self._now = now
        self._pending: list[Described] = []
        self._last_id = FIRST_UPDATE_ID - 1
        self._allowed: list[str] = []
        self._repeats = 0
        self._poller: asyncio.Future[None] | None = None
        self._webhook: Described = {}
        self._failure: Described = {}
        self._forwards: dict[str, str] = {}
        self._delivery: asyncio.Task[None] | None = None
        self._confirmed = asyncio.Event()
        self._confirmed.set()
        self._is_polled = asyncio.Event()

    def add(self, kind: str, content: Described) -> None:
        """Tell the bot that something happened, if it wants to know of such things."""
        if kind not in self._allowed if self._allowed else kind in _ONLY_ON_REQUEST:
            return
        self._last_id += 1
        update = {"update_id": self._last_id, kind: content}
        self.history.append(update)
        times = 2 if self._repeats else 1
        self._repeats = max(0, self._repeats - 1)
        self._pending += [update] * times
        self._confirmed.clear()
        self._wake()

    def repeats_next(self, times: int = 1) -> None:
        """Give the next updates twice, under the same number."""
        self._repeats += times

    def forwards(self, public: str, to: str) -> None:
        """Bring what goes to a public address to one on the loopback, as a proxy before it does."""
        self._forwards[public] = to

    async def taken(self) -> None:
        """Wait until the bot has confirmed every update."""
        await self._confirmed.wait()

    async def polled(self) -> None:
        """Wait until the bot waits for something to happen."""
        await self._is_polled.wait()

    async def delivered(self) -> None:
        """Wait until the webhook, if there is one, took every update or failed too often."""
        if self._delivery is not None:
            await self._delivery

    async def retry(self) -> None:
        """Post to the webhook what it did not take."""
        self._wake()
        await self.delivered()

    async def close(self) -> None:
        """Let nobody wait any longer."""
        self._release()
        if self._delivery is not None:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)

    async def get(self, call: Call) -> list[Described]:
        """Answer getUpdates, at once where something waits, else when something comes."""
        if self._webhook:
            text = "can't use getUpdates method while webhook is active; use deleteWebhook"
            raise Refusal(409, f"Conflict: {text} to delete the webhook first")
        self._allow(call)
        self._forget_before(_number(call, "offset", 0))
        self._interrupt(
            "terminated by other getUpdates request; make sure that only one bot instance is"
            " running"
        )
        if not self._pending:
            await self._something(min(_number(call, "timeout", 0), LONGEST_POLL))
        limit = _number(call, "limit", MOST_UPDATES)
        return self._pending[: limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES]

    def set_webhook(self, call: Call) -> bool:
        """Answer setWebhook; an empty address removes it."""
        url = str(call["url"])
        if not url:
            return self.delete_webhook(call)
        secret = str(call.get("secret_token", ""))
        if fault := _fault(url, secret):
            raise Refusal(400, f"Bad Request: {fault}")
        self._allow(call)
        self._drop(call)
        self._interrupt("terminated by setWebhook request")
        connections = _number(call, "max_connections", 40)
        self._webhook = {"url": url, "secret": secret, "max_connections": connections}
        self._failure = {}
        self._wake()
        return True

    def delete_webhook(self, call: Call) -> bool:
        """Answer deleteWebhook."""
        self._drop(call)
        self._webhook = {}
        self._failure = {}
        return True

    def webhook_info(self, _: Call) -> Described:
        """Answer getWebhookInfo."""
        shown = {name: value for name, value in self._webhook.items() if name != "secret"}
        allowed = {"allowed_updates": self._allowed} if self._allowed else {}
        counted = {"has_custom_certificate": False, "pending_update_count": len(self._pending)}
        return {"url": "", **shown, **counted, **self._failure, **allowed}

    def _allow(self, call: Call) -> None:
        allowed = call.get("allowed_updates")
        if isinstance(allowed, list):
            self._allowed = [str(kind) for kind in allowed]

    def _drop(self, call: Call) -> None:
        if call.get("drop_pending_updates") is True:
            self._keep([])

    def _forget_before(self, offset: int) -> None:
        if offset < 0:
            self._keep(self._pending[offset:])
        else:
            self._keep([one for one in self._pending if _id(one) >= offset])

    def _keep(self, pending: list[Described]) -> None:
        self._pending = pending
        if not pending:
            self._confirmed.set()

    async def _something(self, seconds: int) -> None:
        """Wait for an update, or for another to take our place, which is refused."""
        poller = self._poller = asyncio.get_running_loop().create_future()
        self._is_polled.set()
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None
                self._is_polled.clear()

    def _interrupt(self, why: str) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refusal(409, f"Conflict: {why}"))
        self._poller = None

    def _release(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def _wake(self) -> None:
        self._release()
        if self._webhook and (self._delivery is None or self._delivery.done()):
            self._delivery = asyncio.get_running_loop().create_task(self._deliver())

    async def _deliver(self) -> None:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            tries = 0
            while self._pending and self._webhook and tries < TRIES:
                update = self._pending[0]
                if await self._is_taken(update, session):
                    self._keep(self._pending[1:])
                    tries = 0
                else:
                    tries += 1

    async def _is_taken(self, update: Described, session: aiohttp.ClientSession) -> bool:
        secret = str(self._webhook["secret"])
        headers = {_SECRET_HEADER: secret} if secret else {}
        address = self._local(str(self._webhook["url"]))
        try:
            async with session.post(
                address, json=update, headers=headers, allow_redirects=False
            ) as answer:
                if answer.status in _TAKEN:
                    return True
                self._fails(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, TimeoutError):
            self._fails("Connection refused")
        return False

    def _fails(self, why: str) -> None:
        self._failure = {"last_error_date": self._now(), "last_error_message": why}

    def _local(self, url: str) -> str:
        for public, local in self._forwards.items():
            if url.startswith(public):
                return local + url.removeprefix(public)
        return url


def _fault(url: str, secret: str) -> str:
    address = urlsplit(url)
    if secret and not _SECRET.fullmatch(secret):
        return "secret token contains unallowed characters"
    if address.hostname == "127.0.0.1":
        return ""
    if address.scheme != "https":
        return "bad webhook: An HTTPS URL must be provided for webhook"
    if (address.port or 443) not in _PORTS:
        return "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    return ""


def _number(call: Call, name: str, default: int) -> int:
    number = call.get(name, default)
    assert isinstance(number, int)
    return number


def _id(update: Described) -> int:
    number = update["update_id"]
    assert isinstance(number, int)
    return number
