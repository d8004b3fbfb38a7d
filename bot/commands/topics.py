"""/topics: the tree of categories."""

from bot.commands.asking import page_asked
from bot.commands.kinds import Kind
from bot.commands.spec import Answer, Call, Command, Param, Reply
from bot.domain.pages import cut
from bot.domain.topic_categories import pattern
from bot.domain.topic_tree import ROOTS, branch, within
from bot.views import topic_tree
from bot.views.words import phrase

CHOICES_ON_A_PAGE = 25

CATEGORY: Param[str] = Param(
    name="topic",
    summary=phrase("an archive or a category, such as cs or cs.CL"),
    kind=Kind(read=pattern, suggests="topics"),
)


def topics() -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        wanted = call.value(CATEGORY)
        if wanted is None:
            return Reply(document=topic_tree.root(ROOTS, call.words))
        here, categories = branch(wanted), within(wanted)
        if not categories:
            return Reply(document=topic_tree.category(here, call.words))
        page = cut(categories, page_asked(call), CHOICES_ON_A_PAGE)
        return Reply(document=topic_tree.archive(here, page, call.words))

    return Command(
        name="topics",
        summary=phrase("Browse arXiv's fields and categories"),
        handler=answer,
        params=(CATEGORY,),
        examples=("", "cs", "cs.CL"),
    )
