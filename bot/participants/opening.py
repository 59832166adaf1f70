"""An invitation is opened by what came with an arrival: its link, its code, or a link that takes a response elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from bot.participants.previews import is_reviewer
from bot.rounds.arrivals import Arrival
from dialogs.invitation import code_in, is_token
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox import throttling
from storage.inbox.throttling import CODES
from storage.repositories import moving, openings
from storage.repositories.conversations import Surroundings


@dataclass(frozen=True, slots=True)
class Previewed:
    """A reviewer has opened a family's invitation: it is shown to them, and stays as it is."""

    invitation_id: str


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody else has begun with this invitation."""

    invitation_id: str


def opens(
    work: UnitOfWork, arrival: Arrival, credential: str, lookup: bytes, around: Surroundings
) -> bool | Begun | Previewed:
    """Open what the credential is for, to this account; False if it is for nothing. A wrong code is counted."""
    if is_token(credential):
        named = openings.TOKEN, work.vault.link(credential)
    elif throttling.may_guess(work, CODES, lookup, around.now):
        named = openings.CODE, work.vault.hash("code", code_in(credential) or "")
    else:
        return False
    found = openings.openable(work, *named, lookup, around.now)
    if found is not None and not openings.has_visit(work, found.id, lookup) and is_reviewer(work, arrival):
        return Previewed(found.id)
    if found is not None:
        openings.open_visit(work, found, lookup, arrival.channel, arrival.address, around)
        return True
    if (begun := openings.begun_by_another(work, *named, lookup)) is not None:
        return Previewed(begun) if is_reviewer(work, arrival) else Begun(begun)
    if is_token(credential):
        return moving.move(work, credential, lookup, arrival.channel, arrival.address, around.now)
    throttling.guessed_wrong(work, CODES, lookup, around.now)
    return False
