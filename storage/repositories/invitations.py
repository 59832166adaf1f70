"""Invitations: made, listed, renewed, revoked, erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, select, update

from dialogs import leder
from dialogs.invitation import Invitation
from dialogs.london import day_in_london
from dialogs.parts import Way
from dialogs.response import Status
from dialogs.review import ReviewStatus
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import Credentials, id_in, new_id
from storage.keys.sealing import Sealer, place
from storage.maintenance.rotation import fresh_key
from storage.repositories import browsers, check_words
from storage.repositories.reminders import COME_BACK
from storage.repositories.responses import STANDS, peeked
from storage.repositories.reviews import NotFound
from storage.schema.tables import invitations, reminders, responses, reviews


def invite(  # noqa: PLR0913 - an invitation has these parts, passed by name
    work: UnitOfWork,
    review_id: str,
    credentials: Credentials,
    *,
    to: str,
    relationship: str,
    language: str | None,
    now: datetime,
    expires_at: datetime,
) -> str:
    """Keep a new invitation, with a data key of its own, and give its id."""
    invitation_id = new_id()
    wrapped, sealer = fresh_key(work, invitation_id)
    row = {
        "id": invitation_id,
        "review_id": review_id,
        "to": sealer.seal(place("invitation", invitation_id, "to"), to),
        "relationship": work.vault.system.seal(place("invitation", invitation_id, "relationship"), relationship),
        "language": language,
        "check_hash": b"",
        **credentials.hashes(work.vault),
        "data_key": wrapped,
        "created_at": now,
        "expires_at": expires_at,
    }
    work.execute(invitations.insert(), [row])
    return invitation_id


def invitation(work: UnitOfWork, invitation_id: str) -> Invitation:
    """The invitation with this id; NotFound if there is none."""
    found = _select(work, invitations.c.id == id_in(invitation_id))
    if not found:
        raise NotFound(f"There is no invitation {invitation_id}.")
    return found[0]


def invitations_of(work: UnitOfWork, references: Sequence[str] | None = None) -> list[Invitation]:
    """The invitations of these reviews, or of all, oldest first."""
    wanted = [reviews.c.reference.in_(references)] if references is not None else []
    return _select(work, *wanted)


def renew(work: UnitOfWork, invitation_id: str, credentials: Credentials, expires_at: datetime) -> None:
    """Set fresh credentials: the old link and code stop to work, no browser is known any more.

    Without new check words the old ones stay.
    """
    values = {**credentials.hashes(work.vault), "expires_at": expires_at, "revoked_at": None}
    work.execute(update(invitations).where(invitations.c.id == invitation_id).values(**values))
    browsers.forget_all(work, invitation_id)
    if credentials.check_word:
        check_words.forget(work, invitation_id)


def revoke(work: UnitOfWork, invitation_ids: Sequence[str], now: datetime) -> None:
    """Let nobody answer any more; no browser is known. What was answered stays in the record, and can still be deleted."""
    gone = invitations.c.id.in_(invitation_ids) & invitations.c.revoked_at.is_(None)
    work.execute(update(invitations).where(gone).values(revoked_at=now))
    for invitation_id in invitation_ids:
        browsers.forget_all(work, invitation_id)


def move(work: UnitOfWork, invitation_id: str, review_id: str) -> bool:
    """Put the invitation into another review; False if somebody has opened it."""
    work.execute(select(invitations.c.id).where(invitations.c.id == invitation_id).with_for_update())
    if work.execute(select(responses.c.id).where(responses.c.invitation_id == invitation_id).limit(1)).first():
        return False
    work.execute(update(invitations).where(invitations.c.id == invitation_id).values(review_id=review_id))
    return True


def rename(work: UnitOfWork, invitation_id: str, to: str) -> None:
    """Another name for the invitee."""
    sealed = sealer_of(work, invitation_id).seal(place("invitation", invitation_id, "to"), to)
    work.execute(update(invitations).where(invitations.c.id == invitation_id).values(to=sealed))


def review_of(work: UnitOfWork, invitation_id: str) -> str:
    """The id of the review that somebody was invited to."""
    return str(work.execute(select(invitations.c.review_id).where(invitations.c.id == invitation_id)).scalar_one())


def sealer_of(work: UnitOfWork, invitation_id: str) -> Sealer:
    """The sealer of one participant; NotFound once it is erased."""
    wrapped = work.execute(select(invitations.c.data_key).where(invitations.c.id == invitation_id)).scalar()
    if wrapped is None:
        raise NotFound(f"The invitation {invitation_id} was erased.")
    return work.vault.participant(invitation_id, wrapped)


_set_aside = responses.alias("set_aside")
_COLUMNS = (
    invitations.c.id,
    invitations.c.to,
    invitations.c.relationship,
    invitations.c.language,
    invitations.c.data_key,
    invitations.c.expires_at,
    invitations.c.revoked_at,
    invitations.c.erased_at,
    reviews.c.reference,
    reviews.c.status.label("review_status"),
    responses.c.bound,
    responses.c.state,
    responses.c.status,
    responses.c.last_activity,
    exists()
    .where(_set_aside.c.invitation_id == invitations.c.id, _set_aside.c.doubted_at.is_not(None))
    .label("doubted"),
    responses.c.id.label("response_id"),
    select(reminders.c.due_at)
    .where(reminders.c.response_id == responses.c.id, reminders.c.done_at.is_(None), reminders.c.kind == COME_BACK)
    .scalar_subquery()
    .label("comes_back"),
)


def _select(work: UnitOfWork, *wanted: ColumnElement[bool]) -> list[Invitation]:
    """Of several visits the one that is bound counts, else the latest; never what is set aside."""
    query = (
        select(*_COLUMNS)
        .join_from(invitations, reviews, invitations.c.review_id == reviews.c.id)
        .join(responses, (responses.c.invitation_id == invitations.c.id) & STANDS, isouter=True)
        .where(*wanted)
        .order_by(invitations.c.created_at, invitations.c.id, responses.c.bound, responses.c.last_activity)
    )
    return list({row.id: _invitation(work, row) for row in work.execute(query)}.values())


def _invitation(work: UnitOfWork, row: Row[Any]) -> Invitation:
    sealer = work.vault.participant(row.id, row.data_key) if row.data_key is not None else None
    said = peeked(work, sealer, row.response_id, row.state) if sealer and row.state is not None else None
    asked = set(said.asked) if said and row.bound else set()
    relationship = work.vault.system.open(place("invitation", row.id, "relationship"), row.relationship)
    return Invitation(
        id=row.id,
        review=row.reference,
        to=sealer.open(place("invitation", row.id, "to"), row.to) if sealer and row.to is not None else None,
        relationship=relationship,
        language=row.language,
        expires_at=row.expires_at,
        revoked=row.revoked_at is not None,
        erased=row.erased_at is not None,
        held=row.review_status == ReviewStatus.HELD,
        bound=bool(row.bound),
        response=Status(row.status) if row.status else None,
        asked=len(asked),
        answered=len(set(said.answered) & asked) if said else 0,
        about=Way(leder.load(said.version), said).about if said and row.bound else 0,
        halted=bool(said and said.halted),
        comes_back=day_in_london(row.comes_back) if row.comes_back else None,
        last_activity=row.last_activity,
        doubted=row.doubted,
    )
