"""/cite: a paper as BibTeX."""

from bot.commands.asking import PAPER_WANTED
from bot.commands.spec import Answer, Call, Command, Reply
from bot.ports import Storage
from bot.views import bibtex, paper_page
from bot.views.words import phrase


def cite(storage: Storage) -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        wanted = call.required(PAPER_WANTED)
        async with storage.transaction() as tx:
            paper = await tx.papers.find(wanted)
        if paper is None:
            return Reply(document=paper_page.unknown(wanted, call.words))
        return Reply(document=bibtex.document(paper, call.words))

    return Command(
        name="cite",
        summary=phrase("A paper's BibTeX, to copy"),
        handler=answer,
        params=(PAPER_WANTED,),
        examples=("2104.11178",),
    )
