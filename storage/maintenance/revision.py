"""Tell which revision the record store is at, and which one this code wants: asked at every start, so without alembic."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sqlalchemy import Column, Engine, MetaData, String, Table, inspect, select

from storage.engine.unit_of_work import READ_ONLY

_versions = Table("alembic_version", MetaData(), Column("version_num", String))


def current(engine: Engine) -> str | None:
    """The revision that the store is at; None if it is empty."""
    with engine.connect() as connection:
        connection.execution_options(**{READ_ONLY: True})
        if not inspect(connection).has_table(_versions.name):
            return None
        found = connection.execute(select(_versions.c.version_num)).scalar()
        return None if found is None else str(found)


def head() -> str:
    """The revision that this code wants: migrations are numbered, and their files begin with the number."""
    return max(_known())


def is_empty(engine: Engine) -> bool:
    """Tell whether the store has no tables yet."""
    with engine.connect() as connection:
        connection.execution_options(**{READ_ONLY: True})
        return not {*inspect(connection).get_table_names()} - {_versions.name}


def is_newer(engine: Engine) -> bool:
    """Tell whether the store is at a revision that this code has no migration to: a newer one made it."""
    at = current(engine)
    return at is not None and at not in _known()


def is_current(engine: Engine) -> bool:
    """Tell whether the store is at the revision that this code wants."""
    return current(engine) == head()


@cache
def _known() -> frozenset[str]:
    versions = files("storage").joinpath("migrations", "versions").iterdir()
    return frozenset(v.name.partition("_")[0] for v in versions if v.name.endswith(".py") and v.name[:1].isdigit())
