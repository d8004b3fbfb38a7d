"""The HTML that networks wrap posts in: what it links to, and what it says."""

from dataclasses import dataclass

from lxml import etree

_BLOCKS = ("p", "br", "div", "li", "blockquote", "pre")


@dataclass(frozen=True, slots=True)
class Reading:
    """A post without its markup."""

    links: tuple[str, ...]
    text: str
    """Blocks stand on lines of their own, so that an identifier never runs on into the next."""


def read_markup(markup: str) -> Reading:
    """Read hostile HTML; nothing in it is fetched, and broken markup is read as far as it goes."""
    # Bytes, because a text with an encoding declaration in it is refused.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(f"<div>{markup}</div>".encode(), parser)
    if root is None:
        return Reading((), "")
    for block in root.iter(*_BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    links = (anchor.get("href") for anchor in root.iter("a"))
    return Reading(tuple(link for link in links if link), "".join(root.itertext()).strip())
