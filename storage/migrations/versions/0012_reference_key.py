"""A reference is one whatever its capitals and spaces; those that were taken before stay as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each review its key; of those that collide the oldest has it alone, the others with their ids."""
    op.add_column("review", sa.Column("reference_key", sa.String(), nullable=False, server_default=""))
    review = sa.table("review", *map(sa.column, ("id", "reference", "reference_key", "opened_at")))
    known: set[str] = set()
    for row in op.get_bind().execute(sa.select(review).order_by(review.c.opened_at, review.c.id)).all():
        key = "".join(row.reference.casefold().split())
        written = f"{key} {row.id}" if key in known else key
        known.add(key)
        op.execute(sa.update(review).where(review.c.id == row.id).values(reference_key=written))
    op.create_index(op.f("ix_review_reference_key"), "review", ["reference_key"], unique=True)


def downgrade() -> None:
    """Without."""
    op.drop_index(op.f("ix_review_reference_key"), "review")
    op.drop_column("review", "reference_key")
