"""Make room for proofs, and for the tally of them. They are made with the keys, between this revision and the next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PROVED = (
    "review", "reviewer", "invitation", "account", "response", "browser", "claim", "move", "wrong_words", "attachment",
    "flag", "handling",
)  # fmt: skip


def upgrade() -> None:
    """Add the columns, empty."""
    for table in PROVED:
        op.add_column(table, sa.Column("proof", sa.LargeBinary(), nullable=True))
    op.add_column("response", sa.Column("history_proof", sa.LargeBinary(), nullable=True))
    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("tally")
    op.drop_column("response", "history_proof")
    for table in PROVED:
        op.drop_column(table, "proof")
