"""Titles and abstracts as spans: their formulae apart, everything else in Unicode."""

from bot.document.latex import segments
from bot.document.nodes import Math, Spans, Text


def spans(source: str) -> Spans:
    """Turn text with LaTeX in it into spans, keeping each formula as `Math`."""
    return tuple(
        Math(segment.text, is_display=segment.is_display) if segment.is_math else Text(segment.text)
        for segment in segments(source)
    )
