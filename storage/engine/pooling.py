"""A pooler between us and PostgreSQL, such as PgBouncer, lends each transaction another connection.

Nothing here needs more than that: statements are not prepared by name, locks and settings end with their transaction. So
this is only said to the operator.
"""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from storage.engine.unit_of_work import READ_ONLY


def is_pooled(engine: Engine) -> bool:
    """Return whether the server behind a connection is another one than that which greeted us."""
    if engine.dialect.name != "postgresql":
        return False
    with engine.connect() as connection:
        connection.execution_options(**{READ_ONLY: True})
        there = connection.execute(select(func.pg_backend_pid())).scalar_one()
        driver = connection.connection.driver_connection
    return bool(there != driver.info.backend_pid) if driver is not None else False
