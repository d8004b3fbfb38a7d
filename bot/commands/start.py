"""/start and /about: the first words between people and the bot."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.asking import paper_named
from bot.commands.kinds import TEXT
from bot.commands.spec import Answer, Call, Command, Handler, Invocation, Param, Reply
from bot.domain.taxonomy import ALIASES, CATEGORY_NAMES
from bot.domain.topic_categories import find
from bot.domain.topics import Topic
from bot.views import welcome
from bot.views.words import phrase

PAYLOAD: Param[str] = Param(
    name="payload", summary=phrase("what a link to this bot brings along"), kind=TEXT
)

_SUBSCRIBE, _PAPER, _HOT = "sub_", "paper_", "hot"
_BY_SLUG = {name.replace(".", "-").lower(): name for name in (*CATEGORY_NAMES, *ALIASES)}
_NEW_NUMBER = re.compile(r"(\d{4})[-_](\d{4,5})", re.ASCII)


def start(hot: Handler, paper: Handler) -> Command:
    """Make the command, which a link can lead on to a ranking, a paper or a subscription.

    Links carry letters, digits, `_` and `-` only (https://core.telegram.org/bots/features#deep-linking),
    so a hyphen stands for each full stop. What is not understood is a plain greeting.
    """

    async def answer(call: Call) -> Answer:
        payload = call.value(PAYLOAD) or ""
        if payload == _HOT:
            return await hot(_instead(call, Invocation("hot")))
        if payload.startswith(_PAPER) and (wanted := _paper(payload.removeprefix(_PAPER))):
            return await paper(_instead(call, Invocation("paper", (("paper", wanted),))))
        if payload.startswith(_SUBSCRIBE) and (topic := _topic(payload.removeprefix(_SUBSCRIBE))):
            return Reply(document=welcome.offer(topic, call.words))
        return Reply(document=welcome.start(call.caller.place.kind, call.words))

    return Command(
        name="start",
        summary=phrase("What this bot does, and the first steps"),
        handler=answer,
        params=(PAYLOAD,),
        examples=("", "sub_cs-CL", "paper_2104-11178", "hot"),
    )


def about(sources: Sequence[str]) -> Command:
    """Make the command."""

    async def answer(call: Call) -> Answer:
        return Reply(document=welcome.about(sources, call.words))

    return Command(
        name="about",
        summary=phrase("What is behind this bot, and what it remembers of you"),
        handler=answer,
        examples=("",),
    )


def _instead(call: Call, invocation: Invocation) -> Call:
    return replace(call, invocation=invocation)


def _paper(slug: str) -> str | None:
    """Give the number of a paper whose full stop or stroke a link could not carry."""
    number = _NEW_NUMBER.sub(r"\1.\2", slug)
    archive, _, digits = slug.rpartition("_")
    named = paper_named(number) or paper_named(f"{archive}/{digits}")
    return str(named) if named else None


def _topic(slug: str) -> Topic | None:
    category = find(_BY_SLUG.get(slug.lower(), slug))
    return Topic.of([category]) if category else None
