"""The page: browsers that are known for a response, links that move it to Telegram, and check words that did not fit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables."""
    op.create_table(
        "browser",
        sa.Column("cookie_hash", sa.LargeBinary(), nullable=False),
        _response(),
        _moment("opened_at"),
        _moment("used_at"),
        _refers("browser"),
        sa.PrimaryKeyConstraint("cookie_hash", "response_id", name=op.f("pk_browser")),
    )
    op.create_index(op.f("ix_browser_response_id"), "browser", ["response_id"])
    op.create_index(op.f("ix_browser_used_at"), "browser", ["used_at"])
    op.create_table(
        "move",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _response(),
        _moment("expires_at"),
        _refers("move"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_move")),
    )
    op.create_index(op.f("ix_move_response_id"), "move", ["response_id"])
    op.create_table(
        "wrong_words",
        sa.Column("invitation_id", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_wrong_words_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_wrong_words")),
    )


def downgrade() -> None:
    """None of them."""
    for table in ("wrong_words", "move", "browser"):
        op.drop_table(table)


def _response() -> sa.Column[int]:
    return sa.Column("response_id", sa.BigInteger(), nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _refers(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f(f"fk_{table}_response_id_response"))
