import io

import pytest
from rich.console import Console

from adapters.terminal.publisher import TerminalPublisher
from bot.document.fit import paginate
from bot.document.nodes import Details, Document, Section, text
from bot.domain.deliveries import Form, Receipt
from bot.domain.destinations import Destination, Platform
from bot.errors import Rejected, Unreachable
from bot.ports import Message, Publisher
from tests.adapters.terminal.screens import a_console, written
from tests.builders import a_document

HERE = Destination(Platform.TERMINAL)


def a_message(words: str = "Hello", *, nonce: str = "n1") -> Message:
    return Message(document=a_document(words), nonce=nonce)


class FullDisk(io.StringIO):
    """A file that takes nothing."""

    def write(self, text: str, /) -> int:
        raise OSError(28, "No space left on device")


async def test_a_message_is_printed_with_an_empty_line_below() -> None:
    console = a_console(is_terminal=False)
    publisher: Publisher = TerminalPublisher(console)
    assert await publisher.publish(a_message(), HERE) == Receipt("n1")
    assert written(console) == "A title\nHello\n\n"


async def test_a_message_that_is_sent_again_is_not_printed_again() -> None:
    console = a_console(is_terminal=False)
    publisher = TerminalPublisher(console)
    assert publisher.recognises_nonces
    for message in (a_message("one"), a_message("one"), a_message("two", nonce="n2")):
        await publisher.publish(message, HERE)
    assert written(console) == "A title\none\n\nA title\ntwo\n\n"


async def test_a_terminal_gets_links_and_a_pipe_gets_none() -> None:
    screen, pipe = a_console(), a_console(is_terminal=False)
    for console in (screen, pipe):
        await TerminalPublisher(console).publish(a_message(), HERE)
    assert "\x1b[1m" in written(screen)
    assert "\x1b" not in written(pipe)


async def test_checking_says_that_printing_needs_nobodys_leave() -> None:
    console = a_console()
    told = await TerminalPublisher(console).check(HERE)
    assert told == "Messages are printed in this terminal; that needs no account."
    assert written(console) == ""


async def test_a_letter_that_the_terminal_lacks_is_told_with_the_remedy() -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    publisher = TerminalPublisher(Console(file=file, width=80))
    with pytest.raises(Rejected, match=r"encoding, ascii, .* PYTHONIOENCODING=utf-8"):
        await publisher.publish(a_message("Erdős"), HERE)
    await publisher.publish(a_message("Ada", nonce="n2"), HERE)
    file.flush()
    assert isinstance(file.buffer, io.BytesIO)
    assert file.buffer.getvalue() == b"A title\nAda\n\n"


async def test_a_terminal_that_takes_nothing_is_unreachable() -> None:
    publisher = TerminalPublisher(Console(file=FullDisk(), width=80))
    with pytest.raises(Unreachable, match="No space left on device"):
        await publisher.publish(a_message(), HERE)


@pytest.mark.parametrize("form", Form)
def test_nothing_is_split_and_nothing_is_shortened(form: Form) -> None:
    section = Section((Details(text("short"), text("long " * 100_000)),))
    document = Document(opening=(), sections=(section,) * 3)
    ruler = TerminalPublisher(a_console()).ruler(form)
    assert paginate(document, ruler) == (document,)
