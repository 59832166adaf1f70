"""Check words stand at the command line alone. Those from before may have been written into a chat: they open nothing now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No words fit an empty hash."""
    op.execute(sa.update(sa.table("invitation", sa.column("check_hash", sa.LargeBinary()))).values(check_hash=b""))


def downgrade() -> None:
    """Leave the old check words void."""
