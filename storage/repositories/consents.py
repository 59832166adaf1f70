"""Decisions on statements, each with the wording that was shown, sealed with the participant's own key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select

from dialogs.inputs import Channel
from dialogs.response import Decision
from storage.engine.prepared import Many
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, place
from storage.schema.tables import consents


def keep(work: UnitOfWork, made: Iterable[tuple[int, Sealer, Decision]]) -> None:
    """Keep decisions, each with its response and the key of the participant."""
    work.write(_DECIDE, [_row(response_id, sealer, decision) for response_id, sealer, decision in made])


def decisions(work: UnitOfWork, response_id: int, sealer: Sealer) -> list[Decision]:
    """Return every decision of a response, oldest first."""
    mine = select(consents).where(consents.c.response_id == response_id)
    return [opened(sealer, row) for row in work.execute(mine.order_by(consents.c.decided_at, consents.c.id))]


def opened(sealer: Sealer, row: Any) -> Decision:
    """Return the decision that a row holds."""
    return Decision(
        statement=row.statement,
        version=row.version,
        wording=sealer.open(consent_place(row.response_id, row.statement, row.decided_at), row.wording),
        wording_sha256=row.wording_sha256,
        language=row.language,
        channel=Channel(row.channel),
        decision=row.decision,
        decided_at=row.decided_at,
    )


def consent_place(response_id: int, statement: str, decided_at: datetime) -> str:
    """Return the place for which the wording of a decision is sealed."""
    return place("consent", f"{response_id}/{statement}/{decided_at.astimezone(UTC).isoformat()}", "wording")


_DECIDE = Many(insert(consents))


def _row(response_id: int, sealer: Sealer, decision: Decision) -> dict[str, Any]:
    at = consent_place(response_id, decision.statement, decision.decided_at)
    return {**asdict(decision), "response_id": response_id, "wording": sealer.seal(at, decision.wording)}
