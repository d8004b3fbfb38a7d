"""The table of words, and what each database puts on it to find them quickly."""

from sqlalchemy import BigInteger, Connection, Integer, Table, UniqueConstraint, event
from sqlmodel import Field

from storage.bulk import table_of
from storage.tables import Row


class PaperWordsRow(Row, table=True):
    """What can be looked for in a paper; `storage.search_words` says what stands here.

    It follows from the paper, and is written anew whenever the paper changes.
    """

    __tablename__ = "paper_words"
    __table_args__ = (UniqueConstraint("paper_id"),)

    number: int = Field(
        primary_key=True,
        # In SQLite it is the number of the row itself, which is what the index refers to.
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
        sa_column_kwargs={"autoincrement": False},
    )
    paper_id: str = Field(foreign_key="papers.id")
    words: str


SQLITE_INDEX = (
    # The ascii tokenizer leaves everything outside ASCII alone: the words are folded already.
    """
    CREATE VIRTUAL TABLE paper_words_index USING fts5 (
        words, content = 'paper_words', content_rowid = 'number', columnsize = 0,
        tokenize = "ascii tokenchars '|=#@~*^.-'"
    )
    """,
    """
    CREATE TRIGGER paper_words_added AFTER INSERT ON paper_words BEGIN
        INSERT INTO paper_words_index (rowid, words) VALUES (new.number, new.words);
    END
    """,
    """
    CREATE TRIGGER paper_words_removed AFTER DELETE ON paper_words BEGIN
        INSERT INTO paper_words_index (paper_words_index, rowid, words)
        VALUES ('delete', old.number, old.words);
    END
    """,
    """
    CREATE TRIGGER paper_words_changed AFTER UPDATE ON paper_words BEGIN
        INSERT INTO paper_words_index (paper_words_index, rowid, words)
        VALUES ('delete', old.number, old.words);
        INSERT INTO paper_words_index (rowid, words) VALUES (new.number, new.words);
    END
    """,
)
"""For a database in memory, whose tables no migration makes."""


@event.listens_for(table_of(PaperWordsRow), "after_create")
def _add_index(table: Table, connection: Connection, **_: object) -> None:
    del table
    if connection.dialect.name == "sqlite":
        for statement in SQLITE_INDEX:
            connection.exec_driver_sql(statement)
