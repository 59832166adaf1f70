"""The tables of the audit log: a chain of entries, and its head."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from storage.schema.columns import Base, when


class Audit(Base, table=True):
    """A deed: who, what, when, in which review; ids and codes alone. `hash` is over the rest of the row: see record/audit.py."""

    __tablename__ = "audit"
    n: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = when()
    actor: str
    deed: str
    review: str | None = Field(default=None, index=True)
    invitation: str | None = None
    detail: str
    previous: str
    hash: str


class AuditHead(Base, table=True):
    """How far the chain of deeds went each time: the row with the highest id names its newest entry. No row is ever changed.

    One version kept a single row, of id 1; those that follow have the number of their entry for an id.
    """

    __tablename__ = "audit_head"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    n: int = Field(sa_type=BigInteger)
    hash: str


audit, audit_head = Base.metadata.tables["audit"], Base.metadata.tables["audit_head"]
