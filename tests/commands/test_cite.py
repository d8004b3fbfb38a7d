from bot.commands.spec import Reply
from bot.document.nodes import Buttons, CopyButton, Preformatted
from tests.builders import a_paper
from tests.commands.conversation import Conversation
from tests.commands.libraries import PAPERS, a_chat, a_library
from tests.services.networks import TUESDAY


def copied(chat: Conversation) -> str:
    assert isinstance(chat.answer, Reply)
    (text,) = (
        button.text
        for block in chat.answer.document
        if isinstance(block, Buttons)
        for button in block.buttons
        if isinstance(button, CopyButton)
    )
    return text


async def test_a_paper_is_cited_as_bibtex() -> None:
    chat = a_chat(await a_library())
    await chat.says(f"/cite {PAPERS[0]}")
    assert isinstance(chat.answer, Reply)
    (entry,) = (block for block in chat.answer.document if isinstance(block, Preformatted))
    assert "bibtex" == entry.language
    assert entry.text.startswith("@misc{lovelace2026learning,\n")
    assert f"eprint        = {{{PAPERS[0]}}}" in entry.text


async def test_what_is_too_long_to_copy_is_copied_by_its_number() -> None:
    short = a_paper("2611.00050", title="Ox", authors=(), categories=(), announced_on=TUESDAY)
    chat = a_chat(await a_library(short, a_paper("2611.00051", announced_on=TUESDAY)))
    answer = await chat.says("/cite 2611.00050")
    assert copied(chat) in answer
    assert copied(chat).startswith("@misc{")
    await chat.says("/cite 2611.00051")
    assert "arXiv:2611.00051" == copied(chat)


async def test_a_large_collaboration_fits_a_message() -> None:
    crowd = tuple(f"Member Number {number}" for number in range(3000))
    chat = a_chat(await a_library(a_paper(PAPERS[0], authors=crowd, announced_on=TUESDAY)))
    answer = await chat.says(f"/cite {PAPERS[0]}")
    assert "Member Number 29 and others" in answer
    assert len(answer) < 2000


async def test_an_unknown_paper_leads_to_arxiv() -> None:
    assert "arXiv has it" in await a_chat(await a_library()).says("/cite 2401.99999")
