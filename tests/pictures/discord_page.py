"""Discord's app on the desktop: one of our messages in a channel, or commands and their answers.

Components: https://docs.discord.com/developers/components/reference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType

from tests.pictures.discord_markdown import page_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The channel around the message; times are shown as they are written here."""

    name: str
    bot: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A slash command, and the message that answers it."""

    person: str
    command: str
    payload: Mapping[str, object] = field(repr=False)
    is_private: bool = False


def window(payload: Mapping[str, object], channel: Channel) -> str:
    """Lay out the message of a “Create Message” request.

    Raises ValueError at a component that our messages do not use.
    """
    return _window(_message(payload, channel), channel)


def conversation(turns: Sequence[Turn], channel: Channel) -> str:
    """Lay out commands and their answers.

    Raises ValueError at a component that our messages do not use.
    """
    return _window("".join(_turn(turn, channel) for turn in turns), channel)


def _window(messages: str, channel: Channel) -> str:
    return f"""\
<div class="discord">
<header><span class="hash">#</span>{escape(channel.name)}</header>
{messages}
</div>"""


def _turn(turn: Turn, channel: Channel) -> str:
    asked = f"""\
<div class="asked"><span class="face">{escape(turn.person[:1].upper())}</span>
<b>{escape(turn.person)}</b> used <span class="command">{escape(turn.command)}</span></div>"""
    if not turn.is_private:
        return f"<div>{asked}{_message(turn.payload, channel)}</div>"
    answered = _message(turn.payload, channel, below=_ONLY_YOU)
    return f'<div class="private">{asked}{answered}</div>'


_ONLY_YOU = """\
<div class="only">👁 Only you can see this · <a>Dismiss message</a></div>"""


def _message(payload: Mapping[str, object], channel: Channel, *, below: str = "") -> str:
    components = payload.get("components")
    if not isinstance(components, list):
        raise ValueError("A picture of a message without components cannot be drawn.")
    return f"""\
<div class="message"><span class="avatar">🔥</span>
<div class="body"><div class="author"><b>{escape(channel.bot)}</b><span class="app">APP</span>
<time>{escape(channel.time)}</time></div>
{_all(components)}{below}</div></div>"""


def _all(components: Sequence[object]) -> str:
    return "".join(map(_component, components))


def _component(component: object) -> str:
    match component:
        case {"type": 17, "components": list(inner), **others}:
            return f'<div class="container"{_edge(others)}>{_all(inner)}</div>'
        case {"type": 1, "components": list(controls)}:
            return f'<div class="row">{_all(controls)}</div>'
        case {"type": 2, "label": str(label), "style": int(style)}:
            return f'<span class="button{_STYLES.get(style, "")}">{escape(label)}</span>'
        case {"type": 3, "placeholder": str(words)}:
            return f'<span class="select">{escape(words)}</span>'
        case {"type": 10, "content": str(words)}:
            return f'<div class="text">{page_html(words)}</div>'
        case {"type": 12, "items": list(pictures)}:
            return f'<div class="gallery">{"".join(map(_picture, pictures))}</div>'
        case {"type": 14}:
            return "<hr>"
        case _:
            raise ValueError(f"A picture of this component cannot be drawn: {component!r:.80}")


_STYLES = MappingProxyType({1: " blurple", 3: " green", 4: " red", 5: " link"})


def _edge(others: Mapping[object, object]) -> str:
    colour = others.get("accent_color")
    return f' style="border-left-color:#{colour:06x}"' if isinstance(colour, int) else ""


def _picture(item: object) -> str:
    # Nothing is fetched while pictures are drawn; its words stand in a frame instead.
    match item:
        case {"description": str(words)}:
            return f'<span class="picture">{escape(words)}</span>'
        case _:
            return '<span class="picture">picture</span>'
