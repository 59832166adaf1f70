"""The roles of docs/postgresql-roles.sql, made by that file on a real server: what each may do, and every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import make_url

from bot.cli.doctor_keeping import vacuumed
from dialogs.inputs import Command, Yes
from storage.engine.unit_of_work import Engine, Store, open_engine, open_store
from storage.inbox import dead_letters
from storage.keys.sealing import KeyRing
from storage.maintenance import roles, upgrade
from storage.maintenance.roles import ONLY_ADDED, REPORTED, Vacuuming
from storage.maintenance.wiping import ask_to_wipe, wipe
from storage.record import erasure
from storage.record.audit import Entry, note, verify
from storage.repositories.flags import open_flags
from storage.schema.columns import Base
from tests.databases import Postgres
from tests.storage.kept import answers
from tests.storage.people import CONSENT, NOW, TOLD, Visitor, invited

FILE = Path(__file__).parents[3] / "docs" / "postgresql-roles.sql"
ROLES = ("interview_owner", "interview_app", "interview_report")
TABLES = {*Base.metadata.tables}


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Iterator[str]:
    """A database whose roles the file has made, and whose tables its owner has; its address without a user."""
    with postgres.fresh() as url:
        with psycopg.connect(url, autocommit=True) as superuser:
            for _ in range(2):
                superuser.execute(FILE.read_bytes())
        engine = open_engine(as_role(url, "interview_owner"))
        upgrade.upgrade(engine)
        engine.dispose()
        yield url
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as superuser:
        for role in ROLES:
            superuser.execute(f"DROP ROLE {role}".encode())


def as_role(url: str, role: str) -> str:
    """The address for one of the roles."""
    return make_url(url).set(username=role).render_as_string(hide_password=False)


@pytest.fixture
def app(database: str, key_ring: KeyRing) -> Iterator[Store]:
    """The record store as the service has it."""
    store = open_store(open_engine(as_role(database, "interview_app")), key_ring)
    yield store
    store.close()


def refused(url: str, *statements: sql.Composable | str) -> dict[str, bool]:
    """Of each statement, whether the server says that the role lacks the right; nothing is kept."""
    found = {}
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            written = statement if isinstance(statement, str) else statement.as_string(connection)
            found[written] = False
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(written.encode())
            except InsufficientPrivilege:
                found[written] = True
    return found


def allowed(url: str, *statements: sql.Composable | str) -> list[str]:
    """Those of the statements that are not refused."""
    return sorted(statement for statement, no in refused(url, *statements).items() if not no)


def test_the_service_does_all_its_work(app: Store, database: str) -> None:
    """A family answers, withdraws and is erased, out of the files too; deeds are noted, what failed is pruned."""
    made = invited(app)
    visitor = Visitor(app)
    visitor.opens(made)
    visitor.does(*CONSENT, *TOLD, Command.TALK)
    assert answers(app)
    visitor.does(Command.WITHDRAW, Yes("withdraw"))
    with app.begin() as work:
        dead_letters.prune(work, NOW)
        erasure.erase(work, made.id, NOW)
        note(work, Entry(at=NOW, actor="operator:jo", deed="invitation.erase", invitation=made.id))
        work.commit()
    with app.read() as work:
        assert (open_flags(work), verify(work).count, verify(work).broken) == ([], 1, None)
    assert wipe(app)
    with psycopg.connect(as_role(database, "interview_report")) as reads:
        reads.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reads.execute("SELECT count(*) FROM response")
        with app.begin() as work:
            ask_to_wipe(work)
            work.commit()
        assert not wipe(app)
    assert wipe(app)


MAKES = (
    "CREATE TABLE mine (a int)", "DROP TABLE response", "ALTER TABLE response ADD mine int", "TRUNCATE response",
    "CREATE SCHEMA mine", "CREATE TEMP TABLE mine (a int)", "CREATE ROLE mine", "SET ROLE interview_owner",
    "UPDATE alembic_version SET version_num = '1'", "DELETE FROM alembic_version",
)  # fmt: skip
CHANGES = (
    "UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} DISABLE TRIGGER ALL",
)  # fmt: skip


def test_the_service_makes_no_table_and_changes_no_entry(database: str) -> None:
    def change(written: str, table: str) -> sql.Composed:
        key = sql.Identifier("n" if table == "audit" else "id")
        return sql.SQL(written).format(*[sql.Identifier(table), key, key][: written.count("{}")])

    changes = [change(written, table) for written in CHANGES for table in sorted(ONLY_ADDED)]
    assert allowed(as_role(database, "interview_app"), *MAKES, *changes) == []
    assert allowed(as_role(database, "interview_app"), "DELETE FROM response", "SELECT * FROM audit") != []


def test_every_table_is_granted_as_it_is_meant(database: str) -> None:
    """Also one that a later migration makes: what is not named is read and changed by the service alone."""
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    with psycopg.connect(database) as superuser:

        def has(role: str, table: str) -> set[str]:
            asked = "SELECT has_table_privilege(%s, %s, %s)"
            return {r for r in rights if superuser.execute(asked, (role, table, r)).fetchone() == (True,)}

        found = {table: (has("interview_app", table), has("interview_report", table)) for table in TABLES}
    for table in TABLES:
        of_app = {"SELECT", "INSERT"} if table in ONLY_ADDED else {"SELECT", "INSERT", "UPDATE", "DELETE"}
        assert (table, found[table]) == (table, (of_app, set()))


def test_reports_see_how_many_and_no_bytes(database: str) -> None:
    url = as_role(database, "interview_report")

    def look(table: str, column: str) -> sql.Composed:
        return sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(table))

    every = {(table, column.name) for table in TABLES for column in Base.metadata.tables[table].columns}
    shown = {(table, column) for table, columns in REPORTED.items() for column in columns}
    assert allowed(url, *(look(*one) for one in every - shown)) == []
    assert not any(refused(url, *(look(*one) for one in shown)).values())
    writes = ("INSERT INTO review (id) VALUES ('1')", "UPDATE response SET bound = true", "DELETE FROM audit")
    assert allowed(url, *writes) == []
    assert [one for one in shown & every if is_bytes(*one)] == []
    assert "reference" not in REPORTED["review"]


def is_bytes(table: str, column: str) -> bool:
    return Base.metadata.tables[table].columns[column].type.python_type is bytes


def test_a_service_that_is_up_to_date_may_ask_to_migrate(database: str) -> None:
    """As its unit does at every start; it grants itself nothing by that."""
    engine = open_engine(as_role(database, "interview_app"))
    upgrade.upgrade(engine)
    engine.dispose()
    assert allowed(as_role(database, "interview_app"), "DELETE FROM audit") == []


def test_the_service_may_vacuum_where_the_server_lets_it(
    app: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before PostgreSQL 17 it may not: the doctor says when the owner last did."""
    assert roles.vacuuming(app.engine) == Vacuuming(may=True)
    assert list(vacuumed(app.engine)) == []
    with psycopg.connect(as_role(database, "interview_app"), autocommit=True) as link:
        link.execute("VACUUM response")
        assert link.info.server_version >= roles.MAINTAIN_FROM
    monkeypatch.setattr(roles, "MAINTAIN_FROM", 10**9)
    says(app.engine, "warn", "each night")
    with psycopg.connect(as_role(database, "interview_owner"), autocommit=True) as link:
        link.execute("VACUUM")
        link.execute("SELECT pg_stat_force_next_flush()")
    says(app.engine, "ok", "the last time was")


def says(engine: Engine, level: str, about: str) -> None:
    """What the doctor finds."""
    [finding] = vacuumed(engine)
    assert (finding.level, about in finding.about) == (level, True), finding


def test_sqlite_has_no_roles(sqlite_store: Store) -> None:
    with sqlite_store.engine.connect() as connection:
        roles.grant(connection)
    assert roles.vacuuming(sqlite_store.engine) is None
