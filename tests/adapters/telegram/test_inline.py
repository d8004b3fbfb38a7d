from hypothesis import given

from adapters.telegram.inline import articles
from bot.commands.spec import Card
from bot.document.nodes import Document, Paragraph, text
from tests.adapters.telegram.desk import FakeDesk, listening
from tests.adapters.telegram.documents import documents, unhurried
from tests.emulators.telegram import TelegramEmulator


def a_card(number: int = 1, *, title: str = "Small Models", summary: str = "Ada") -> Card:
    return Card(
        id=f"2401.{number:05}",
        title=title,
        summary=summary,
        url=f"https://arxiv.org/abs/2401.{number:05}",
        document=Document((Paragraph(text(f"Paper {number}")),)),
    )


async def test_papers_are_offered_in_any_conversation(telegram: TelegramEmulator) -> None:
    ada, desk = telegram.person("Ada"), FakeDesk()
    desk.offers(a_card())
    async with listening(telegram, desk):
        answer = await telegram.asks_inline(ada, "small")
        (result,) = answer.results
        sent = await telegram.chooses_inline(ada, result)
    assert ("Small Models", "Ada", "https://arxiv.org/abs/2401.00001") == (
        result.title,
        result.description,
        result.url,
    )
    assert ("Paper 1", False) == (sent.text, sent.shows_preview)
    assert (True, "", 60) == (answer.is_personal, answer.next_offset, answer.cache_time)


async def test_more_papers_follow_when_they_are_scrolled_through(
    telegram: TelegramEmulator,
) -> None:
    ada, desk = telegram.person("Ada"), FakeDesk()
    desk.offers(*map(a_card, range(15)))
    async with listening(telegram, desk):
        first = await telegram.asks_inline(ada, "small")
        second = await telegram.asks_inline(ada, "small", first.next_offset)
    assert ([10, 5], "") == ([len(first.results), len(second.results)], second.next_offset)


async def test_a_forged_offset_begins_anew(telegram: TelegramEmulator) -> None:
    ada, desk = telegram.person("Ada"), FakeDesk()
    desk.offers(a_card())
    async with listening(telegram, desk):
        for offset in ("-1", "٣", "9" * 30, "x"):
            assert 1 == len((await telegram.asks_inline(ada, "small", offset)).results)


async def test_nothing_found_is_an_empty_answer(telegram: TelegramEmulator) -> None:
    async with listening(telegram, FakeDesk()):
        assert () == (await telegram.asks_inline(telegram.person("Ada"), "nothing")).results


async def test_a_question_that_nobody_waits_for_is_let_go(telegram: TelegramEmulator) -> None:
    ada, desk = telegram.person("Ada"), FakeDesk()
    async with listening(telegram, desk):
        telegram.expires(await telegram.types_inline(ada, "old"))
        await telegram.asks_inline(ada, "new")


def test_a_card_without_a_title_or_with_a_known_id_is_left_out() -> None:
    cards = [a_card(1), a_card(1, title="Again"), a_card(2, title="\u202e")]
    assert ["Again"] == [article.title for article in articles(cards)]


@unhurried
@given(documents())
def test_every_card_is_one_message(document: Document) -> None:
    (article,) = articles(
        [Card(id="1", title="One", summary="", url="https://arxiv.org", document=document)]
    )
    assert article.input_message_content
