from storage.memory import MemoryStorage
from tests.commands.libraries import PAPERS, a_chat, a_library, titled
from tests.services.networks import FakeSource, a_count, a_post, at, visit


async def test_what_grew_most_in_a_day_is_first() -> None:
    storage = await a_library(likes={PAPERS[0]: 500, PAPERS[1]: 100})
    chat = a_chat(storage)
    chat.clock.moment = at(30)
    posts = [
        a_post(paper, f"bluesky-{paper}", posted_at=at(1), by=f"fan of {paper}")
        for paper in PAPERS[:2]
    ]
    network = FakeSource("bluesky")
    network.brings(counts=[a_count(posts[0], 505, at(29)), a_count(posts[1], 400, at(29))])
    await visit(storage, network, as_of=at(29))
    answer = await chat.says("/trending")
    assert "📈 Rising in 24 h" in answer
    first, second = answer.index("Learning Machines 2"), answer.index("Learning Machines 1")
    assert first < second
    assert "+ 300 likes" in answer
    assert "+ 5 likes" in answer
    assert "Details" not in answer
    assert "Place" in await chat.presses("1. Learning Machines 2")


async def test_a_topic_narrows_it_down() -> None:
    chat = a_chat(await a_library())
    assert "1. Learning Machines 1" in await chat.says("/trending cs.LG")
    answer = await chat.says("/trending cs.CL")
    assert "has gained attention since yesterday" in answer
    assert "All topics" in chat.buttons


async def test_ten_papers_are_enough() -> None:
    papers = [f"2611.{number:05}" for number in range(100, 112)]
    storage = await a_library(*map(titled, papers), likes=dict.fromkeys(papers, 50))
    answer = await a_chat(storage).says("/trending")
    assert "10. " in answer
    assert "11. " not in answer


async def test_without_papers_there_is_a_sentence() -> None:
    assert "No papers are known yet." in await a_chat(MemoryStorage()).says("/trending")
