"""A record with two reviewers and a lead, and every deed once, as somebody who is allowed to would ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyrage.x25519 import Identity

from bot.casework import backups, flags, handover, invitations, overdue, records, retention, reviews, upkeep
from bot.casework import reviewers as people
from bot.casework.access import Actor, Deed, Role
from bot.casework.by import By, Looking
from bot.casework.invitations import NewInvitation
from bot.casework.reviews import Corrections, NewReview
from bot.rounds.arrivals import Arrival
from dialogs.inputs import Channel, Command, Say
from dialogs.retention import Rule
from dialogs.review import ATTESTED, ReviewStatus
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.inbox import dead_letters
from storage.maintenance.backup import About
from storage.record import erasure
from storage.record.retention import Due
from storage.repositories import reviewers
from storage.repositories.flags import close_flag, open_flags
from storage.repositories.reviews import add_reviewer, open_review, review, set_review_status
from storage.schema.vocabulary import Bot
from tests.bot.usual import usual_turns
from tests.storage.people import CONSENT, NOW, REFERENCE, STORY, TOLD, Invited, Visitor, invited

# Longer than any run of digits that a hash has by chance.
ACCOUNT = "700120032004"
# What no entry may hold.
WORDS = ("Margaret", "Ann", "Jo Carter", "sang", "Lee", "Sam", "Kim", "Pat", REFERENCE, ACCOUNT)


@dataclass(frozen=True, slots=True)
class World:
    """One review of Jo's with a family that has answered and asked to be rung; Pat covers for Jo, Lee is a lead."""

    store: Store
    invited: Invited
    actors: dict[str, Actor]

    def looking(self, actor: Actor) -> Looking:
        """Somebody who looks now."""
        return Looking(actor=actor, store=self.store, now=NOW)

    def by(self, work: UnitOfWork, actor: Actor) -> By:
        """Somebody who acts now."""
        return By(actor=actor, work=work, now=NOW, turns=usual_turns)


def world(store: Store) -> World:
    """The record, and who may act on it."""
    invitation = invited(store)
    visitor = Visitor(store, ACCOUNT)
    visitor.opens(invitation)
    visitor.does(*CONSENT, *TOLD, Command.TALK)
    with store.begin() as work:
        theirs = review(work, REFERENCE)
        sam = add_reviewer(work, "Sam Field", "CODE SAM", NOW)
        lee = add_reviewer(work, "Lee Hart", "CODE LEE", NOW, lead=True)
        pat = add_reviewer(work, "Pat Dean", "CODE PAT", NOW)
        reviewers.cover(work, theirs.reviewer_id or "", pat, NOW + timedelta(days=1))
        work.commit()
    actors = {
        "own": Actor(Role.REVIEWER, theirs.reviewer_id or ""),
        "other": Actor(Role.REVIEWER, sam),
        "cover": Actor(Role.REVIEWER, pat),
        "lead": Actor(Role.REVIEWER, lee, lead=True),
        "operator": Actor(Role.OPERATOR, "jane"),
        "clock": Actor(Role.CLOCK),
    }
    return World(store, invitation, actors)


def _opens(by: By, world: World) -> Any:
    owner = world.actors["own"].id
    new = NewReview(reference="LR-2", person="Margaret", age=50, confirmed=[*ATTESTED], reviewer_id=owner)
    return reviews.open_review(by, new)


def _resumes(by: By, _world: World) -> Any:
    set_review_status(by.work, review(by.work, REFERENCE).id, ReviewStatus.HELD)
    return reviews.resume(by, REFERENCE)


def _reopens(by: By, _world: World) -> Any:
    set_review_status(by.work, review(by.work, REFERENCE).id, ReviewStatus.CLOSED)
    return reviews.reopen(by, REFERENCE)


def _covers(by: By, _world: World) -> Any:
    return handover.cover(by, f"Jo Carter {REFERENCE}", "Sam Field", NOW.date())


def _reopens_flag(by: By, _world: World) -> Any:
    closed = close_flag(by.work, open_flags(by.work)[0].id, NOW)
    return flags.reopen(by, closed.id)


def _invites(by: By, _world: World) -> Any:
    new = NewInvitation(reference=REFERENCE, to="Ann", relationship="sister", language="en")
    return invitations.invite(by, new)


def _takes(looking: Looking, _world: World) -> Any:
    with records.take(looking, REFERENCE) as (_work, record):
        return record


def _retries(by: By, _world: World) -> Any:
    taker = usual_turns()
    arrival = Arrival(
        bot=Bot.FAMILIES, channel=Channel.TELEGRAM, update_id=9, user="9", address="9", said=Say(words=STORY, sent=9)
    )
    dead_letters.keep(by.work, Bot.FAMILIES, "families:9", 9, arrival.as_text(), "ValueError", NOW)
    letter = dead_letters.kept(by.work)[0].id
    return upkeep.retry(by, letter, lambda _bot: taker)


def _moves(by: By, world: World) -> Any:
    owner = world.actors["own"].id
    open_review(by.work, "LR-2", person="Margaret", age=50, confirmed=(), reviewer_id=owner, now=NOW)
    made = invitations.invite(by, NewInvitation(reference=REFERENCE, to="Ann", relationship="sister", language=None))
    by.work.last.clear()
    return invitations.move(by, made.id, "lr-2")


def _due(by: By, invitation: str | None = None) -> Due:
    """Something that is to go."""
    known = review(by.work, REFERENCE)
    return Due(review=known.id, reference=REFERENCE, invitation=invitation, rule=Rule.CLOSED, day=NOW.date())


def _expires(by: By, world: World) -> Any:
    """A review whose one invitation is erased: what is not has an entry of its own."""
    erasure.erase(by.work, world.invited.id, NOW)
    return retention.expire_review(by, _due(by))


def _backs_up(looking: Looking, _world: World) -> Any:
    with TemporaryDirectory() as folder:
        whom = str(Identity.generate().to_public())
        return backups.back_up(looking, Path(folder) / "backup", whom, lambda _done, _total: None)


_NOWHERE: dict[str, Any] = {"revision": "", "rows": 0, "head": "", "given": {}}
TRIALS: dict[Deed, tuple[Callable[..., Any], Callable[[Any, World], Any]]] = {
    Deed.REVIEW_OPEN: (reviews.open_review, _opens),
    Deed.REVIEW_EDIT: (reviews.edit, lambda by, _: reviews.edit(by, REFERENCE, Corrections(person="Maggie"))),
    Deed.REVIEW_ASSIGN: (reviews.assign, lambda by, _: reviews.assign(by, REFERENCE, "Sam Field")),
    Deed.REVIEW_HOLD: (reviews.hold, lambda by, _: reviews.hold(by, REFERENCE)),
    Deed.REVIEW_RESUME: (reviews.resume, _resumes),
    Deed.REVIEW_CLOSE: (reviews.close, lambda by, _: reviews.close(by, REFERENCE, anyway=True)),
    Deed.REVIEW_REOPEN: (reviews.reopen, _reopens),
    Deed.REVIEW_COVER: (handover.cover, _covers),
    Deed.FLAG_CLOSE: (flags.close, lambda by, _: flags.close(by, open_flags(by.work)[0].id)),
    Deed.FLAG_REOPEN: (flags.reopen, _reopens_flag),
    Deed.FLAG_CHASE: (overdue.chase, lambda by, _: overdue.chase(by, open_flags(by.work)[0])),
    Deed.FLAG_ESCALATE: (
        overdue.escalate,
        lambda by, _: overdue.escalate(by, open_flags(by.work)[0], [("lee", ACCOUNT)]),
    ),
    Deed.INVITE: (invitations.invite, _invites),
    Deed.RENEW: (invitations.renew, lambda by, at: invitations.renew(by, at.invited.id)),
    Deed.REVOKE: (invitations.revoke, lambda by, at: invitations.revoke(by, at.invited.id)),
    Deed.INVITATION_EDIT: (invitations.edit, lambda by, at: invitations.edit(by, at.invited.id, "Anna")),
    Deed.WITHDRAW: (records.withdraw, lambda by, at: records.withdraw(by, at.invited.id)),
    Deed.ERASE: (records.erase, lambda by, at: records.erase(by, at.invited.id)),
    Deed.RECORD_LOOK: (records.look, lambda looking, _: records.look(looking, REFERENCE)),
    Deed.RECORD_TAKE: (records.take, _takes),
    Deed.REVIEWER_ADD: (people.add, lambda by, _: people.add(by, "Kim Day")),
    Deed.REVIEWER_EDIT: (people.edit, lambda by, _: people.edit(by, "Sam Field", lead=True, email="sam@example.org")),
    Deed.REVIEWER_CODE: (people.code, lambda by, _: people.code(by, "Sam Field")),
    Deed.REVIEWER_ENROL: (people.enrol, lambda by, _: people.enrol(by, "CODE SAM", b"account", ACCOUNT)),
    Deed.REVIEWER_REMOVE: (people.remove, lambda by, _: people.remove(by, "Sam Field")),
    Deed.KEYS_ROTATE: (upkeep.rotate, lambda looking, at: upkeep.rotate(looking, at.store.vault.ring)),
    Deed.DEAD_LETTER_RETRY: (upkeep.retry, _retries),
    Deed.INVITATION_MOVE: (invitations.move, _moves),
    Deed.UNBIND: (invitations.unbind, lambda by, at: invitations.unbind(by, at.invited.id)),
    Deed.REVIEW_EXPIRE: (retention.expire_review, _expires),
    Deed.INVITATION_EXPIRE: (
        retention.expire_invitation,
        lambda by, at: retention.expire_invitation(by, _due(by, at.invited.id)),
    ),
    Deed.BACKUP: (backups.back_up, _backs_up),
    Deed.RESTORE: (backups.restore, lambda by, _: backups.restore(by, About(made_at=NOW, entries=0, **_NOWHERE), ())),
}
