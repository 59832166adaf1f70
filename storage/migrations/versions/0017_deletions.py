"""Note whose words were deleted: a backup that is put back loses them again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, with what was deleted before there was one."""
    op.create_table(
        "deletion",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('withdrawn', 'erased')", name=op.f("ck_deletion_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    into = "INSERT INTO deletion (id, kind, invitation_id) SELECT DISTINCT"
    op.execute(
        f"{into} 'before-' || invitation_id, 'withdrawn', invitation_id FROM response WHERE status = 'withdrawn'"
    )
    op.execute(f"{into} 'erased-before-' || id, 'erased', id FROM invitation WHERE erased_at IS NOT NULL")


def downgrade() -> None:
    """Drop the table; the list outside of the store stays."""
    op.drop_table("deletion")
