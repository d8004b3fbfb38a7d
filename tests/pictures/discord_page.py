"""Discord's app on the desktop, with one of our messages in a channel.

Components: https://docs.discord.com/developers/components/reference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.pictures.discord_markdown import page_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The channel around the message; times are shown as they are written here."""

    name: str
    bot: str
    time: str


def window(payload: Mapping[str, object], channel: Channel) -> str:
    """Lay out the message of a “Create Message” request.

    Raises ValueError at a component that our messages do not use.
    """
    components = payload.get("components")
    if not isinstance(components, list):
        raise ValueError("A picture of a message without components cannot be drawn.")
    return f"""\
<div class="discord">
<header><span class="hash">#</span>{escape(channel.name)}</header>
<div class="message"><span class="avatar">🔥</span>
<div class="body"><div class="author"><b>{escape(channel.bot)}</b><span class="app">APP</span>
<time>{escape(channel.time)}</time></div>
{_all(components)}</div></div>
</div>"""


def _all(components: Sequence[object]) -> str:
    return "".join(map(_component, components))


def _component(component: object) -> str:
    match component:
        case {"type": 17, "components": list(inner), **others}:
            return f'<div class="container"{_edge(others)}>{_all(inner)}</div>'
        case {"type": 1, "components": list(buttons)}:
            return f'<div class="row">{_all(buttons)}</div>'
        case {"type": 2, "label": str(label)}:
            return f'<span class="button">{escape(label)}</span>'
        case {"type": 10, "content": str(words)}:
            return f'<div class="text">{page_html(words)}</div>'
        case {"type": 12, "items": list(pictures)}:
            return f'<div class="gallery">{"".join(map(_picture, pictures))}</div>'
        case {"type": 14}:
            return "<hr>"
        case _:
            raise ValueError(f"A picture of this component cannot be drawn: {component!r:.80}")


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
