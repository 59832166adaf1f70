"""The record: reviews, invitations, what was said and decided, what goes out and what came in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "data_key", "runtime", "reviewer", "review", "invitation", "account", "response", "answer", "consent", "flag",
    "notice", "reminder", "outbox", "seen_update", "dead_letter", "throttle",
)  # fmt: skip
RESPONSE_STATUSES = (
    "'opened', 'consented', 'in-progress', 'paused', 'completed', 'amended', 'declined', 'stopped', 'withdrawn', "
    "'not-them', 'elsewhere'"
)


def upgrade() -> None:
    """Make the tables, in the order in which they refer to each other."""
    _housekeeping()
    _reviews()
    _invitations()
    _responses()
    _answers_and_consents()
    _flags_notices_and_reminders()
    _outbox()
    _what_came_in()


def downgrade() -> None:
    """Leave nothing."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _housekeeping() -> None:
    op.create_table("data_key", _text("name"), _bytes("wrapped"), _primary("data_key", "name"))
    op.create_table("runtime", _text("name"), _text("value"), _primary("runtime", "name"))


def _reviews() -> None:
    op.create_table(
        "reviewer",
        _text("id"),
        _bytes("name"),
        _bytes("name_hash"),
        _bytes("enrolment_hash", nullable=True),
        _bytes("lookup", nullable=True),
        _bytes("address", nullable=True),
        _bytes("desk", nullable=True),
        _moment("created_at"),
        _moment("removed_at", nullable=True),
        _primary("reviewer", "id"),
        _unique("reviewer", "enrolment_hash"),
        _unique("reviewer", "lookup"),
    )
    _index("reviewer", "name_hash")
    op.create_table(
        "review",
        _text("id"),
        _text("reference"),
        _bytes("person"),
        _bytes("dates", nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        _text("confirmed"),
        _text("status"),
        _text("reviewer_id", nullable=True),
        _moment("opened_at"),
        _check("review", "status", "status IN ('open', 'held', 'closed')"),
        _check("review", "age", "age >= 0"),
        _refers("review", "reviewer_id", "reviewer"),
        _primary("review", "id"),
        _unique("review", "reference"),
    )
    _index("review", "reviewer_id")


def _invitations() -> None:
    op.create_table(
        "invitation",
        _text("id"),
        _text("review_id"),
        _bytes("to", nullable=True),
        _text("relationship"),
        _text("language", nullable=True),
        _bytes("token_hash"),
        _bytes("code_hash"),
        _bytes("check_hash"),
        _bytes("data_key", nullable=True),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        _moment("erased_at", nullable=True),
        _refers("invitation", "review_id", "review"),
        _primary("invitation", "id"),
        _unique("invitation", "code_hash"),
        _unique("invitation", "token_hash"),
    )
    _index("invitation", "review_id")


def _responses() -> None:
    op.create_table(
        "account",
        _id(),
        _bytes("lookup"),
        _text("channel"),
        _bytes("address"),
        _big("current", nullable=True),
        _moment("blocked_at", nullable=True),
        _primary("account", "id"),
        _unique("account", "lookup"),
    )
    op.create_table(
        "response",
        _id(),
        _text("invitation_id"),
        _big("account_id"),
        sa.Column("bound", sa.Boolean(), nullable=False),
        *(_text(name) for name in ("status", "channel", "language", "questionnaire")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("asked", "answered", "version")),
        _bytes("state", nullable=True),
        _moment("opened_at"),
        _moment("last_activity"),
        _check("response", "status", f"status IN ({RESPONSE_STATUSES})"),
        _refers("response", "account_id", "account"),
        _refers("response", "invitation_id", "invitation"),
        _primary("response", "id"),
        sqlite_autoincrement=True,
    )
    _index("response", "account_id")
    _index("response", "last_activity")
    op.create_index("uq_response_visit", "response", ["invitation_id", "account_id"], unique=True)
    op.create_index("uq_response_bound", "response", ["invitation_id"], unique=True, **_where("bound"))


def _answers_and_consents() -> None:
    op.create_table(
        "answer",
        _big("response_id"),
        _text("link_id"),
        sa.Column("revision", sa.Integer(), nullable=False),
        _bytes("question"),
        _bytes("value"),
        _text("language"),
        _text("channel"),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        _moment("answered_at"),
        _check("answer", "revision", "revision > 0"),
        _refers("answer", "response_id", "response"),
        _primary("answer", "response_id", "link_id", "revision"),
    )
    op.create_index("uq_answer_counts", "answer", ["response_id", "link_id"], unique=True, **_where("NOT superseded"))
    op.create_table(
        "consent",
        _id(),
        _big("response_id"),
        _text("statement"),
        _text("version"),
        _bytes("wording"),
        *(_text(name) for name in ("wording_sha256", "language", "channel", "decision")),
        _moment("decided_at"),
        _refers("consent", "response_id", "response"),
        _primary("consent", "id"),
    )
    _index("consent", "response_id")


def _flags_notices_and_reminders() -> None:
    op.create_table(
        "flag",
        _id(),
        _big("response_id"),
        _text("kind"),
        _moment("raised_at"),
        _moment("closed_at", nullable=True),
        _refers("flag", "response_id", "response"),
        _primary("flag", "id"),
    )
    _index("flag", "response_id")
    op.create_index("uq_flag_open", "flag", ["response_id", "kind"], unique=True, **_where("closed_at IS NULL"))
    about = (_text("invitation_id"), _text("kind"), _moment("at"))
    refers = _refers("notice", "invitation_id", "invitation")
    op.create_table("notice", _id(), *about, refers, _primary("notice", "id"))
    _index("notice", "invitation_id")
    op.create_table(
        "reminder",
        _id(),
        _big("response_id"),
        _text("kind"),
        _moment("due_at"),
        _moment("done_at", nullable=True),
        _refers("reminder", "response_id", "response"),
        _primary("reminder", "id"),
    )
    _index("reminder", "response_id")
    op.create_index("ix_reminder_due", "reminder", ["due_at"], **_where("done_at IS NULL"))


def _outbox() -> None:
    op.create_table(
        "outbox",
        _id(),
        *(_text(name) for name in ("uid", "bot", "lane")),
        _big("response_id", nullable=True),
        _text("key_of", nullable=True),
        _text("method"),
        _text("place", nullable=True),
        _bytes("payload", nullable=True),
        _text("state"),
        _moment("due_at"),
        _text("claimed_by", nullable=True),
        _moment("claimed_until", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("error", nullable=True),
        _big("message_id", nullable=True),
        _moment("created_at"),
        _check("outbox", "state", "state IN ('due', 'claimed', 'sent', 'failed')"),
        _refers("outbox", "key_of", "invitation"),
        _refers("outbox", "response_id", "response"),
        _primary("outbox", "id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_waiting", "outbox", ["lane", "id"], **_where("state IN ('due', 'claimed')"))
    op.create_index("ix_outbox_prompt", "outbox", ["response_id", "id"], **_where("place IS NOT NULL"))


def _what_came_in() -> None:
    seen = (_text("bot"), _big("update_id"), _moment("seen_at"))
    op.create_table("seen_update", *seen, _primary("seen_update", "bot", "update_id"))
    _index("seen_update", "seen_at")
    op.create_table(
        "dead_letter",
        *(_text(name) for name in ("id", "bot", "lane")),
        _big("update_id"),
        _bytes("payload"),
        _text("error"),
        _moment("at"),
        _moment("retried_at", nullable=True),
        _primary("dead_letter", "id"),
    )
    _index("dead_letter", "lane")
    failures = sa.Column("failures", sa.Integer(), nullable=False)
    op.create_table("throttle", _bytes("source"), failures, _moment("since"), _primary("throttle", "source"))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _big(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _unique(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _where(rule: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(rule), "postgresql_where": sa.text(rule)}
