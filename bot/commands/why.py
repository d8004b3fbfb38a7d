"""/why: how a paper's score comes about, and what became of it here."""

from dataclasses import replace

from bot.commands.asking import PAPER_WANTED
from bot.commands.spec import Answer, Call, Command, Reply
from bot.domain.destinations import Destination
from bot.domain.papers import PaperId
from bot.domain.reasons import Case, Reason, reasons
from bot.domain.subscriptions import Window
from bot.ports import Storage
from bot.services.boards import Boards
from bot.services.lookup import Lookup, Question
from bot.views import offers, paper_page
from bot.views import reasons as reasons_view
from bot.views import why as why_view
from bot.views.words import phrase


def why(storage: Storage, lookup: Lookup, boards: Boards) -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        wanted = call.required(PAPER_WANTED)
        here = await _reasons(storage, boards, wanted, call.caller.place.destination)
        if here is None:
            return Reply(document=paper_page.unknown(wanted, call.words))
        explanation = await lookup.explain(wanted, Question())
        page = why_view.page(wanted, explanation, call.words)
        sections = (reasons_view.section(here, call.words), *page.sections)
        closing = (*page.closing, offers.pages_of(wanted))
        return Reply(document=replace(page, sections=sections, closing=closing))

    return Command(
        name="why",
        summary=phrase("Why a paper is hot, or is not, and whether it was sent here"),
        handler=answer,
        params=(PAPER_WANTED,),
        examples=("2104.11178",),
    )


async def _reasons(
    storage: Storage, boards: Boards, wanted: PaperId, here: Destination
) -> tuple[Reason, ...] | None:
    """Say what became of a paper in a place; None where it is not known."""
    async with storage.transaction() as tx:
        paper = await tx.papers.find(wanted)
        days = await tx.papers.days_of(wanted)
        carried = await tx.digests.carrying(wanted, here)
        subscriptions = await tx.subscriptions.at(here)
        mutes = await tx.mutes.of(here)
    if paper is None or not days:
        return None
    board = await boards.board(Window(days[-1], days[-1]))
    return reasons(
        Case(paper=paper, board=board, carried=carried, subscriptions=subscriptions, mutes=mutes)
    )
