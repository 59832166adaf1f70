"""${message}."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels: Sequence[str] | None = ${repr(branch_labels)}
depends_on: Sequence[str] | None = ${repr(depends_on)}


def upgrade() -> None:
    """Bring the record store to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take the record store back to the revision before."""
    ${downgrades if downgrades else "pass"}
