"""/search: papers by words, authors, categories and dates."""

from bot.commands.asking import PAPERS_ON_A_PAGE, page_asked, paper_named
from bot.commands.kinds import TOPIC
from bot.commands.paper import in_full
from bot.commands.spec import Answer, Call, Command, Param, Reply
from bot.document.nodes import Action
from bot.domain.pages import begun
from bot.domain.topic_terms import AllOf, Words, all_of, any_of
from bot.domain.topics import Topic
from bot.ports import Storage
from bot.services.boards import Boards
from bot.views import found
from bot.views.words import phrase

QUERY: Param[Topic] = Param(
    name="query",
    summary=phrase('words, a "phrase", @author, #cs.CL, -not, a|b, after:2024-01'),
    kind=TOPIC,
    is_required=True,
)


def search(storage: Storage, boards: Boards) -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        written = (call.invocation.get(QUERY.name) or "").strip()
        named = paper_named(written)
        if named:
            return Reply(document=await in_full(storage, boards, named, call.words))
        topic, number = call.required(QUERY), page_asked(call)
        async with storage.transaction() as tx:
            rows = await tx.search.find(
                topic, limit=PAPERS_ON_A_PAGE + 1, offset=(number - 1) * PAPERS_ON_A_PAGE
            )
        finds = found.Finds(
            topic=topic,
            written=written,
            page=begun(rows, number, PAPERS_ON_A_PAGE),
            wider=_wider(topic),
        )
        here = Action("", "search", ((QUERY.name, written),))
        return Reply(document=found.document(finds, here, call.words))

    return Command(
        name="search",
        summary=phrase("Find papers by words, authors and categories"),
        handler=answer,
        params=(QUERY,),
        examples=("diffusion cs.CV", '@hinton "deep learning" after:2020', "graphs a|b -survey"),
    )


def _wider(topic: Topic) -> Topic | None:
    """Ask for any of several words, where all were asked for."""
    if not isinstance(topic.clause, AllOf):
        return None
    words = [clause for clause in topic.clause.clauses if isinstance(clause, Words)]
    others = [clause for clause in topic.clause.clauses if not isinstance(clause, Words)]
    return Topic(all_of((any_of(words), *others))) if len(words) > 1 else None
