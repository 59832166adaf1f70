"""Drop what told of a choice in the clear, once all of it is sealed; a store in which something is left is refused."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LEFT = ("answer", "consent", "flag", "notice")
_BIG, _TEXT, _MOMENT, _BYTES = sa.BigInteger(), sa.String(), sa.DateTime(timezone=True), sa.LargeBinary()
_NUMBER, _YES_OR_NO, _DAY = sa.Integer(), sa.Boolean(), sa.Date()
# As they were, for the way back of an empty store.
OPEN_TABLES: dict[str, dict[str, Any]] = {
    "answer": {
        "response_id": _BIG, "link_id": _TEXT, "revision": _NUMBER, "question": _BYTES, "value": _BYTES,
        "language": _TEXT, "channel": _TEXT, "superseded": _YES_OR_NO, "answered_at": _MOMENT,
    },
    "consent": {
        "id": _BIG, "response_id": _BIG, "statement": _TEXT, "version": _TEXT, "wording": _BYTES, "wording_sha256": _TEXT,
        "language": _TEXT, "channel": _TEXT, "decision": _TEXT, "decided_at": _MOMENT,
    },
    "flag": {
        "id": _BIG, "response_id": _BIG, "kind": _TEXT, "raised_at": _MOMENT, "closed_at": _MOMENT, "again_on": _DAY,
        "chased_at": _MOMENT, "led_at": _MOMENT,
    },
    "notice": {"id": _BIG, "invitation_id": _TEXT, "kind": _TEXT, "at": _MOMENT, "told_at": _MOMENT},
}  # fmt: skip


def upgrade() -> None:
    """Leave the sealed columns and tables alone."""
    for table in LEFT:
        if op.get_bind().execute(sa.select(sa.literal(1)).select_from(sa.table(table)).limit(1)).first():
            raise RuntimeError("the store is not sealed yet: run interview migrate")
        op.drop_table(table)
    for column in ("asked", "answered"):
        op.drop_column("response", column)
    op.drop_column("outbox", "place_open")
    _relationships()
    _reviews()
    _flags()
    _notices()
    where = sa.text("state IN ('sent', 'failed') AND method != 'screen'")
    op.create_index("ix_outbox_loose", "outbox", ["response_id"], sqlite_where=where, postgresql_where=where)


def _relationships() -> None:
    op.drop_column("invitation", "relationship_open")
    with op.batch_alter_table("invitation") as invitation:
        invitation.alter_column("relationship", existing_type=sa.LargeBinary(), nullable=False)


def _reviews() -> None:
    with op.batch_alter_table("review") as review:
        review.drop_constraint(op.f("ck_review_age"), type_="check")
        review.drop_column("age")
        review.drop_column("confirmed")
        review.alter_column("facts", existing_type=sa.LargeBinary(), nullable=False)
        review.alter_column("reference_key", existing_type=sa.String(), server_default="")


def _flags() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(op.f("ix_flag_mark"), "flag", ["mark"])
    where = sa.text("is_open")
    op.create_index("uq_flag_open", "flag", ["mark"], unique=True, sqlite_where=where, postgresql_where=where)
    op.execute("INSERT INTO flag (id, mark, facts, is_open) SELECT id, mark, facts, is_open FROM flag_sealed")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('flag', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM flag), false)"
        )
    op.drop_table("flag_sealed")


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_waits"), "notice", ["waits"])
    op.execute("INSERT INTO notice (mark, facts, waits) SELECT mark, facts, waits FROM notice_sealed")
    op.drop_table("notice_sealed")


def downgrade() -> None:
    """Make the open columns and tables again, without a row; refuse where there is a review, which would be lost."""
    if op.get_bind().execute(sa.select(sa.literal(1)).select_from(sa.table("review")).limit(1)).first():
        raise RuntimeError("what is sealed does not go back: put back the backup from before the upgrade")
    op.drop_index("ix_outbox_loose", "outbox")
    for table in ("flag", "notice"):
        op.drop_table(table)
    op.create_table("flag_sealed", sa.Column("id", sa.BigInteger()), *_sealed(), sa.Column("is_open", sa.Boolean()))
    op.create_table("notice_sealed", *_sealed(), sa.Column("waits", sa.Boolean()))
    op.add_column("outbox", sa.Column("place_open", sa.String(), nullable=True))
    op.add_column("invitation", sa.Column("relationship_open", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("invitation") as invitation:
        invitation.alter_column("relationship", existing_type=sa.LargeBinary(), nullable=True)
        invitation.alter_column("relationship_open", existing_type=sa.String(), server_default=None)
    for column in ("asked", "answered"):
        op.add_column("response", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    _open_reviews()
    _open_tables()


def _sealed() -> tuple[sa.Column[bytes], sa.Column[bytes]]:
    return sa.Column("mark", sa.LargeBinary()), sa.Column("facts", sa.LargeBinary())


def _open_reviews() -> None:
    with op.batch_alter_table("review") as review:
        review.add_column(sa.Column("age", sa.Integer(), nullable=True))
        review.add_column(sa.Column("confirmed", sa.String(), nullable=False, server_default=""))
        review.alter_column("facts", existing_type=sa.LargeBinary(), nullable=True)
        review.create_check_constraint(op.f("ck_review_age"), "age >= 0")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _open_tables() -> None:
    """Make the four tables as they were, empty."""
    for table, columns in OPEN_TABLES.items():
        op.create_table(table, *(sa.Column(name, kind) for name, kind in columns.items()))
    op.create_unique_constraint("uq_flag_id", "flag", ["id"]) if not _is_sqlite() else None
    op.create_index("ix_notice_told_at", "notice", ["told_at"])
