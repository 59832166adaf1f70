"""Let nobody go on with a store whose rows have no proofs yet: what opens something would open nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Refuse a store that has keys and no tally."""
    if _has_any("data_key") and not _has_any("tally"):
        raise RuntimeError("the rows of the store are not proved yet: run interview migrate")


def downgrade() -> None:
    """Refuse where there is a review: what is kept of links does not become again what it was."""
    if _has_any("review"):
        raise RuntimeError("keyed hashes do not go back: put back the backup from before the upgrade")


def _has_any(table: str) -> bool:
    return op.get_bind().execute(sa.select(sa.literal(1)).select_from(sa.table(table)).limit(1)).first() is not None
