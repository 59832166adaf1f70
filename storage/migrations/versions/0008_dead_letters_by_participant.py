"""A dead letter knows whose it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Letters from before are nobody's: they lie under the key of the store, and go when they are old."""
    op.add_column("dead_letter", sa.Column("key_of", sa.String(), nullable=True))
    op.create_index("ix_dead_letter_key_of", "dead_letter", ["key_of"])


def downgrade() -> None:
    """Without. What lies under the key of a participant could not be opened any more."""
    op.execute("DELETE FROM dead_letter WHERE key_of IS NOT NULL")
    op.drop_index("ix_dead_letter_key_of", "dead_letter")
    op.drop_column("dead_letter", "key_of")
