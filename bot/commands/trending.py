"""/trending: the papers that gain attention fastest."""

from bot.commands.asking import TOPIC_WANTED, topic_asked
from bot.commands.spec import Answer, Call, Command, Reply
from bot.services.boards import Boards
from bot.views import trends
from bot.views.words import phrase

SHOWN = 10


def trending(boards: Boards) -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        topic = topic_asked(call)
        growing = await boards.growing(topic)
        return Reply(document=trends.document(growing[:SHOWN], topic, call.words))

    return Command(
        name="trending",
        summary=phrase("The papers that gained most attention in a day"),
        handler=answer,
        params=(TOPIC_WANTED,),
        examples=("", "cs.*"),
    )
