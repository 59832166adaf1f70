"""The pieces that tables are made of: moments in UTC, sealed bytes, ids, named constraints."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, Index, Integer, LargeBinary, MetaData, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way in and on the way out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments; SQLite keeps UTC without an offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Sequences beyond 2^31, and SQLite's rowid where there is one.
Sequence = BigInteger().with_variant(Integer, "sqlite")
# Ids that are remembered outside of a transaction are not given twice, as SQLite does when the newest rows are deleted.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Base(SQLModel):
    """The base of all tables: they share one metadata with named constraints."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A column that holds one of these words."""
    listed = ", ".join(f"'{v}'" for v in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def index_where(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """Return an index of those rows alone for which a condition holds."""
    return Index(name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition))


def sealed(**kwargs: Any) -> Any:
    """A column of sealed bytes, or of a keyed hash."""
    return Field(sa_type=LargeBinary, **kwargs)


def when(**kwargs: Any) -> Any:
    """A column that holds a moment."""
    return Field(sa_type=Instant, **kwargs)
