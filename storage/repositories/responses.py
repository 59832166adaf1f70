"""Responses on the road: loaded locked, one query for everyone in a round; saved with all that a turn decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import randbits
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, select, update

from dialogs.inputs import Channel
from dialogs.response import People, Response, Status
from dialogs.review import ReviewStatus
from dialogs.turn import SAFETY, TOLD, NoticeKind, Turn
from storage.engine import proofs
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, SealError, place
from storage.repositories import attachments, history, notices
from storage.repositories.conversations import Conversation, Surroundings
from storage.repositories.flags import raise_flags
from storage.repositories.notices import Told
from storage.schema.codec import dump_response, load_response, refreshed
from storage.schema.tables import accounts, invitations, responses, reviewers, reviews


class StaleResponse(Exception):  # noqa: N818 - an assertion on the locks, not an input error
    """A response changed although it was locked."""


def load(work: UnitOfWork, lookups: Iterable[bytes], around: Surroundings) -> list[Conversation]:
    """All conversations of these accounts, locked in the order of their ids; not what is set aside."""
    return [_conversation(work, row, around) for row in work.find(_OF_ACCOUNTS, list(lookups)) if not row.erased_at]


def load_by_id(work: UnitOfWork, response_ids: Iterable[int], around: Surroundings) -> list[Conversation]:
    """These conversations, locked. To what is set aside nothing is sent any more."""
    return _load(work, around, responses.c.id.in_(list(response_ids)))


def beside(work: UnitOfWork, these: Sequence[Conversation], around: Surroundings) -> list[Conversation]:
    """Return the other conversations of their accounts, only to look at."""
    accounts_of = {c.account_id for c in these}
    theirs = responses.c.account_id.in_(accounts_of), responses.c.id.not_in([c.response_id for c in these])
    rows = work.execute(_READ.where(*theirs, STANDS)) if these else ()
    return [_looked_at(work, row, around) for row in rows if row.erased_at is None]


def peek(work: UnitOfWork, response_id: int, around: Surroundings) -> Conversation | None:
    """One conversation as it is, to be looked at only; None once it is erased or set aside."""
    row = work.execute(_ONE, whose=response_id).first()
    if row is None or row.erased_at is not None or row.doubted_at is not None:
        return None
    return _looked_at(work, row, around)


def of_review(work: UnitOfWork, review_id: str, around: Surroundings) -> list[Conversation]:
    """The bound conversations of a review, locked."""
    return _load(work, around, invitations.c.review_id == review_id, responses.c.bound, STANDS)


def of_invitation(work: UnitOfWork, invitation_id: str, around: Surroundings) -> Conversation | None:
    """The bound conversation of an invitation, locked; None while nobody has said yes."""
    found = _load(work, around, invitations.c.id == invitation_id, responses.c.bound, STANDS)
    return found[0] if found else None


def save(work: UnitOfWork, conversations: Sequence[Conversation], now: datetime) -> list[Told]:
    """Keep what the turns of these conversations left: responses, answers, voice messages, decisions, flags, notices.

    Gives what the reviewers are to be told at once.
    """
    changed = [c for c in conversations if c.turns]
    _save_states(work, changed)
    pairs = [(c, t) for c in changed for t in c.turns]
    history.add(work, changed)
    attachments.save(work, changed)
    return notices.note(work, _raise(work, pairs, now), now)


def peeked(work: UnitOfWork, sealer: Sealer, response_id: int, state: bytes) -> Response:
    """Return what is stored of a response, to be looked at only; what is known of it is still known afterwards."""
    response = _read(work, sealer, response_id, state)
    work.recent.keep(response_id, state, response)
    return response


# Nobody has said that somebody else began it.
STANDS = responses.c.doubted_at.is_(None)
_bound_elsewhere = responses.alias("bound_elsewhere")
_READ = (
    select(
        responses.c.id,
        responses.c.account_id,
        responses.c.invitation_id,
        responses.c.bound,
        responses.c.version,
        responses.c.state,
        responses.c.last_activity,
        responses.c.doubted_at,
        responses.c.status,
        responses.c.channel.label("answered_on"),
        responses.c.proof,
        responses.c.language,
        responses.c.questionnaire,
        accounts.c.lookup,
        accounts.c.channel,
        accounts.c.address,
        accounts.c.current,
        accounts.c.blocked_at,
        accounts.c.proof.label("account_proof"),
        invitations.c.to,
        invitations.c.relationship,
        invitations.c.language.label("chosen_language"),
        invitations.c.data_key,
        invitations.c.expires_at,
        invitations.c.revoked_at,
        invitations.c.erased_at,
        reviews.c.id.label("review_id"),
        reviews.c.person,
        reviews.c.status.label("review_status"),
        reviews.c.reviewer_id,
        reviewers.c.name.label("reviewer_name"),
        reviewers.c.lookup.label("reviewer_lookup"),
        exists()
        .where(_bound_elsewhere.c.invitation_id == responses.c.invitation_id)
        .where(_bound_elsewhere.c.bound, _bound_elsewhere.c.doubted_at.is_(None))
        .where(_bound_elsewhere.c.id != responses.c.id)
        .label("taken"),
    )
    .join_from(accounts, responses, responses.c.account_id == accounts.c.id)
    .join(invitations, responses.c.invitation_id == invitations.c.id)
    .join(reviews, invitations.c.review_id == reviews.c.id)
    .join(reviewers, reviews.c.reviewer_id == reviewers.c.id, isouter=True)
    .order_by(accounts.c.id, responses.c.id)
)
_SELECT = _READ.with_for_update(of=[accounts, responses, invitations])
_ONE = _READ.where(responses.c.id == bindparam("whose"))


_OF_ACCOUNTS = Query(lambda lookups: _SELECT.where(accounts.c.lookup.in_(lookups), STANDS), accounts.c.lookup.type)


def _load(work: UnitOfWork, around: Surroundings, *wanted: ColumnElement[bool]) -> list[Conversation]:
    return [_conversation(work, row, around) for row in work.execute(_SELECT.where(*wanted)) if row.erased_at is None]


def _looked_at(work: UnitOfWork, row: Row[Any], around: Surroundings) -> Conversation:
    """A conversation that does not change: what is known of it is still known afterwards."""
    conversation = _conversation(work, row, around)
    if row.state is not None:
        work.recent.keep(row.id, row.state, conversation.response)
    return conversation


RESPONSE = proofs.of(responses)
_LOADED = RESPONSE.under(channel="answered_on")
_ACCOUNT = proofs.of(accounts).under(id="account_id", proof="account_proof")


def _require_real(work: UnitOfWork, row: Row[Any]) -> None:
    """SealError if the response, or the account that it belongs to, is not as it was written."""
    if not (proofs.holds(work.vault, _LOADED, row) and proofs.holds(work.vault, _ACCOUNT, row)):
        raise SealError(f"response {row.id}: it was changed by somebody without the keys")


def _conversation(work: UnitOfWork, row: Row[Any], around: Surroundings) -> Conversation:
    _require_real(work, row)
    sealer = work.vault.participant(row.invitation_id, row.data_key)
    system, name = work.vault.system, work.recent.name
    people = People(
        invitee=name(sealer, place("invitation", row.invitation_id, "to"), row.to),
        person=name(system, place("review", row.review_id, "person"), row.person),
        reviewer=name(system, place("reviewer", row.reviewer_id, "name"), row.reviewer_name)
        if row.reviewer_name is not None
        else "",
        relationship=name(system, place("invitation", row.invitation_id, "relationship"), row.relationship),
    )
    offered = _on_offer(around.languages, row.chosen_language)
    begun = _read(work, sealer, row.id, row.state) if row.state is not None else _begun(row, people)
    ended = row.revoked_at is not None or row.taken or row.review_status == ReviewStatus.CLOSED
    expired = not row.bound and row.expires_at <= around.now
    return Conversation(
        response_id=row.id,
        account_id=row.account_id,
        lookup=row.lookup,
        channel=Channel(row.channel),
        address=name(system, place("account", row.lookup.hex(), "address"), row.address),
        invitation_id=row.invitation_id,
        reviewer_id=row.reviewer_id,
        sealer=sealer,
        response=refreshed(
            begun, people, held=row.review_status == ReviewStatus.HELD, languages=offered, ended=ended or expired
        ),
        version=row.version,
        available=not (ended or expired),
        current=row.current == row.id,
        blocked=row.blocked_at is not None or row.doubted_at is not None,
        last_activity=row.last_activity,
        notified=row.reviewer_lookup is not None,
    )


def _on_offer(languages: tuple[str, ...], chosen: str | None) -> tuple[str, ...]:
    """Return the languages this person can switch between, with the one the reviewer chose, so that there is a way back."""
    return languages if chosen is None or chosen in languages else (*languages, chosen)


def _read(work: UnitOfWork, sealer: Sealer, response_id: int, state: bytes) -> Response:
    """The stored response, opened and read unless this process has it still."""
    known = work.recent.take(response_id, state)
    return known or load_response(sealer.open_bytes(place("response", response_id, "state"), state))


def _begun(row: Row[Any], people: People) -> Response:
    """A response that nothing was said to yet; a language the reviewer chose is not asked again."""
    chosen = frozenset({"W1"}) if row.chosen_language else frozenset()
    return Response(
        version=row.questionnaire, language=row.language, channel=Channel(row.channel), people=people, passed=chosen
    )


_UPDATE = Many(
    update(responses)
    .where(responses.c.id == bindparam("key"), responses.c.version == bindparam("before"))
    .values(
        bound=bindparam("is_bound"),
        status=bindparam("new_status"),
        channel=bindparam("new_channel"),
        language=bindparam("new_language"),
        version=bindparam("after"),
        state=bindparam("sealed"),
        last_activity=bindparam("at"),
        proof=bindparam("proved"),
    )
)
_FIXED = Query(
    lambda ids: select(
        responses.c.id,
        responses.c.invitation_id,
        responses.c.account_id,
        responses.c.questionnaire,
        responses.c.doubted_at,
        responses.c.proof,
    ).where(responses.c.id.in_(ids)),
    responses.c.id.type,
)


def _another(version: int) -> int:
    """Return a version that is not this one; a count of the turns would tell how many questions there were."""
    return version ^ (1 + randbits(30))


def _save_states(work: UnitOfWork, changed: Sequence[Conversation]) -> None:
    fixed = {row.id: row for row in work.find(_FIXED, [c.response_id for c in changed])}
    rows = [_saved(work, c, fixed[c.response_id]) for c in changed if c.response_id in fixed]
    if changed and (len(rows) < len(changed) or work.write(_UPDATE, rows) not in {len(rows), -1}):
        raise StaleResponse(f"one of {len(changed)} responses")


def _saved(work: UnitOfWork, conversation: Conversation, fixed: Any) -> dict[str, Any]:
    """Return what a turn writes into the row of a response, whose proof held when it was loaded."""
    response, response_id = conversation.response, conversation.response_id
    sealed = conversation.sealer.seal_bytes(place("response", response_id, "state"), dump_response(response))
    work.recent.keep(response_id, sealed, response)
    values = {
        "bound": response.bound,
        "status": response.status,
        "channel": response.channel,
        "language": response.language,
        "version": _another(conversation.version),
        "state": sealed,
        "last_activity": conversation.last_activity,
    }
    proof = proofs.proof_of(work.vault, RESPONSE, {**fixed._asdict(), **values})
    proofs.count(work, RESPONSE.name, fixed.proof, proof)
    return {
        "key": response_id,
        "before": conversation.version,
        "after": values["version"],
        "is_bound": response.bound,
        "new_status": response.status,
        "new_channel": response.channel,
        "new_language": response.language,
        "sealed": sealed,
        "at": conversation.last_activity,
        "proved": proof,
    }


def _raise(work: UnitOfWork, pairs: Sequence[tuple[Conversation, Turn]], now: datetime) -> list[tuple[str, NoticeKind]]:
    """Keep the flags, after a withdrawal those about safety; gives the notices, with their invitations.

    A notice of flags which are all open already is not given again, unless it is urgent.
    """
    rows = [
        (c.response_id, f)
        for c, t in pairs
        for f in t.flags
        if f in SAFETY or c.response.status is not Status.WITHDRAWN
    ]
    new = raise_flags(work, rows, now)
    happened = list[tuple[str, NoticeKind]]()
    for c, turn in pairs:
        fresh = {TOLD.get(f) for f in turn.flags if (c.response_id, f) in new}
        again = {TOLD.get(f) for f in turn.flags} - fresh - notices.URGENT
        happened += [(c.invitation_id, n) for n in turn.notices if n not in again]
        new -= {(c.response_id, f) for f in turn.flags}
    return happened
