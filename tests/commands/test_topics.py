import pytest

from bot.domain.taxonomy import CATEGORY_NAMES
from tests.commands.libraries import a_chat, a_library


async def test_a_category_is_reached_from_the_root() -> None:
    chat = a_chat(await a_library())
    await chat.says("/topics")
    await chat.presses("cs.* · Computer Science")
    await chat.presses("Next ▸")
    answer = await chat.presses("cs.SE · Software Engineering")
    assert answer.startswith("cs.SE · Software Engineering")
    await chat.presses("Back")
    await chat.presses("Back")
    assert "gr-qc · General Relativity and Quantum Cosmology" in chat.buttons


async def test_a_category_leads_to_its_papers_and_to_a_subscription() -> None:
    chat = a_chat(await a_library())
    await chat.says("/topics cs.LG")
    assert {"Today's papers", "Subscribe"} <= set(chat.buttons)
    assert "cs.LG · 7 hot of 8 new" in await chat.presses("Today's papers")


@pytest.mark.parametrize("archive", sorted({name.partition(".")[0] for name in CATEGORY_NAMES}))
async def test_every_field_is_shown(archive: str) -> None:
    chat = a_chat(await a_library())
    assert archive in await chat.says(f"/topics {archive}")
    assert "Subscribe" in chat.buttons


async def test_no_menu_is_too_long() -> None:
    chat = a_chat(await a_library())
    for field in ("", "cs", "math", "physics"):
        await chat.says(f"/topics {field}")
        assert 25 >= sum("·" in label for label in chat.buttons)


async def test_a_category_that_is_not_there_names_the_nearest() -> None:
    assert "Did you mean cs.CL" in await a_chat(await a_library()).says("/topics cs.XL")
