"""/save, /saved and /export: the papers that somebody keeps for themselves."""

from collections.abc import Callable, Sequence

from bot.commands.asking import PAPER_WANTED, PAPERS_ON_A_PAGE, page_asked
from bot.commands.kinds import Choice, one_of
from bot.commands.spec import Answer, Attachment, Call, Command, Param, Reply
from bot.document.nodes import Document
from bot.domain.pages import Page, cut
from bot.domain.people import Bookmark, PersonKey
from bot.errors import UserMistake
from bot.ports import Storage, Transaction
from bot.views import bookmarks, exports, paper_page
from bot.views.bookmarks import Saved, Shelf
from bot.views.words import Words, phrase

FORMAT: Param[str] = Param(
    name="format",
    summary=phrase("the kind of file"),
    kind=one_of(
        (
            Choice("bibtex", phrase("BibTeX: for LaTeX and reference managers")),
            Choice("json", phrase("JSON: for programs")),
            Choice("csv", phrase("CSV: for spreadsheets")),
        )
    ),
)

_FILES: dict[str, tuple[str, str, Callable[[exports.Shelf], str]]] = {
    "bibtex": ("papers.bib", "application/x-bibtex", exports.as_bibtex),
    "json": ("papers.json", "application/json", exports.as_json),
    "csv": ("papers.csv", "text/csv", exports.as_csv),
}


def save(storage: Storage, most: int) -> Command:
    """Make the command that saves a paper; nobody saves more than `most`."""

    async def answer(call: Call) -> Answer:
        wanted, person = call.required(PAPER_WANTED), call.caller.person
        async with storage.transaction() as tx:
            paper = await tx.papers.find(wanted)
            if paper is None:
                return _private(paper_page.unknown(wanted, call.words))
            known = await tx.bookmarks.of(person)
            is_new = wanted not in {one.paper_id for one in known}
            if is_new and len(known) >= most:
                raise UserMistake(
                    "You have saved {most} papers, which is as many as I keep. Take some out of"
                    " /saved first; /export gives you all of them as a file.",
                    most=most,
                )
            await tx.bookmarks.add(person, Bookmark(wanted, call.now))
        return _private(bookmarks.added(paper, call.words, is_new=is_new))

    return Command(
        name="save",
        summary=phrase("Save a paper for yourself"),
        handler=answer,
        params=(PAPER_WANTED,),
        is_private=True,
        examples=("2104.11178",),
    )


def unsave(storage: Storage) -> Command:
    """Make the command behind the buttons that take a paper out."""

    async def answer(call: Call) -> Answer:
        wanted, person = call.required(PAPER_WANTED), call.caller.person
        async with storage.transaction() as tx:
            await tx.bookmarks.remove(person, wanted)
        return await _shelf(storage, person, page_asked(call), call.words)

    return Command(
        name="unsave",
        summary=phrase("Take a paper out of those that you saved"),
        handler=answer,
        params=(PAPER_WANTED,),
        is_private=True,
        is_hidden=True,
    )


def saved(storage: Storage) -> Command:
    """Make the command that lists what was saved."""

    async def answer(call: Call) -> Answer:
        return await _shelf(storage, call.caller.person, page_asked(call), call.words)

    return Command(
        name="saved",
        summary=phrase("The papers that you saved"),
        handler=answer,
        is_private=True,
        examples=("",),
    )


def export(storage: Storage) -> Command:
    """Make the command that gives what was saved as a file."""

    async def answer(call: Call) -> Answer:
        async with storage.transaction() as tx:
            kept = await tx.bookmarks.of(call.caller.person)
            rows = [(one.bookmark, one.paper) for one in await _read(tx, kept) if one.paper]
        if not rows:
            empty = Shelf(page=cut((), 1, PAPERS_ON_A_PAGE), count=0)
            return _private(bookmarks.document(empty, call.words))
        name, media_type, write = _FILES[call.value(FORMAT) or "bibtex"]
        return Reply(
            document=bookmarks.exported(len(rows), call.words),
            is_private=True,
            attachment=Attachment(name=name, media_type=media_type, body=write(rows).encode()),
        )

    return Command(
        name="export",
        summary=phrase("The papers that you saved, as a file"),
        handler=answer,
        params=(FORMAT,),
        is_private=True,
        examples=("", "bibtex", "csv"),
    )


async def _shelf(storage: Storage, person: PersonKey, number: int, words: Words) -> Reply:
    async with storage.transaction() as tx:
        kept = await tx.bookmarks.of(person)
        page = cut(kept, number, PAPERS_ON_A_PAGE)
        rows = await _read(tx, page.rows)
    shown = Page(
        rows=tuple(rows), number=page.number, is_last=page.is_last, begins_at=page.begins_at
    )
    return _private(bookmarks.document(Shelf(page=shown, count=len(kept)), words))


async def _read(tx: Transaction, kept: Sequence[Bookmark]) -> list[Saved]:
    return [Saved(one, await tx.papers.find(one.paper_id)) for one in kept]


def _private(document: Document) -> Reply:
    return Reply(document=document, is_private=True)
