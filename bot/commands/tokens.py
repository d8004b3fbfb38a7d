"""Tokens: a command in the few bytes that a button can carry.

    > hot&topic=cs.CL&page=2      the mark, a space, the command, its arguments, each escaped
    ~0123456789abcdefghijkl       one that was too long: the name under which it is stored

The mark says where the answer goes: `>` in place of the message, `+` as a new one. Where the button
is for one person, `!` and a few letters made of their id stand behind the mark.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import quote, unquote

from bot.commands.spec import Invocation
from bot.document.nodes import Action
from bot.domain.people import PersonKey

LONGEST_TOKEN = 64
"""Bytes: https://core.telegram.org/bots/api#inlinekeyboardbutton; Discord takes 100 characters."""

_IN_PLACE, _ANEW, _STORED, _OWNED = ">", "+", "~", "!"
_OWNER_LENGTH = 6
_STORED_NAME = re.compile(rf"{_STORED}[\w-]{{22}}", re.ASCII)
_SAFE = " *#@.,:/|-_"
_ANY_TEXT = "surrogatepass"
"""JSON can carry half a character, and that must come back as it was."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a button says, once it was read."""

    invocation: Invocation
    is_new: bool
    owner: str
    """Empty for a button that anybody may press."""


def token_of(action: Action, owner: PersonKey | None = None) -> str:
    """Write what a button carries: at most LONGEST_TOKEN bytes.

    What is longer is named by its digest; `long_form` is what has to be stored under that name.
    """
    whole = long_form(action, owner)
    return whole if len(whole.encode()) <= LONGEST_TOKEN else stored_name(whole)


def long_form(action: Action, owner: PersonKey | None = None) -> str:
    """Write what a button carries, however long."""
    mark = _ANEW if action.is_new else _IN_PLACE
    person = f"{_OWNED}{owner_mark(owner)}" if owner else ""
    words = (action.command, *(f"{name}={_escaped(value)}" for name, value in action.arguments))
    return f"{mark}{person} {'&'.join(words)}"


def stored_name(whole: str) -> str:
    """Name a long token by its content: 23 characters."""
    return _STORED + urlsafe_b64encode(hashlib.sha256(whole.encode()).digest()[:16]).decode()[:22]


def is_stored(token: str) -> bool:
    """Say whether a token is the name of a longer one."""
    return bool(_STORED_NAME.fullmatch(token))


def owner_mark(person: PersonKey) -> str:
    """Give the letters that stand for a person in a token; they do not tell who it is."""
    digest = hashlib.sha256(str(person).encode()).digest()
    return urlsafe_b64encode(digest).decode()[:_OWNER_LENGTH]


def read(token: str) -> Token | None:
    """Read a token that is no stored one; None if it is none of ours."""
    head, gap, body = token.partition(" ")
    if not gap or head[:1] not in {_IN_PLACE, _ANEW}:
        return None
    if len(head) > 1 and (head[1] != _OWNED or len(head) != 2 + _OWNER_LENGTH):
        return None
    command, *rest = body.split("&")
    pairs = [part.partition("=") for part in rest]
    if not command or not all(name and equals for name, equals, _ in pairs):
        return None
    try:
        arguments = tuple((name, unquote(value, errors=_ANY_TEXT)) for name, _, value in pairs)
    except UnicodeDecodeError:
        return None
    return Token(Invocation(command, arguments), head[0] == _ANEW, head[2:])


def _escaped(value: str) -> str:
    return quote(value, safe=_SAFE, errors=_ANY_TEXT)
