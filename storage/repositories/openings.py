"""An account opens an invitation: the invitation is found, the account is known or made, and its words go there from now on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Row, bindparam, insert, select, update

from dialogs.inputs import Channel
from dialogs.response import Status
from storage.engine import proofs
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import place
from storage.repositories import visits
from storage.repositories.conversations import Surroundings
from storage.repositories.reachable import unblock
from storage.repositories.responses import STANDS
from storage.schema.proved import OF_HISTORY, PROOF
from storage.schema.tables import accounts, invitations, responses

INVITATION = proofs.of(invitations)
TOKEN, CODE = invitations.c.token_hash, invitations.c.code_hash


def openable(work: UnitOfWork, kind: Column[Any], given: bytes, lookup: bytes, now: datetime) -> Row[Any] | None:
    """The invitation with this hash of its TOKEN or its CODE, locked, if the account may open it.

    It is live, and not bound to another account; or bound to this one, where something can still be done after its end. Once
    somebody was put out, only those who gave the check words since then may.
    """
    found = _given(work, kind, given)
    if found is None:
        return None
    bound = _only(work.find(_BOUND_TO, invitation=found.id))
    if bound is None and is_doubted(work, found.id) and not work.find(_VISIT_OF, invitation=found.id, lookup=lookup):
        return None
    is_live = found.revoked_at is None and found.expires_at > now
    usable = bound.lookup == lookup if bound is not None else is_live
    return found if usable else None


def begun_by_another(work: UnitOfWork, kind: Column[Any], given: bytes, lookup: bytes) -> str | None:
    """Return the live invitation with this hash with which another account has begun, so that the check words are wanted."""
    found = _given(work, kind, given)
    if found is None or found.revoked_at is not None:
        return None
    bound = _only(work.find(_BOUND_TO, invitation=found.id))
    is_begun = bound.lookup != lookup if bound is not None else is_doubted(work, found.id)
    return str(found.id) if is_begun else None


def has_visit(work: UnitOfWork, invitation_id: str, lookup: bytes) -> bool:
    """Tell whether this account has opened the invitation before."""
    return bool(work.find(_VISIT_OF, invitation=invitation_id, lookup=lookup))


def live(work: UnitOfWork, invitation_id: str) -> Row[Any] | None:
    """Return an invitation, locked, unless it is revoked or erased."""
    alive = invitations.c.revoked_at.is_(None) & invitations.c.erased_at.is_(None)
    found = work.execute(select(invitations).where(invitations.c.id == invitation_id, alive).with_for_update()).first()
    return found if found is not None and is_real(work, found) else None


def is_real(work: UnitOfWork, invitation: Row[Any]) -> bool:
    """Tell whether an invitation is as it was written here; if not, it opens nothing."""
    return proofs.holds(work.vault, INVITATION, invitation)


def is_doubted(work: UnitOfWork, invitation_id: str) -> bool:
    """Tell whether a response to this invitation is set aside: then nobody begins without the check words."""
    return bool(work.find(_DOUBTED, invitation=invitation_id))


def open_visit(
    work: UnitOfWork, opened: Row[Any], lookup: bytes, channel: Channel, address: str, around: Surroundings
) -> int:
    """An account opens an invitation (a row of `openable`): it becomes the one its words go to. Gives the response's id."""
    account_id = account(work, lookup, channel, address)
    visit = {"invitation": opened.id, "account": account_id}
    row: dict[str, Any] | None = None
    if not work.find(_VISIT, **visit):
        row = {
            "invitation_id": opened.id,
            "account_id": account_id,
            "channel": channel,
            "language": opened.language or around.language,
            "questionnaire": around.questionnaire,
            "bound": False,
            "status": Status.OPENED,
            "version": 0,
            "opened_at": around.now,
            "last_activity": around.now,
        }
        work.write(_BEGIN, [row])
    response_id = int(work.find(_VISIT, **visit)[0].id)
    if row is not None:
        whole = {**row, "id": response_id, "state": None, "history": None, "doubted_at": None}
        proved = proofs.made(work, responses, whole)
        work.write(_PROVE, [{"key": response_id, "proved": proved[PROOF], "past": proved[OF_HISTORY]}])
        visits.end_oldest(work, opened.id, response_id)
    set_current(work, account_id, response_id)
    return response_id


def account(work: UnitOfWork, lookup: bytes, channel: Channel, address: str) -> int:
    """Return the account of this lookup, made if there is none; somebody who opens an invitation can be reached."""
    if (known := _only(work.find(_ACCOUNT, lookup=lookup))) is not None:
        unblock(work, known.id)
        return int(known.id)
    sealed = work.vault.system.seal(place("account", lookup.hex(), "address"), address)
    row = {"lookup": lookup, "channel": channel, "address": sealed}
    work.write(_ARRIVE, [row])
    account_id = int(work.find(_ACCOUNT, lookup=lookup)[0].id)
    proved = proofs.made(work, accounts, {**row, "id": account_id})
    work.write(_PROVE_ACCOUNT, [{"key": account_id, "proved": proved[PROOF]}])
    return account_id


def set_current(work: UnitOfWork, account_id: int, response_id: int) -> None:
    """Words of this account go to this response from now on."""
    work.write(_GO_TO, [{"key": account_id, "whose": response_id}])


def _given(work: UnitOfWork, kind: Column[Any], given: bytes) -> Any:
    """Return the invitation with this hash, locked, unless it is erased or not as it was written here."""
    found = _only(work.find(_BY[kind.name], given=given))
    return found if found is not None and found.erased_at is None and is_real(work, found) else None


def _only(rows: list[Any]) -> Any:
    return rows[0] if rows else None


_GIVEN = bindparam("given", type_=TOKEN.type)
_BY = {
    TOKEN.name: Query(lambda _: select(invitations).where(TOKEN == _GIVEN).with_for_update()),
    CODE.name: Query(lambda _: select(invitations).where(CODE == _GIVEN).with_for_update()),
}
_BOUND_TO = Query(
    lambda _: (
        select(accounts.c.lookup)
        .join_from(responses, accounts, responses.c.account_id == accounts.c.id)
        .where(responses.c.invitation_id == bindparam("invitation"), responses.c.bound, STANDS)
    )
)
_DOUBTED = Query(
    lambda _: select(responses.c.id).where(responses.c.invitation_id == bindparam("invitation"), ~STANDS).limit(1)
)
_VISIT_OF = Query(
    lambda _: (
        select(responses.c.id)
        .join_from(responses, accounts, responses.c.account_id == accounts.c.id)
        .where(responses.c.invitation_id == bindparam("invitation"), accounts.c.lookup == bindparam("lookup"), STANDS)
    )
)
_ACCOUNT = Query(lambda _: select(accounts.c.id).where(accounts.c.lookup == bindparam("lookup")).with_for_update())
_VISIT = Query(
    lambda _: select(responses.c.id).where(
        responses.c.invitation_id == bindparam("invitation"), responses.c.account_id == bindparam("account"), STANDS
    )
)
_PROVE = Many(
    update(responses)
    .where(responses.c.id == bindparam("key"))
    .values(proof=bindparam("proved"), history_proof=bindparam("past"))
)
_PROVE_ACCOUNT = Many(update(accounts).where(accounts.c.id == bindparam("key")).values(proof=bindparam("proved")))
_BEGIN, _ARRIVE = Many(insert(responses)), Many(insert(accounts))
_GO_TO = Many(update(accounts).where(accounts.c.id == bindparam("key")).values(current=bindparam("whose")))
