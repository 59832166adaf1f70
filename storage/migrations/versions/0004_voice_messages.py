"""Voice messages have a table of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = "'waiting', 'expected', 'kept', 'failed', 'lost'"


def upgrade() -> None:
    """Make the table of voice messages: the facts about each, and its sound, sealed."""
    op.create_table(
        "attachment",
        sa.Column("response_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_attachment_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "number", name="pk_attachment"),
    )
    failed = sa.text("state = 'failed'")
    op.create_index("ix_attachment_failed", "attachment", ["response_id"], sqlite_where=failed, postgresql_where=failed)


def downgrade() -> None:
    """Without them."""
    op.drop_table("attachment")
