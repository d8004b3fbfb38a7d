from hypothesis import given
from hypothesis import strategies as st

from bot.commands.spec import Reply
from bot.document.plain import plain
from bot.domain.people import PlaceSettings
from storage.memory import MemoryStorage
from tests.builders import a_paper
from tests.commands.conversation import GROUP, Conversation, shown
from tests.commands.libraries import PAPERS, a_chat, a_library, titled
from tests.services.networks import TUESDAY

LINK = "https://arxiv.org/abs/"


async def ids(chat: Conversation, query: str, offset: int = 0) -> list[str]:
    return [card.id for card in await chat.desk.cards(query, chat.caller, offset=offset)]


async def looked_up(chat: Conversation, text: str, *, unasked: bool = False) -> str | None:
    reply = await chat.desk.look_up(text, chat.caller, unasked=unasked)
    chat.answer = reply
    return shown(reply) if reply else None


async def test_without_a_query_the_hottest_papers_are_offered() -> None:
    chat = a_chat(await a_library())
    assert list(PAPERS[:7]) == await ids(chat, "")
    assert list(PAPERS[5:7]) == await ids(chat, "  ", offset=5)
    assert [] == await ids(a_chat(MemoryStorage()), "")


async def test_words_and_numbers_find_papers() -> None:
    zebra = a_paper("2611.00040", title="Zebra $x^2$ Graphs", announced_on=TUESDAY)
    chat = a_chat(await a_library(zebra, *map(titled, PAPERS)))
    assert ["2611.00040"] == await ids(chat, "zebra")
    assert [PAPERS[2]] == await ids(chat, f"{LINK}{PAPERS[2]}v2")
    assert [] == await ids(chat, PAPERS[2], offset=10)
    assert [] == await ids(chat, "2401.99999")
    (card,) = await chat.desk.cards("zebra", chat.caller)
    assert "Zebra x² Graphs" == card.title
    assert "Ada Lovelace, Emmy Noether" in card.summary
    assert "We show that small models learn quickly." in plain(card.document)


async def test_ten_cards_are_offered_at_a_time() -> None:
    papers = [f"2611.{number:05}" for number in range(100, 115)]
    chat = a_chat(await a_library(*map(titled, papers)))
    first, second = await ids(chat, "machines"), await ids(chat, "machines", offset=10)
    assert (10, 5) == (len(first), len(second))
    assert sorted(papers) == sorted(first + second)


async def test_half_a_query_finds_nothing_yet() -> None:
    assert [] == await ids(a_chat(await a_library()), '"zebra')


@given(st.text(st.characters(codec=None), max_size=50), st.integers(-5, 5))
async def test_any_query_is_answered(query: str, offset: int) -> None:
    chat = a_chat(await a_library(titled(PAPERS[0])))
    assert len(await ids(chat, query, offset=offset)) <= 10


async def test_the_papers_that_a_message_links_to_are_shown_to_who_asks() -> None:
    chat = a_chat(await a_library())
    answer = await looked_up(chat, f"See {LINK}{PAPERS[1]} and arXiv:{PAPERS[0]}, and {LINK}2401.9")
    assert answer
    assert answer.index("Learning Machines 2") < answer.index("Learning Machines 1")
    assert "▲ " in answer
    assert isinstance(chat.answer, Reply)
    assert chat.answer.is_private
    assert ["1. Learning Machines 2", "2. Learning Machines 1"] == chat.buttons
    assert "Place 1 of 8" in await chat.presses("2. Learning Machines 1")


async def test_one_paper_comes_with_what_can_be_asked_about_it() -> None:
    chat = a_chat(await a_library())
    await looked_up(chat, f"{LINK}{PAPERS[1]}")
    assert ["Why", "Save", "Cite"] == chat.buttons


async def test_papers_that_are_not_known_are_named_to_who_asks() -> None:
    chat = a_chat(await a_library())
    assert "Not among the papers that I know: 2401.99999" in str(
        await looked_up(chat, f"{LINK}2401.99999")
    )


async def test_a_message_without_papers_is_let_be() -> None:
    assert await looked_up(a_chat(await a_library()), "Good morning!") is None


async def test_five_papers_of_a_message_are_enough() -> None:
    chat = a_chat(await a_library())
    answer = await looked_up(chat, " ".join(f"{LINK}{paper}" for paper in PAPERS))
    assert answer
    assert "Learning Machines 5" in answer
    assert "Learning Machines 6" not in answer


async def test_unasked_it_answers_only_where_that_is_wanted() -> None:
    chat = a_chat(await a_library())
    chat.moves_to(GROUP)
    assert await looked_up(chat, f"{LINK}{PAPERS[0]}", unasked=True) is None
    async with chat.storage.transaction() as tx:
        await tx.places.save(PlaceSettings(destination=GROUP.destination, answers_links=True))
    answer = await looked_up(chat, f"{LINK}{PAPERS[0]} {LINK}2401.99999", unasked=True)
    assert answer
    assert "Learning Machines 1" in answer
    assert "2401.99999" not in answer
    assert await looked_up(chat, f"{LINK}2401.99999", unasked=True) is None


async def test_old_papers_are_shown_without_ranking_their_day() -> None:
    chat = a_chat(await a_library())
    chat.clock.advance(hours=24 * 20)
    answer = await looked_up(chat, f"{LINK}{PAPERS[0]}")
    assert answer
    assert "announced on 24 Nov 2026" in answer
    assert "▲" not in answer
