import pytest

from adapters.telegram.menus import descriptions
from bot.domain.languages import LANGUAGES
from bot.views.words import ENGLISH_WORDS, Words
from tests.adapters.telegram.desk import FakeDesk, listening, ours
from tests.commands.conversation import Conversation
from tests.emulators.telegram import TelegramEmulator

PUBLIC = ["start", "hot", "why", "save", "saved"]
MANAGED = ["start", "hot", "why", "subscribe", "save", "saved"]


async def introduced(telegram: TelegramEmulator) -> None:
    """Wait until everything was brought."""
    while "short_description" not in telegram.texts_about_itself("ko"):
        await telegram.says(telegram.person("Ada", number=77), 77, "/start")
        await telegram.answer(77)


async def test_each_is_offered_what_they_may_use(telegram: TelegramEmulator) -> None:
    ada, emmy = telegram.person("Ada"), telegram.person("Emmy")
    group = telegram.supergroup("Club", owner=ada, members=(emmy,))
    async with listening(telegram, FakeDesk()):
        await introduced(telegram)
    assert MANAGED == list(telegram.menu(ada, ada))
    assert MANAGED == list(telegram.menu(ada, group))
    assert PUBLIC == list(telegram.menu(emmy, group))


@pytest.mark.parametrize("locale", sorted(set(LANGUAGES) - {"en"}))
async def test_commands_are_described_in_the_language_of_the_client(
    telegram: TelegramEmulator, locale: str
) -> None:
    desk = Conversation.begun().desk
    reader = telegram.person("Ada", language=locale)
    async with listening(telegram, desk):
        await introduced(telegram)
        assert [] == telegram.refusals()
    hot = next(one for one in desk.commands if one.name == "hot")
    assert Words(locale=locale)(hot.summary) == telegram.menu(reader, reader)["hot"]
    assert "description" in telegram.texts_about_itself(locale)


async def test_a_menu_that_is_refused_does_not_stop_the_bot(
    telegram: TelegramEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.person("Ada")
    telegram.goes_down(times=1, method="setMyCommands")
    async with listening(telegram, FakeDesk()):
        await telegram.starts(ada)
        assert "You said /start" == (await telegram.answer(ada)).text
    assert ["Telegram does not take the menu of commands"] == ours(caplog.records)


@pytest.mark.parametrize("locale", sorted(LANGUAGES))
def test_descriptions_keep_to_the_limits(locale: str) -> None:
    whole, short = descriptions(Words(locale=locale))
    assert 0 < len(whole) <= 512
    assert 0 < len(short) <= 120


def test_the_description_says_what_the_bot_does() -> None:
    whole, short = descriptions(ENGLISH_WORDS)
    assert whole.startswith("Every day arXiv announces hundreds of papers.")
    assert short in whole
