"""The outbox can be searched by response, whatever is in the row: a press, a withdrawal and the sweeper look there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All rows instead of those that ask something."""
    op.create_index("ix_outbox_response", "outbox", ["response_id", "id"])
    op.drop_index("ix_outbox_prompt", "outbox")


def downgrade() -> None:
    """Only those again."""
    asks = sa.text("place IS NOT NULL")
    op.create_index("ix_outbox_prompt", "outbox", ["response_id", "id"], sqlite_where=asks, postgresql_where=asks)
    op.drop_index("ix_outbox_response", "outbox")
