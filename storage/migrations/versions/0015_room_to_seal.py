"""Make room for what tells of a choice to be sealed; what is in the clear stays until it has been sealed (`sealing_over`)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPENED = (("invitation", "relationship", sa.String()), ("outbox", "place", sa.String()))
ADDED = (("review", "facts"), ("response", "history"), ("response", "chat"))


def upgrade() -> None:
    """Put sealed columns and tables beside the open ones; what was done about a flag no longer refers to its row."""
    for table, column in ADDED:
        op.add_column(table, sa.Column(column, sa.LargeBinary(), nullable=True))
    for table, column, _ in OPENED:
        op.alter_column(table, column, new_column_name=f"{column}_open")
        op.add_column(table, sa.Column(column, sa.LargeBinary(), nullable=True))
    op.create_table("flag_sealed", sa.Column("id", sa.BigInteger()), *_sealed(), sa.Column("is_open", sa.Boolean()))
    op.create_table("notice_sealed", *_sealed(), sa.Column("waits", sa.Boolean()))
    _let_go_of_flags()


def downgrade() -> None:
    """Take the room away; nothing was put there."""
    with op.batch_alter_table("handling") as handling:
        handling.create_foreign_key(op.f("fk_handling_flag_id_flag"), "flag", ["flag_id"], ["id"])
    op.drop_table("notice_sealed")
    op.drop_table("flag_sealed")
    for table, column, _ in OPENED:
        op.drop_column(table, column)
        op.alter_column(table, f"{column}_open", new_column_name=column)
    for table, column in ADDED:
        op.drop_column(table, column)


def _sealed() -> tuple[sa.Column[bytes], sa.Column[bytes]]:
    return sa.Column("mark", sa.LargeBinary()), sa.Column("facts", sa.LargeBinary())


def _let_go_of_flags() -> None:
    """Let what was done be kept by the number of its flag alone: the table of flags is made anew."""
    with op.batch_alter_table("handling") as handling:
        handling.drop_constraint("fk_handling_flag_id_flag", type_="foreignkey")
