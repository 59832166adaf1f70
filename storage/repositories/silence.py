"""Find the invitations with which nothing happens, so that their reviewer is told of each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from dialogs.invitation import ACTIVE
from dialogs.response import OVER
from dialogs.review import ReviewStatus
from dialogs.turn import NoticeKind
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories.reminders import COME_BACK
from storage.repositories.responses import STANDS
from storage.schema.tables import invitations, notices, reminders, responses, reviewers, reviews

UNOPENED_FOR, SILENT_FOR = timedelta(days=7), timedelta(days=14)


def found(work: UnitOfWork, now: datetime) -> list[tuple[str, NoticeKind]]:
    """Return the invitations that are still unopened after a week, have run out unused, or have been silent for 14 days.

    Only those whose reviewer can be told, and was not told of this yet; nothing of a review that waits or is closed.
    """
    kinds = {
        NoticeKind.UNOPENED: _unopened(now),
        NoticeKind.EXPIRED: _expired(now),
        NoticeKind.SILENT: _silent(now - SILENT_FOR),
    }
    return [(one, kind) for kind, query in kinds.items() for one in work.execute(query).scalars()]


def _unopened(now: datetime) -> Select[Any]:
    lasts = invitations.c.created_at <= now - UNOPENED_FOR, invitations.c.expires_at > now
    return _alive(*lasts, ~_visited(), ~_told(NoticeKind.UNOPENED))


def _expired(now: datetime) -> Select[Any]:
    """Match links that ran out, each by itself; not of people who said that it is not for them, or not in this way."""
    settled = _visited(or_(responses.c.bound, responses.c.status.in_(OVER)))
    told = _told(NoticeKind.EXPIRED, notices.c.at >= invitations.c.expires_at)
    return _alive(invitations.c.expires_at <= now, ~settled, ~told)


def _silent(since: datetime) -> Select[Any]:
    """Match people who began and neither ended it nor asked to be left alone until a day; each silence is told once."""
    asked_for = exists().where(
        reminders.c.response_id == responses.c.id,
        reminders.c.kind == COME_BACK,
        or_(reminders.c.done_at.is_(None), reminders.c.done_at > since),
    )
    began = _visited(responses.c.bound, responses.c.status.in_(ACTIVE), ~asked_for)
    told = _told(NoticeKind.SILENT, ~_visited(responses.c.last_activity >= notices.c.at))
    return _alive(began, ~_visited(responses.c.last_activity > since), ~told)


def _alive(*wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(invitations.c.id)
        .join_from(invitations, reviews, invitations.c.review_id == reviews.c.id)
        .join(reviewers, reviews.c.reviewer_id == reviewers.c.id)
        .where(reviews.c.status == ReviewStatus.OPEN, reviewers.c.address.is_not(None))
        .where(invitations.c.revoked_at.is_(None), invitations.c.erased_at.is_(None), *wanted)
        .order_by(invitations.c.created_at, invitations.c.id)
    )


def _visited(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(responses.c.invitation_id == invitations.c.id, STANDS, *wanted)


def _told(kind: NoticeKind, *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(notices.c.invitation_id == invitations.c.id, notices.c.kind == kind, *wanted)
