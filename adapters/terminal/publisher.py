"""The terminal as a platform: digests are printed where the bot runs."""

from rich.console import Console

from adapters.terminal.render import render
from adapters.terminal.ruler import TerminalRuler
from bot.document.fit import Ruler
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import Rejected, Unreachable
from bot.ports import Message


class TerminalPublisher:
    """A publisher that prints; it needs no account, and every form looks the same."""

    platform = Platform.TERMINAL
    recognises_nonces = True

    def __init__(self, console: Console) -> None:
        self._console = console
        self._printed: set[str] = set()

    def ruler(self, form: Form) -> Ruler:  # noqa: ARG002 - the port's parameter
        """Give the ruler of a terminal, which has no end."""
        return TerminalRuler()

    async def publish(self, message: Message, to: Destination) -> Receipt:  # noqa: ARG002
        """Print a message and an empty line; one that was printed already is not printed again.

        Raises Unreachable when nothing can be written, and Rejected when the terminal's encoding
        lacks a character of the message.
        """
        if message.nonce not in self._printed:
            self._print(message)
            self._printed.add(message.nonce)
        return Receipt(message.nonce)

    async def introduce(self) -> str:
        """Say that nobody has to be known here."""
        return "it needs no account."

    async def check(self, to: Destination) -> str:  # noqa: ARG002 - there is but one terminal
        """Say that printing needs nobody's leave."""
        return "Messages are printed in this terminal; that needs no account."

    def _print(self, message: Message) -> None:
        has_links = self._console.color_system is not None
        try:
            # Rich keeps what it could not write, and would try it again with the next message.
            with self._console.capture() as captured:
                self._console.print(render(message.document, has_links=has_links), "")
            self._console.file.write(captured.get())
            self._console.file.flush()
        except UnicodeEncodeError as fault:
            raise Rejected(
                f"The terminal's encoding, {fault.encoding}, cannot show this message. "
                "Set PYTHONIOENCODING=utf-8."
            ) from fault
        except OSError as fault:
            raise Unreachable(f"The terminal cannot be written to: {fault}.") from fault
