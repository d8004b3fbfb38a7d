"""A database as the program left it before it had live sources: revision 0001."""

import json
from collections.abc import Mapping

from alembic import command
from sqlalchemy import Connection, text

from storage.schema import alembic_config

PAPERS = ("2401.00001", "hep-th/9901001")
INSTANT = "2024-01-18 09:00:00+00:00"
_PAPER: Mapping[str, object] = {
    "title": "Small Models Learn Quickly",
    "abstract": "They do.",
    "authors": json.dumps(["Ada Lovelace"]),
    "categories": json.dumps(["cs.LG"]),
    "announced_on": "2024-01-17",
    "described_on": "2024-01-17",
}
_MENTION: Mapping[str, object] = {
    "paper_id": PAPERS[0],
    "url": "https://example.org/1",
    "author": "Béatrice",
    "handle": "BÉATRICE",
    "posted_on": "2024-01-17",
    "is_comment": False,
    "is_automated": False,
    "is_own": False,
    "embed": "<p>Hello</p>",
}
_DIGEST: Mapping[str, object] = {
    "audience": "telegram:@papers",
    "period": "2024-01-17",
    "destination": "telegram:@papers",
    "topic": "[]",
    "style": "full",
    "policy": "classic",
    "as_of": INSTANT,
    "composed_at": INSTANT,
    "is_sample": False,
    "candidates": 9,
    "sources": "[]",
}
_DELIVERY: Mapping[str, object] = {
    "audience": "telegram:@papers",
    "period": "2024-01-17",
    "edition": 0,
    "parts": 2,
    "platform": "telegram",
    "channel": "@papers",
    "document_key": "key",
    "state": "queued",
    "attempts": 0,
    "due_at": INSTANT,
}


def build(connection: Connection) -> None:
    """Make the tables of that time, with something in each."""
    command.upgrade(alembic_config(connection), "0001")
    for paper in PAPERS:
        _insert(connection, "papers", {"id": paper, **_PAPER})
        _insert(connection, "listings", {"listed_on": "2024-01-17", "paper_id": paper})
    for number, account in enumerate(("did:plc:b", ""), 1):
        key = {"number": number * 7, "source": "x", "native_id": str(number), "account": account}
        _insert(connection, "mentions", {**key, **_MENTION})
    for edition, papers in enumerate((PAPERS[:1], PAPERS, ())):
        evidence = json.dumps([{"id": paper} for paper in papers])
        _insert(connection, "digests", {"edition": edition, "evidence": evidence, **_DIGEST})
    body = json.dumps({"is": "Document", "opening": [], "sections": []})
    _insert(connection, "documents", {"key": "key", "body": body})
    for form in ("plain", "rich"):
        for part in (1, 2):
            key = {"id": f"{form} {part}", "form": form, "part": part}
            _insert(connection, "deliveries", {**key, **_DELIVERY})


def _insert(connection: Connection, table: str, row: Mapping[str, object]) -> None:
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"), row)
