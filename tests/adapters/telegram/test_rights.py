from collections.abc import AsyncIterator

import pytest

from adapters.telegram.client import connected
from adapters.telegram.rights import TelegramRights
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.errors import BadArgument, TryLater, Unreachable
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_chats import Chat
from tests.emulators.telegram_people import Person


@pytest.fixture
async def rights(telegram: TelegramEmulator) -> AsyncIterator[TelegramRights]:
    async with connected(telegram.token, telegram.url) as bot:
        yield TelegramRights(bot)


def key(person: Person) -> PersonKey:
    return PersonKey(Platform.TELEGRAM, str(person.id))


def place(chat: Chat | str, kind: PlaceKind = PlaceKind.GROUP) -> Place:
    name = chat if isinstance(chat, str) else str(chat.id)
    return Place(destination=Destination(Platform.TELEGRAM, name), kind=kind)


def caller(person: PersonKey) -> Caller:
    return Caller(person=person, place=place(person.id, PlaceKind.PRIVATE))


async def test_administrators_manage_a_group_and_others_do_not(
    telegram: TelegramEmulator, rights: TelegramRights
) -> None:
    ada, emmy, grace = (telegram.person(name) for name in ("Ada", "Emmy", "Grace"))
    group = telegram.supergroup("Club", owner=ada, members=(emmy, grace))
    await telegram.adds_bot(ada, group)
    telegram.promotes(emmy, group, "can_pin_messages")
    stranger = telegram.person("Stranger")
    managers = [await rights.may_manage(key(p), place(group)) for p in (ada, emmy, grace, stranger)]
    assert [True, True, False, False] == managers


async def test_rights_are_asked_for_each_time(
    telegram: TelegramEmulator, rights: TelegramRights
) -> None:
    ada, emmy = telegram.person("Ada"), telegram.person("Emmy")
    group = telegram.group("Club", owner=ada, members=(emmy,))
    await telegram.adds_bot(ada, group)
    telegram.promotes(emmy, group, "can_pin_messages")
    assert await rights.may_manage(key(emmy), place(group))
    telegram.demotes(emmy, group)
    assert not await rights.may_manage(key(emmy), place(group))


async def test_somebody_who_was_never_seen_manages_nothing(rights: TelegramRights) -> None:
    nobody = PersonKey(Platform.TELEGRAM, "99")
    assert not await rights.may_manage(nobody, place("-1001234567890"))


async def test_who_writes_as_the_chat_manages_it(
    telegram: TelegramEmulator, rights: TelegramRights
) -> None:
    channel = telegram.chat("@papers")
    itself = PersonKey(Platform.TELEGRAM, str(channel.id))
    for name in (str(channel.id), "@papers"):
        assert await rights.may_manage(itself, place(name, PlaceKind.CHANNEL))
    assert not await rights.may_manage(itself, place("-1001234567890"))


async def test_a_private_chat_is_its_persons(rights: TelegramRights) -> None:
    ada = PersonKey(Platform.TELEGRAM, "4711")
    assert await rights.may_manage(ada, place("4711", PlaceKind.PRIVATE))
    assert not await rights.may_manage(ada, place("4712", PlaceKind.PRIVATE))


async def test_a_chat_that_we_are_not_in_is_unreachable(
    telegram: TelegramEmulator, rights: TelegramRights
) -> None:
    ada = telegram.person("Ada")
    with pytest.raises(Unreachable, match="add me"):
        await rights.may_manage(key(ada), place(telegram.group("Club", owner=ada)))


async def test_a_silent_telegram_says_nothing_about_rights(
    telegram: TelegramEmulator, rights: TelegramRights
) -> None:
    telegram.goes_down(times=2)
    with pytest.raises(TryLater):
        await rights.may_manage(PersonKey(Platform.TELEGRAM, "1"), place("-1001234567890"))
    with pytest.raises(TryLater):
        await rights.place("@papers", caller(PersonKey(Platform.TELEGRAM, "1")))


@pytest.mark.parametrize(
    "written",
    [
        *(
            "@papers",
            " @papers ",
            "t.me/papers",
            "https://t.me/papers",
            "http://telegram.me/papers",
        ),
        *("https://t.me/s/papers", "https://t.me/papers/17", "https://t.me/papers?single"),
    ],
)
async def test_a_channel_goes_by_its_name_and_its_links(
    telegram: TelegramEmulator, rights: TelegramRights, written: str
) -> None:
    found = await rights.place(written, caller(PersonKey(Platform.TELEGRAM, "1")))
    number = str(telegram.chat("@papers").id)
    assert (number, "Hot papers", PlaceKind.CHANNEL) == (
        found.destination.channel,
        found.name,
        found.kind,
    )


@pytest.mark.parametrize(
    ("written", "thread"),
    [
        ("-1001234567890", None),
        ("-1001234567890:42", "42"),
        ("https://t.me/c/1234567890/42/99", "42"),
        ("https://t.me/c/1234567890/99", None),
    ],
)
async def test_a_group_goes_by_its_number(
    rights: TelegramRights, written: str, thread: str | None
) -> None:
    found = await rights.place(written, caller(PersonKey(Platform.TELEGRAM, "1")))
    assert Destination(Platform.TELEGRAM, "-1001234567890", thread) == found.destination


async def test_what_a_private_group_is_called_is_told_to_its_members_alone(
    telegram: TelegramEmulator, rights: TelegramRights
) -> None:
    ada, emmy = telegram.person("Ada"), telegram.person("Emmy")
    group = telegram.supergroup("Secret club", owner=ada)
    await telegram.adds_bot(ada, group)
    inside, outside = [await rights.place(str(group.id), caller(key(p))) for p in (ada, emmy)]
    assert ["Secret club", ""] == [inside.name, outside.name]


async def test_ones_own_number_is_the_private_chat(rights: TelegramRights) -> None:
    found = await rights.place("4711", caller(PersonKey(Platform.TELEGRAM, "4711")))
    assert place("4711", PlaceKind.PRIVATE) == found


@pytest.mark.parametrize(
    "written",
    [
        *("4711", "@ada", "@nobody_here", "-100999", "papers", "", "@", "t.me/+AbCdEf", "-", "٣"),
        *("https://evil.example/papers", "@papers\n@other", "@papers:x", "<#123>", "9" * 400),
    ],
)
async def test_what_is_no_chat_that_we_see_is_a_mistake(
    telegram: TelegramEmulator, rights: TelegramRights, written: str
) -> None:
    telegram.person("Ada", username="ada", number=8)
    with pytest.raises(BadArgument, match="I see no"):
        await rights.place(written, caller(PersonKey(Platform.TELEGRAM, "1")))
