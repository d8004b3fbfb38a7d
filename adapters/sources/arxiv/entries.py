"""What each of arXiv's interfaces says about a paper, as one value."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from adapters.sources.body import EVIDENCE
from bot.domain.papers import Paper, PaperId
from bot.errors import SourceChanged, UnknownPaper

Xml: TypeAlias = Element


class Kind(Enum):
    """Why a paper is in a list; only the first two make it a paper of the day."""

    NEW = "new"
    CROSS = "cross"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A paper without the day it was announced on, which no interface but the list knows."""

    id: PaperId
    title: str
    abstract: str
    """Empty where the interface does not give it."""

    authors: tuple[str, ...]
    categories: tuple[str, ...]
    """As arXiv writes them, the primary one first, aliases and all."""

    submitted_at: datetime | None = None

    def announced(self, day: date) -> Paper:
        """Give the paper as one of a day."""
        return Paper(
            id=self.id,
            title=self.title,
            abstract=self.abstract,
            authors=self.authors,
            categories=self.categories,
            announced_on=day,
            submitted_at=self.submitted_at,
        )


def read_xml(payload: bytes, where: str) -> Xml:
    """Read XML that may be hostile; raises SourceChanged for what is none, or declares a DTD."""
    try:
        root: Xml = fromstring(payload, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise changed(f"{where} answers with something that is not XML.", payload) from None
    return root


def identified(text: str, payload: bytes) -> PaperId:
    """Read the identifier of an entry; raises SourceChanged when it is none."""
    try:
        return PaperId.parse(text)
    except UnknownPaper:
        raise changed(f"arXiv lists a paper as “{text[:60]}”.", payload) from None


def changed(message: str, payload: bytes) -> SourceChanged:
    """Make the error for an answer in an unknown shape, with its start as evidence."""
    return SourceChanged(message, payload=payload[:EVIDENCE])
