"""The ruler counts at least what a message takes, and parts at least what the whole takes."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from adapters.discord.ruler import BYTES, CHARACTERS, COMPONENTS, DiscordRuler
from bot.document.fit import Load
from bot.document.nodes import Block, Document, Heading, Paragraph, Text, text
from tests.adapters.discord.hostile import blocks, short_documents
from tests.adapters.discord.payloads import payload
from tests.emulators.discord_rules import texts, walk

RULER = DiscordRuler()


@given(short_documents)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_less_is_counted_than_is_sent(document: Document) -> None:
    parts = (document.opening, *(each.blocks for each in document.sections), document.closing)
    counted = sum(map(RULER.measure, parts), Load())
    whole = RULER.measure(tuple(document))
    assume(counted.entities <= COMPONENTS)
    sent = payload(document)["components"]
    shown, components = texts(sent), len(list(walk(sent)))
    assert sum(map(len, shown)) <= whole.characters <= counted.characters
    assert len("".join(shown).encode()) <= whole.size <= counted.size
    assert components <= counted.entities
    assert components <= whole.entities + COMPONENTS - RULER.limits.entities


@given(st.lists(blocks, max_size=5), st.lists(blocks, max_size=5))
def test_parts_weigh_at_least_as_much_as_the_whole(some: list[Block], others: list[Block]) -> None:
    whole = RULER.measure((*some, *others))
    assert whole.fits(RULER.measure(some) + RULER.measure(others))


def test_markup_and_addresses_count() -> None:
    plain = RULER.measure((Paragraph(text("ab")),))
    starred = RULER.measure((Paragraph((Text("a*b"),)),))
    assert (3, 5) == (plain.characters, starred.characters)


def test_a_section_takes_a_text_and_a_line() -> None:
    section = (Heading(text("One"), level=2), Paragraph(text("a")), Paragraph(text("b")))
    assert 4 == RULER.measure((*section, *section)).entities


def test_bytes_count_too() -> None:
    assert 6 <= RULER.measure((Paragraph(text("漢字")),)).size
    assert (CHARACTERS, BYTES) == (RULER.limits.characters, RULER.limits.size)


def test_nothing_folds() -> None:
    assert not RULER.folds
