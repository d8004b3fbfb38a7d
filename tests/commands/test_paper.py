from datetime import timedelta

import pytest

from bot.commands.spec import Reply
from bot.document.nodes import Buttons, LinkButton
from bot.services.lookup import Lookup
from bot.services.standings import Record
from tests.builders import a_paper
from tests.commands.conversation import Conversation
from tests.commands.libraries import PAPERS, a_chat, a_library, adds, titled
from tests.services.networks import TUESDAY
from tests.services.test_lookup import POLICIES


def links(chat: Conversation) -> dict[str, str]:
    assert isinstance(chat.answer, Reply)
    return {
        button.label: button.url
        for block in chat.answer.document
        if isinstance(block, Buttons)
        for button in block.buttons
        if isinstance(button, LinkButton)
    }


@pytest.mark.parametrize(
    "written",
    [PAPERS[0], f"arXiv:{PAPERS[0]}v3", f"https://huggingface.co/papers/{PAPERS[0]}"],
)
async def test_a_paper_is_shown_in_full_however_it_is_named(written: str) -> None:
    storage = await a_library()
    await adds(storage, likes={PAPERS[0]: 90}, source="huggingface")
    chat = a_chat(storage)
    answer = await chat.says(f"/paper {written}")
    assert answer.startswith("Learning Machines 1\n\nAda Lovelace, Emmy Noether")
    assert "announced on 24 Nov 2026 · cs.LG · stat.ML" in answer
    assert "▲ " in answer
    assert "Place 1 of 8 papers of 24 Nov 2026" in answer
    assert "Experiments on three tasks agree with this." in answer
    assert "• Grace Hopper on Hugging Face" in answer
    assert "• Grace Hopper on Bluesky" in answer
    assert ["Why", "Save", "Cite"] == chat.buttons
    assert {
        "arXiv": f"https://arxiv.org/abs/{PAPERS[0]}",
        "PDF": f"https://arxiv.org/pdf/{PAPERS[0]}",
        "Hugging Face": f"https://huggingface.co/papers/{PAPERS[0]}",
    } == links(chat)


async def test_a_paper_that_nobody_talks_about_says_so() -> None:
    answer = await a_chat(await a_library()).says(f"/paper {PAPERS[7]}")
    assert "Nobody has been heard to talk about it yet." in answer
    assert "Place" not in answer


async def test_its_places_are_told_as_it_grew_older() -> None:
    storage = await a_library()
    chat = a_chat(storage)
    chat.clock.advance(hours=20)
    await Record(storage, Lookup(storage, chat.clock, POLICIES), chat.clock).ring()
    answer = await chat.says(f"/paper {PAPERS[1]}")
    assert "after 8 h: 2 of 8 · after 21 h: 2 of 8" in answer


async def test_an_unknown_paper_leads_to_arxiv() -> None:
    chat = a_chat(await a_library())
    assert "2401.99999 is not among the papers that I know." in await chat.says("/paper 2401.99999")
    assert "https://arxiv.org/abs/2401.99999" == links(chat)["arXiv"]


async def test_what_is_no_paper_is_answered_with_an_example() -> None:
    chat = a_chat(await a_library())
    assert "They look like 2104.11178" in await chat.says("/paper tomorrow")
    assert "such as 2104.11178" in await chat.says("/paper")


async def test_a_wall_of_names_is_not_built() -> None:
    many = tuple(f"Author {number}" for number in range(300))
    paper = a_paper(PAPERS[0], authors=many, announced_on=TUESDAY)
    answer = await a_chat(await a_library(paper)).says(f"/paper {PAPERS[0]}")
    assert "Author 19 +\u00a0280\u00a0more" in answer
    assert "Author 20" not in answer


async def test_a_paper_listed_again_tells_both_days() -> None:
    storage = await a_library()
    earlier = titled("2611.00030", announced_on=TUESDAY - timedelta(days=1))
    await adds(storage, earlier, likes={"2611.00030": 100})
    answer = await a_chat(storage).says("/paper 2611.00030")
    assert "announced on 23 Nov 2026" in answer
    assert "listed again" not in answer


async def test_its_buttons_lead_on() -> None:
    chat = a_chat(await a_library())
    for button, words in {"Why": "Its score", "Save": "Saved:", "Cite": "@misc{"}.items():
        await chat.says(f"/paper {PAPERS[0]}")
        assert words in await chat.presses(button)
