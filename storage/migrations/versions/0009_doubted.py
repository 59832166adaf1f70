"""Set aside a response that somebody else began; know a browser as one device; ask for proof before a link is taken over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STANDS = "doubted_at IS NULL"


def upgrade() -> None:
    """Beside a response that is set aside there may be another one, of the same account too."""
    op.add_column("response", sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True))
    _index("visit", ["invitation_id", "account_id"], STANDS)
    _index("bound", ["invitation_id"], f"bound AND {STANDS}")
    op.add_column("browser", sa.Column("device", sa.LargeBinary(), nullable=True))
    op.create_index(op.f("ix_browser_device"), "browser", ["device"])
    op.create_table(
        "claim",
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("invitation_id", sa.String(), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('words', 'asked', 'here', 'other')", name=op.f("ck_claim_state")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_claim_invitation_id_invitation")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_claim_response_id_response")),
        sa.PrimaryKeyConstraint("who", "invitation_id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_invitation_id"), "claim", ["invitation_id"])


def downgrade() -> None:
    """Leave set-aside responses bound to nobody, out of the record; refuse where one account has two responses."""
    op.drop_table("claim")
    op.drop_index(op.f("ix_browser_device"), "browser")
    op.drop_column("browser", "device")
    doubted = sa.table("response", sa.column("bound", sa.Boolean()), sa.column("doubted_at", sa.DateTime()))
    op.execute(sa.update(doubted).where(doubted.c.doubted_at.is_not(None)).values(bound=False))
    _index("visit", ["invitation_id", "account_id"])
    _index("bound", ["invitation_id"], "bound")
    op.drop_column("response", "doubted_at")


def _index(name: str, columns: list[str], condition: str | None = None) -> None:
    """Make a unique index of responses again."""
    op.drop_index(f"uq_response_{name}", "response")
    where = sa.text(condition) if condition else None
    op.create_index(f"uq_response_{name}", "response", columns, unique=True, sqlite_where=where, postgresql_where=where)
