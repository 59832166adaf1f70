"""Run by alembic for each migration, on the connection that `maintenance.upgrade` hands over; nothing is read from a file."""

from __future__ import annotations

from alembic import context

from storage.schema.tables import responses

# DDL is transactional on SQLite too, since `storage.engine.unit_of_work` begins its transactions itself.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=responses.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
