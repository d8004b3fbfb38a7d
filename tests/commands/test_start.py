import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Place
from bot.domain.taxonomy import CATEGORY_NAMES
from bot.domain.topic_categories import fold
from storage.memory import MemoryStorage
from tests.commands.conversation import CHANNEL, GROUP, PRIVATE
from tests.commands.libraries import PAPERS, a_chat, a_library


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (PRIVATE, "let me send you the hot ones every day"),
        (GROUP, "Who runs this group"),
        (CHANNEL, "Who runs this channel"),
    ],
)
async def test_everywhere_the_bot_says_what_it_does_there(place: Place, words: str) -> None:
    chat = a_chat(await a_library())
    chat.moves_to(place)
    assert words in await chat.says("/start")
    assert ["Today's papers", "Topics", "Subscribe", "Help"] == chat.buttons
    assert "7 hot of 8 new" in await chat.presses("Today's papers")


@pytest.mark.parametrize("category", sorted(CATEGORY_NAMES))
async def test_a_link_offers_a_subscription_and_waits_for_a_yes(category: str) -> None:
    chat = a_chat(MemoryStorage())
    answer = await chat.says(f"/start sub_{category.replace('.', '-')}")
    assert f"Shall I send the hot papers in {fold(category)} here every day?" in answer
    async with chat.storage.transaction() as tx:
        assert [] == await tx.subscriptions.all()


async def test_a_yes_subscribes() -> None:
    chat = a_chat(await a_library())
    await chat.says("/start sub_cs-LG")
    await chat.presses("Subscribe")
    async with chat.storage.transaction() as tx:
        assert ["cs.LG"] == [str(one.topic) for one in await tx.subscriptions.all()]


@pytest.mark.parametrize("payload", [f"paper_{PAPERS[0]}", f"paper_{PAPERS[0].replace('.', '-')}"])
async def test_a_link_shows_a_paper(payload: str) -> None:
    assert "Learning Machines 1" in await a_chat(await a_library()).says(f"/start {payload}")


async def test_a_link_names_an_old_paper() -> None:
    answer = await a_chat(await a_library()).says("/start paper_hep-th_9901001")
    assert "hep-th/9901001 is not among the papers that I know." in answer


async def test_a_link_shows_the_ranking() -> None:
    assert "7 hot of 8 new" in await a_chat(await a_library()).says("/start hot")


@given(st.text(max_size=64))
async def test_any_other_payload_is_a_greeting(payload: str) -> None:
    chat = a_chat(MemoryStorage())
    assert "Every day arXiv announces hundreds of papers." in await chat.says(f"/start x{payload}")


async def test_the_bot_tells_about_itself() -> None:
    answer = await a_chat(MemoryStorage()).says("/about")
    assert "/forget deletes it." in answer
    assert "arXiv.org" in answer
