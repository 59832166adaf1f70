"""Tell a browser that another device answers here too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is told of what was before."""
    op.add_column("browser", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget what nobody has read yet."""
    op.drop_column("browser", "joined_at")
