"""/paper: one paper in full."""

from bot.commands.asking import PAPER_WANTED
from bot.commands.spec import Answer, Call, Command, Reply
from bot.document.nodes import Document
from bot.domain.papers import PaperId
from bot.domain.subscriptions import Window
from bot.ports import Storage
from bot.services.boards import Boards
from bot.views import paper_page
from bot.views.paper_page import Sheet
from bot.views.words import Words, phrase


def paper(storage: Storage, boards: Boards) -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        wanted = call.required(PAPER_WANTED)
        return Reply(document=await in_full(storage, boards, wanted, call.words))

    return Command(
        name="paper",
        summary=phrase("One paper in full: abstract, score, who talks about it"),
        handler=answer,
        params=(PAPER_WANTED,),
        examples=("2104.11178", "https://arxiv.org/abs/2104.11178"),
    )


def details(storage: Storage, boards: Boards) -> Command:
    """Make the command behind a paper in a list: the same, for who pressed the button."""

    async def answer(call: Call) -> Answer:
        wanted = call.required(PAPER_WANTED)
        document = await in_full(storage, boards, wanted, call.words)
        return Reply(document=document, is_private=True)

    return Command(
        name="details",
        summary=phrase("One paper of a list in full"),
        handler=answer,
        params=(PAPER_WANTED,),
        is_private=True,
        is_hidden=True,
    )


async def in_full(storage: Storage, boards: Boards, wanted: PaperId, words: Words) -> Document:
    """Show a paper, or say that it is not known."""
    sheet = await _sheet(storage, boards, wanted)
    return paper_page.document(sheet, words) if sheet else paper_page.unknown(wanted, words)


async def _sheet(storage: Storage, boards: Boards, wanted: PaperId) -> Sheet | None:
    async with storage.transaction() as tx:
        found = await tx.papers.find(wanted)
        if found is None:
            return None
        days = await tx.papers.days_of(wanted)
        history = await tx.standings.of(wanted)
        is_talked_about = bool(await tx.mentions.of([wanted]))
    day = days[-1] if days else found.announced_on
    if not is_talked_about:
        # Its place need not be looked for, which would mean to rank the whole day.
        return Sheet(paper=found, listed_on=day, history=history)
    board = await boards.board(Window(day, day))
    return Sheet(
        paper=found,
        listed_on=day,
        place=board.place_of(wanted),
        candidates=board.ranking.candidates,
        history=history,
    )
