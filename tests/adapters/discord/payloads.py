"""What discord.py would send for a document."""

from collections.abc import Mapping

from discord import AllowedMentions
from discord.http import handle_message_parameters

from adapters.discord import render
from bot.document.nodes import Document

Payload = Mapping[str, object]


def payload(document: Document) -> Payload:
    parameters = handle_message_parameters(
        view=render.message(document), nonce="n", allowed_mentions=AllowedMentions.none()
    )
    assert parameters.payload is not None
    return parameters.payload
