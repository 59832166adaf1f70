"""Give the database roles of docs/postgresql-roles.sql their rights, where they are there; and say what the one in use may do.

The service's role can add to the audit log and to the deletions, and change nothing there. The reports' role sees how many, when
and in which state, and no bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, text

from storage.engine.unit_of_work import READ_ONLY

APP, REPORT = "interview_app", "interview_report"
# Whose rows are only added, and the one that only migrations write.
ONLY_ADDED, ONLY_READ = frozenset({"audit", "audit_head", "deletion"}), "alembic_version"
REPORTED: Mapping[str, tuple[str, ...]] = {
    "review": ("id", "status", "opened_at", "closed_at"),
    "invitation": ("id", "review_id", "language", "created_at", "expires_at", "revoked_at", "erased_at"),
    "response": ("id", "invitation_id", "bound", "status", "channel", "language", "opened_at", "last_activity"),
    "audit": ("n", "at", "deed", "hash"),
    ONLY_READ: ("version_num",),
}
# From this version on a role that does not own a table can be allowed to VACUUM it.
MAINTAIN_FROM = 170_000
_THERE = text("SELECT rolname FROM pg_roles WHERE rolname IN (:app, :report)")
_OURS = text("""
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND pg_has_role(current_user, tableowner, 'USAGE') ORDER BY tablename
""")
_VERSION = text("SELECT current_setting('server_version_num')::int")
_OWNS = text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('response')")
_MAY_VACUUM = text("SELECT has_table_privilege('response', 'MAINTAIN')")
# Of the tables in which something was deleted or written over.
_VACUUMED = text("""
    SELECT last_vacuum FROM pg_stat_user_tables WHERE schemaname = current_schema() AND n_tup_del + n_tup_upd > 0
""")


@dataclass(frozen=True, slots=True)
class Vacuuming:
    """Whether the role in use may VACUUM; else when every table was last vacuumed, None if one of them never was."""

    may: bool
    last: datetime | None = None


def grant(connection: Connection) -> None:
    """Give each role that is there what it may do with the tables of whoever is connected; nothing on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    roles = set(connection.execute(_THERE, {"app": APP, "report": REPORT}).scalars())
    tables = connection.execute(_OURS).scalars().all() if roles else ()
    maintain = connection.execute(_VERSION).scalar_one() >= MAINTAIN_FROM
    for table in tables:
        for role in sorted(roles):
            connection.execute(text(f'REVOKE ALL ON "{table}" FROM {role}'))
        for rights, role in _rights(table, roles, maintain=maintain):
            connection.execute(text(f'GRANT {rights} ON "{table}" TO {role}'))
    if APP in roles and tables:
        connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {_schema(connection)} TO {APP}"))


def vacuuming(engine: Engine) -> Vacuuming | None:
    """Return how it stands with VACUUM, which takes what was deleted out of the tables' files; None on SQLite."""
    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        connection.execution_options(**{READ_ONLY: True})
        new = connection.execute(_VERSION).scalar_one() >= MAINTAIN_FROM
        if connection.execute(_MAY_VACUUM if new else _OWNS).scalar():
            return Vacuuming(may=True)
        last = connection.execute(_VACUUMED).scalars().all()
    return Vacuuming(may=False, last=min(last) if last and None not in last else None)


def _rights(table: str, roles: set[str], *, maintain: bool) -> Iterator[tuple[str, str]]:
    if APP in roles:
        if table == ONLY_READ:
            yield "SELECT", APP
        elif table in ONLY_ADDED:
            yield "SELECT, INSERT", APP
        else:
            yield f"SELECT, INSERT, UPDATE, DELETE{', MAINTAIN' if maintain else ''}", APP
    if REPORT in roles and table in REPORTED:
        yield f"SELECT ({', '.join(REPORTED[table])})", REPORT


def _schema(connection: Connection) -> str:
    return str(connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one())
