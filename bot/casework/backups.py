"""Back the record store up, and put a backup back without the words that were deleted since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from bot.casework import invitations, retention
from bot.casework.access import Deed, Refused
from bot.casework.by import By, Looking
from dialogs import commands
from dialogs.invitation import Invitation
from dialogs.london import day_in_london
from dialogs.response import Status
from dialogs.retention import Rule
from dialogs.turn import Turn
from storage.deletion_list import Deletion
from storage.engine.unit_of_work import UnitOfWork
from storage.maintenance import backup as backups
from storage.maintenance import deletions
from storage.maintenance.backup import About, Moved
from storage.record import audit, erasure
from storage.record.retention import Due
from storage.repositories import facts, responses, reviews
from storage.repositories.reviews import NotFound
from storage.schema.vocabulary import DeletionKind

LAST = "last_backup"


def back_up(looking: Looking, path: Path, to: str, moved: Moved) -> About:
    """Write the whole store into a new file, encrypted, while the service runs."""
    with looking.store.begin() as work:
        looking.does(work, Deed.BACKUP)
        work.commit()
    with looking.store.read() as work:
        about = backups.write(work, path, to, looking.now, audit.head(work), moved)
    with looking.store.begin() as work:
        facts.note(work, [(LAST, looking.now.isoformat())])
        work.commit()
    return about


def last(work: UnitOfWork) -> datetime | None:
    """Return when the store was backed up last."""
    noted = facts.fact(work, LAST)
    return datetime.fromisoformat(noted) if noted else None


def restore(by: By, about: About, listed: Collection[Deletion]) -> Counter[DeletionKind]:
    """Delete again, in a store that was just unpacked, what was deleted since the backup; return how much of each kind."""
    by.does(Deed.RESTORE, of=about.entries)
    facts.note(by.work, [(LAST, about.made_at.isoformat())])
    missing = sorted(set(listed) - deletions.noted(by.work))
    deletions.note_all(by.work, missing)
    return Counter(kind for kind, invitation in _strongest(missing) if _again(by, kind, invitation))


def _strongest(missing: Iterable[Deletion]) -> list[tuple[DeletionKind, str]]:
    """Return each invitation once: of what was erased nothing is left to withdraw."""
    kinds = {one.invitation: one.kind for one in sorted(missing, key=lambda one: one.kind is DeletionKind.ERASED)}
    return [(kind, invitation) for invitation, kind in kinds.items()]


def _again(by: By, kind: DeletionKind, invitation_id: str) -> bool:
    """Delete again; False if the backup is from before there was anything to delete, or has it deleted already."""
    try:
        found, review = invitations.present(by.work, invitation_id)
    except NotFound:
        return _review_again(by, invitation_id)
    except Refused:
        return False
    if kind is DeletionKind.ERASED:
        by.does(Deed.ERASE, review, found.id)
        erasure.erase(by.work, found.id, by.now)
        return True
    if found.response is Status.WITHDRAWN:
        return False
    by.does(Deed.WITHDRAW, review, found.id)
    _withdraw(by, found)
    return True


def _review_again(by: By, review_id: str) -> bool:
    """Delete a whole review again; False if there is none of this id."""
    reference = reviews.references(by.work).get(review_id)
    if reference is None:
        return False
    today = day_in_london(by.now)
    due = Due(review=review_id, reference=reference, invitation=None, rule=Rule.RESTORED, day=today)
    retention.expire_review(by, due)
    return True


def _withdraw(by: By, found: Invitation) -> None:
    """Delete every answer. The family was told when they withdrew, and so was the reviewer: nobody hears of it again."""
    conversation = responses.of_invitation(by.work, found.id, by.turns().around(by.now))
    if conversation is None:
        invitations.end(by.work, found, by.now)
        return
    left = commands.withdraw(Turn(response=conversation.response)).response
    erasure.withdraw(by.work, conversation)
    conversation.take(Turn(response=left))
    responses.save(by.work, [conversation], by.now)
