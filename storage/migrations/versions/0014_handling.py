"""Keep what was done about a flag, when an urgent one was told again, and when a review was closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of flags that are closed already nothing is made up."""
    op.add_column("review", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("flag", sa.Column("again_on", sa.Date(), nullable=True))
    for name in ("chased_at", "led_at"):
        op.add_column("flag", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "handling",
        sa.Column("flag_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("passed_to", sa.String(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('spoke', 'no-answer', 'passed', 'not-needed')", name=op.f("ck_handling_outcome")
        ),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_handling_flag_id_flag")),
        sa.PrimaryKeyConstraint("flag_id", "at", name=op.f("pk_handling")),
    )


def downgrade() -> None:
    """Lose what was done about flags; that they are closed stays."""
    op.drop_table("handling")
    for name in ("led_at", "chased_at", "again_on"):
        op.drop_column("flag", name)
    op.drop_column("review", "closed_at")
