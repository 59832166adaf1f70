"""Know who leads, a reviewer's address for e-mail, and who covers for whom until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody leads until it is said, and nobody covers for anybody."""
    op.add_column("reviewer", sa.Column("lead", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("reviewer", sa.Column("email", sa.LargeBinary(), nullable=True))
    op.add_column("reviewer", sa.Column("cover_id", sa.String(), nullable=True))
    op.add_column("reviewer", sa.Column("cover_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_reviewer_cover_id"), "reviewer", ["cover_id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_index(op.f("ix_reviewer_cover_id"), "reviewer")
    for name in ("cover_until", "cover_id", "email", "lead"):
        op.drop_column("reviewer", name)
