"""Add, change and remove reviewers; give one who has lost a phone another code."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.casework.access import Deed, Refused, Role
from bot.casework.by import By
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import new_code
from storage.repositories import desks, reviewers, reviews


@dataclass(frozen=True, slots=True, repr=False)
class Added:
    """A new reviewer, and the code that enrols them, this once."""

    id: str
    code: str


def add(by: By, name: str, *, lead: bool = False, email: str | None = None) -> Added:
    """Add a reviewer with this name, which families read."""
    code = new_code()
    reviewer_id = reviews.add_reviewer(by.work, name, code, by.now, lead=lead, email=email)
    by.does(Deed.REVIEWER_ADD, reviewer=reviewer_id, role=Role.LEAD if lead else Role.REVIEWER)
    return Added(reviewer_id, code)


def edit(by: By, name: str, *, lead: bool | None = None, email: str | None = None) -> None:
    """Let a reviewer lead, or lead no more; keep another address of theirs. What is None stays as it is."""
    reviewer_id = reviews.reviewer_named(by.work, name)
    role = None if lead is None else Role.LEAD if lead else Role.REVIEWER
    by.does(Deed.REVIEWER_EDIT, reviewer=reviewer_id, role=role, changed="email" if email else None)
    reviewers.edit(by.work, reviewer_id, lead=lead, email=email)


def code(by: By, name: str) -> Added:
    """Give a reviewer another code to enrol with: the Telegram account that they had can do nothing from now on."""
    reviewer_id, fresh = reviews.reviewer_named(by.work, name), new_code()
    by.does(Deed.REVIEWER_CODE, reviewer=reviewer_id)
    reviewers.renew_code(by.work, reviewer_id, fresh)
    return Added(reviewer_id, fresh)


def enrol(by: By, code: str, lookup: bytes, address: str) -> bool:
    """Let the reviewer with this code act from an account; False if the code is not open. A mere guess leaves no entry."""
    reviewer_id = desks.enrol(by.work, code, lookup, address)
    if reviewer_id is not None:
        replace(by, actor=replace(by.actor, id=reviewer_id)).does(Deed.REVIEWER_ENROL, reviewer=reviewer_id)
    return reviewer_id is not None


def remove(by: By, name: str) -> None:
    """Remove a reviewer who has handed over what was theirs; Refused until then."""
    reviewer_id = reviews.reviewer_named(by.work, name)
    by.does(Deed.REVIEWER_REMOVE, reviewer=reviewer_id)
    theirs, waiting = reviewers.burden(by.work, reviewer_id)
    if theirs:
        has = f"{_number(theirs, 'review')} and {_number(waiting, 'open flag')}"
        raise Refused(f"{name} has {has}: hand them over first, with interview handover, then remove {name}.")
    if covered := reviewers.covered_by(by.work, reviewer_id, by.now):
        who = " and ".join(covered)
        raise Refused(f"{name} covers for {who}: let somebody else cover first, with interview handover.")
    reviews.remove_reviewer(by.work, reviewer_id, by.now)


def not_enrolled(work: UnitOfWork, name: str) -> str:
    """Return the warning that nothing reaches this reviewer yet; "" once they have enrolled."""
    if reviewers.is_enrolled(work, reviews.reviewer_named(work, name)):
        return ""
    return f"{name} has not enrolled yet, so nothing reaches {name} until then."


def _number(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"
