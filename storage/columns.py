"""Column types that behave the same on every database."""

from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator

from bot.domain.papers import Wording

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the way in, in UTC on the way out.

    SQLite keeps no offset and PostgreSQL answers in the session's time zone, so both are put right
    here. A naive value raises ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an instant into UTC."""
        del dialect
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value.isoformat()} has no time zone, so it is no instant.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put UTC back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Prose(TypeDecorator[str]):
    """Text by strangers: characters that no database takes become U+FFFD.

    PostgreSQL refuses U+0000, and lone surrogates are not UTF-8. One such character in a post must
    not keep everything that was collected with it from being remembered.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make a text storable."""
        del dialect
        if value is None:
            return None
        try:
            value.encode()
        except UnicodeEncodeError:
            value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return value.replace("\0", _REPLACEMENT)


class WordingJson(TypeDecorator[Wording]):
    """How a published post spelled a paper, to the letter."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Wording | None, dialect: Dialect) -> object:
        """Write it as an object."""
        del dialect
        if value is None:
            return None
        return {
            "title": value.title,
            "authors": value.authors,
            "categories": value.categories,
            "abstract": value.abstract,
            "embeds": value.embeds,
        }

    def process_result_value(self, value: object, dialect: Dialect) -> Wording | None:
        """Read it again."""
        del dialect
        match value:
            case None:
                return None
            case {
                "title": str(title),
                "authors": str(authors),
                "categories": list(categories),
                "abstract": str(abstract),
                "embeds": list(embeds),
            }:
                return Wording(
                    title=title,
                    authors=authors,
                    categories=tuple(categories),
                    abstract=abstract,
                    embeds=tuple(embeds),
                )
            case _:
                raise ValueError("A stored wording has another form than this version's.")
