"""Notices that come often are told in a sum; too many wrong check words make wait, and do not lock for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of everything from before the reviewers were told; who was locked out may try again."""
    moment = sa.DateTime(timezone=True)
    op.add_column("notice", sa.Column("told_at", moment, nullable=True))
    notice = sa.table("notice", sa.column("at", moment), sa.column("told_at", moment))
    op.execute(sa.update(notice).values(told_at=notice.c.at))
    op.create_index(op.f("ix_notice_told_at"), "notice", ["told_at"])
    op.add_column("wrong_words", sa.Column("until", moment, nullable=True))


def downgrade() -> None:
    """Without."""
    op.drop_column("wrong_words", "until")
    op.drop_index(op.f("ix_notice_told_at"), "notice")
    op.drop_column("notice", "told_at")
