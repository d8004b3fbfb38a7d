import pytest

from bot.commands.catalogue import Limits
from bot.domain.mutes import Mute, MuteKind
from bot.domain.people import Place
from tests.commands.conversation import ADA, CHANNEL, EMMY, GROUP, PRIVATE, Conversation


async def muted(chat: Conversation, place: Place = PRIVATE) -> list[str]:
    async with chat.storage.transaction() as tx:
        return [mute.what for mute in await tx.mutes.of(place.destination)]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("@Lovelace", "@lovelace"),
        ('"dark matter"', '"dark matter"'),
        ("https://arxiv.org/abs/2401.00001v2", "2401.00001"),
        ("2401.00001", "2401.00001"),
        ("hep-th", "hep-th"),
    ],
)
async def test_an_author_words_or_a_paper_are_muted(line: str, what: str) -> None:
    chat = Conversation.begun()
    assert f"🔇 Muted: no digest here brings “{what}”" in await chat.says(f"/mute {line}")
    assert [what] == await muted(chat)


async def test_what_is_muted_twice_is_muted_once() -> None:
    chat = Conversation.begun()
    await chat.says("/mute @Lovelace")
    assert "muted here already" in await chat.says("/mute @LOVELACE")
    assert ["@lovelace"] == await muted(chat)


async def test_a_mute_is_undone_at_once() -> None:
    chat = Conversation.begun()
    await chat.says("/mute @Lovelace")
    assert "may bring “@lovelace” again" in await chat.presses("Undo")
    assert [] == await muted(chat)


async def test_each_mute_of_the_list_can_be_undone() -> None:
    chat = Conversation.begun()
    await chat.says("/mute @Lovelace")
    await chat.says('/mute "dark matter"')
    assert '• @lovelace\n• "dark matter"' in await chat.says("/mutes")
    await chat.presses('"dark matter"')
    assert ["@lovelace"] == await muted(chat)
    await chat.says("/unmute @lovelace")
    assert "Nothing is muted here." in await chat.says("/mutes")


async def test_twenty_mutes_are_on_a_page() -> None:
    chat = Conversation.begun()
    for number in range(1, 22):
        await chat.says(f"/mute 2401.{number:05}")
    assert "2401.00021" not in await chat.says("/mutes")
    assert len(chat.buttons) == 21
    assert "2401.00021" in await chat.presses("Next")
    assert "2401.00001" in await chat.presses("Previous")


async def test_a_place_has_room_for_so_many_mutes() -> None:
    chat = Conversation.begun(limits=Limits(mutes_per_place=2))
    await chat.says("/mute @Lovelace")
    await chat.says("/mute @Noether")
    assert "2 things are muted here, and no more are kept." in await chat.says("/mute @Hopper")
    assert "muted here already" in await chat.says("/mute @Noether")
    assert ["@lovelace", "@noether"] == await muted(chat)


async def test_what_is_not_muted_cannot_be_let_in() -> None:
    chat = Conversation.begun()
    assert "“@lovelace” is not muted here." in await chat.says("/unmute @Lovelace")


async def test_a_mute_that_cannot_be_read_any_more_can_be_undone() -> None:
    chat = Conversation.begun()
    async with chat.storage.transaction() as tx:
        await tx.mutes.add(PRIVATE.destination, Mute(MuteKind.TOPIC, "cs.ZZ"))
    await chat.says("/mutes")
    await chat.presses("cs.ZZ")
    assert [] == await muted(chat)


@pytest.mark.parametrize("line", ["/mute", "/unmute"])
async def test_without_anything_named_the_answer_asks(line: str) -> None:
    chat = Conversation.begun()
    assert "Say what to" in await chat.says(line)


async def test_a_category_that_does_not_exist_is_answered_with_the_nearest() -> None:
    chat = Conversation.begun()
    assert "Did you mean cs.CL" in await chat.says("/mute cs.XX")


@pytest.mark.parametrize("line", ["/mute @Lovelace", "/unmute @Lovelace", "/mutes"])
async def test_a_groups_mutes_are_for_those_who_run_it(line: str) -> None:
    chat = Conversation.begun()
    chat.moves_to(GROUP)
    assert "Only who runs Reading group" in await chat.says(line)
    assert [] == await muted(chat, GROUP)


async def test_a_channels_mutes_are_kept_from_elsewhere() -> None:
    chat = Conversation.begun()
    assert "Only who runs Papers" in await chat.says("/mute @Lovelace channel=@papers")
    chat.rights.makes_manager(ADA, CHANNEL)
    await chat.says("/mute @Lovelace channel=@papers")
    assert (["@lovelace"], []) == (await muted(chat, CHANNEL), await muted(chat))
    await chat.presses("All mutes")
    await chat.presses("@lovelace")
    assert [] == await muted(chat, CHANNEL)


async def test_another_persons_button_lets_nothing_in() -> None:
    chat = Conversation.begun()
    await chat.says("/mute @Lovelace")
    token = chat.token(next(chat._actions()))
    chat.is_now(EMMY)
    assert "This button belongs to somebody else." in await chat.sends(token)
    assert ["@lovelace"] == await muted(chat)


async def test_a_long_mute_can_be_undone_by_its_button() -> None:
    chat = Conversation.begun()
    words = " ".join(f"word{number}" for number in range(15))
    await chat.says(f'/mute "{words}"')
    await chat.presses("Undo")
    assert [] == await muted(chat)


async def test_a_lot_is_muted_one_thing_after_the_other() -> None:
    chat = Conversation.begun()
    words = " ".join(f"word{number}" for number in range(30))
    assert "Mute one thing after the other" in await chat.says(f'/mute "{words}"')
    assert [] == await muted(chat)
