"""Find the invitations with which nothing happens, so that their reviewer is told of each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from dialogs.invitation import ACTIVE
from dialogs.london import day_in_london
from dialogs.response import OVER
from dialogs.review import ReviewStatus
from dialogs.turn import NoticeKind
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import notices
from storage.repositories.reminders import COME_BACK
from storage.repositories.responses import STANDS
from storage.schema.tables import invitations, reminders, responses, reviewers, reviews

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
    return [(one, kind) for kind, query in kinds.items() for one in _untold(work, query, kind)]


def _untold(work: UnitOfWork, query: Select[Any], kind: NoticeKind) -> list[str]:
    """Return the invitations of which nothing of this kind was told since what it is about.

    Of when somebody wrote the day alone may be left: who was told to be silent and wrote on that same day is silent anew.
    """
    since = {row.id: row.since for row in work.execute(query)}
    told = notices.last_at(work, since, kind)
    again = {one for one in told if kind is NoticeKind.SILENT and _is_one_day(told[one], since[one])}
    return [one for one, moment in since.items() if one not in told or told[one] < moment or one in again]


def _is_one_day(one: datetime, other: datetime) -> bool:
    return day_in_london(one) == day_in_london(other)


def _unopened(now: datetime) -> Select[Any]:
    lasts = invitations.c.created_at <= now - UNOPENED_FOR, invitations.c.expires_at > now
    return _alive(invitations.c.created_at, *lasts, ~_visited())


def _expired(now: datetime) -> Select[Any]:
    """Match links that ran out, each by itself; not of people who said that it is not for them, or not in this way."""
    settled = _visited(or_(responses.c.bound, responses.c.status.in_(OVER)))
    return _alive(invitations.c.expires_at, invitations.c.expires_at <= now, ~settled)


def _silent(since: datetime) -> Select[Any]:
    """Match people who began and neither ended it nor asked to be left alone until a day; each silence is told once."""
    asked_for = exists().where(
        reminders.c.response_id == responses.c.id,
        reminders.c.kind == COME_BACK,
        or_(reminders.c.done_at.is_(None), reminders.c.done_at > since),
    )
    began = _visited(responses.c.bound, responses.c.status.in_(ACTIVE), ~asked_for)
    last = select(func.max(responses.c.last_activity)).where(responses.c.invitation_id == invitations.c.id, STANDS)
    return _alive(last.scalar_subquery(), began, ~_visited(responses.c.last_activity > since))


def _alive(since: Any, *wanted: ColumnElement[bool]) -> Select[Any]:
    """Match invitations that are open, each with the moment since which it is as it is."""
    return (
        select(invitations.c.id, since.label("since"))
        .join_from(invitations, reviews, invitations.c.review_id == reviews.c.id)
        .join(reviewers, reviews.c.reviewer_id == reviewers.c.id)
        .where(reviews.c.status == ReviewStatus.OPEN, reviewers.c.address.is_not(None))
        .where(invitations.c.revoked_at.is_(None), invitations.c.erased_at.is_(None), *wanted)
        .order_by(invitations.c.created_at, invitations.c.id)
    )


def _visited(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(responses.c.invitation_id == invitations.c.id, STANDS, *wanted)
