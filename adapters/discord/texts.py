"""The words in what Discord sends and takes."""

from collections.abc import Iterator, Mapping

_TEXT_DISPLAY = 10
"""https://docs.discord.com/developers/components/reference#component-object-component-types"""


def texts(components: object) -> Iterator[str]:
    """Give the texts of a message's components, from top to bottom."""
    for component in mappings(components):
        if component.get("type") == _TEXT_DISPLAY:
            yield str(component.get("content") or "")
        yield from texts(component.get("components"))


def mappings(shapes: object) -> Iterator[Mapping[str, object]]:
    """Give the objects in a list of JSON; nothing for what is no list."""
    if isinstance(shapes, list):
        yield from (shape for shape in shapes if isinstance(shape, dict))
