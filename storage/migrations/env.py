"""What Alembic runs to migrate; `storage.schema` hands it the connection."""

import logging

from alembic import context
from sqlalchemy import Connection

from storage.tables import Row


def run(connection: Connection) -> None:
    """Migrate in the transaction that is open already, so that all of it happens or nothing."""
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    context.run_migrations()


# It reports each step as news; the one who starts the bot wants to hear of failures only.
logging.getLogger("alembic").setLevel(logging.WARNING)
run(context.config.attributes["connection"])
