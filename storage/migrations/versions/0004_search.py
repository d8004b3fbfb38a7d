"""Search: the words of papers, with an index of each database's own kind."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from bot.domain.papers import Paper, PaperId
from storage.search_words import number_of, words_of

revision = "0004"
down_revision = "0003"

_AT_ONCE = 1000

_SQLITE = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS paper_words_index USING fts5 (
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

_POSTGRESQL = (
    # Cutting words up is what it costs to look at a row; so told, the planner prefers the index. It
    # takes a megabyte a row, which four bytes for each of these characters stay below. Not being
    # safe for parallel workers saves their start, which takes longer than what they would do.
    #
    # It knows no order of words; so that phrases are found all the same, it gets a mark of four hex
    # digits for each two words side by side, with which few rows are left to be looked at. No
    # abstract is a tenth as long as what is marked.
    """
    CREATE FUNCTION paper_words_terms(words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE COST 1000 AS $$
    DECLARE
        known text := left(words, 200000);
        prose text[] := string_to_array(split_part(left(known, 30000), ' =', 1), ' ');
    BEGIN
        RETURN array_to_tsvector(string_to_array(known, ' ') || ARRAY(
            SELECT '~' || left(encode(sha256(convert_to(one || ' ' || other, 'UTF8')), 'hex'), 4)
            FROM unnest(prose, prose[2:]) AS pairs (one, other) WHERE other IS NOT NULL
        ));
    END
    $$
    """,
    # What waits to be put in its place is read by every search, so not much may wait.
    """
    CREATE INDEX ix_paper_words_terms ON paper_words USING gin (paper_words_terms(words))
    WITH (gin_pending_list_limit = 256)
    """,
)


def upgrade() -> None:
    op.create_table(
        "paper_words",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=False
        ),
        sa.Column("paper_id", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_paper_words"),
        sa.UniqueConstraint("paper_id", name="uq_paper_words_paper_id"),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_paper_words_paper_id"),
    )
    if _is_sqlite():
        _execute(_SQLITE)
        op.execute("INSERT INTO paper_words_index (paper_words_index) VALUES ('rebuild')")
    _fill()
    if not _is_sqlite():
        _execute(_POSTGRESQL)


def downgrade() -> None:
    if _is_sqlite():
        op.execute("DROP TABLE paper_words_index")
    op.drop_table("paper_words")
    if not _is_sqlite():
        op.execute("DROP FUNCTION paper_words_terms")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _execute(statements: Sequence[str]) -> None:
    # As they are: a colon in them is no parameter.
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def _fill() -> None:
    words = sa.table("paper_words", *map(sa.column, ("number", "paper_id", "words")))
    for papers in _known():
        rows = [
            {"number": number_of(paper), "paper_id": str(paper.id), "words": words_of(paper)}
            for paper in papers
        ]
        op.get_bind().execute(sa.insert(words), rows)


def _known() -> Iterator[list[Paper]]:
    columns = ("id", "title", "abstract", "authors", "categories", "announced_on")
    types = {"authors": sa.JSON, "categories": sa.JSON, "announced_on": sa.Date}
    known = sa.table("papers", *(sa.column(name, types.get(name, sa.String)) for name in columns))
    last = ""
    while True:
        query = sa.select(known).where(known.c.id > last).order_by(known.c.id).limit(_AT_ONCE)
        rows = op.get_bind().execute(query).all()
        if not rows:
            return
        yield [_paper(row) for row in rows]
        last = rows[-1].id


def _paper(row: sa.Row) -> Paper:
    return Paper(
        id=PaperId.parse(row.id),
        title=row.title,
        abstract=row.abstract,
        authors=tuple(row.authors),
        categories=tuple(row.categories),
        announced_on=row.announced_on,
    )
