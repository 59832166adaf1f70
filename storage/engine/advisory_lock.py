"""A lock on PostgreSQL that dies with its holder: held by a transaction that stays open and does nothing else.

So a pooler keeps its connection to the server for it, and closes that when the process is gone; and a server that hears nothing
of it for a minute ends it by itself, if the process is suspended or cut off.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select, text

from storage.engine.faults import is_outage

# After so long without a word of it the server ends the transaction that holds the lock.
LAPSE_SECONDS = 60
# A limit of the server's own would end it although all is well. The second one is known from PostgreSQL 17 on.
LIMITS = text("""
    SELECT set_config(name, CASE name WHEN 'transaction_timeout' THEN '0' ELSE :lapse END, true) FROM pg_settings
    WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')
""")
# It looks at no row, and what came before it holds on to none any more.
STILL_THERE = text("SHOW transaction_isolation")


@dataclass(slots=True)
class AdvisoryLock:
    """Held by a transaction that reads nothing, so that it keeps no old rows alive however long it lasts."""

    engine: Engine
    key: int
    _connection: Connection | None = None

    def take(self) -> bool:
        """Take it; False if somebody else has it."""
        self._connection = self.engine.connect().execution_options(isolation_level="READ COMMITTED")
        self._connection.execute(LIMITS, {"lapse": f"{LAPSE_SECONDS}s"})
        if not self._connection.execute(select(func.pg_try_advisory_xact_lock(self.key))).scalar():
            self.drop()
            return False
        return self.keep()

    def keep(self) -> bool:
        """Say that it is still wanted; False if it is lost."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(STILL_THERE)
        except Exception as error:
            self.drop()
            if not is_outage(error):
                raise
            return False
        return True

    def drop(self) -> None:
        """Let it go."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()

    def who(self) -> str:
        """Return nothing: the server does not say who has it."""
        return ""
