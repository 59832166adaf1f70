"""The outbox knows which messages stand in a chat with buttons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of messages from before nothing is known: their buttons stay."""
    op.add_column("outbox", sa.Column("live", sa.String(), nullable=True))
    live = sa.text("live IS NOT NULL")
    op.create_index("ix_outbox_live", "outbox", ["lane"], sqlite_where=live, postgresql_where=live)


def downgrade() -> None:
    """Without."""
    op.drop_index("ix_outbox_live", "outbox")
    op.drop_column("outbox", "live")
