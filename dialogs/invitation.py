"""Invitations: issued -> opened -> bound | expired | revoked. One link, one invitee, one person who died."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from dialogs.response import Status

RELATIONSHIPS = ("parent", "sibling", "sister", "brother", "partner", "child", "family", "friend", "someone-else")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_LOOKS_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One invitation with what is known of its answering; `to` is None once it is erased."""

    id: str
    review: str
    to: str | None
    relationship: str
    language: str | None
    expires_at: datetime
    revoked: bool = False
    erased: bool = False
    held: bool = False
    bound: bool = False
    response: Status | None = None
    asked: int = 0
    answered: int = 0
    last_activity: datetime | None = None


ACTIVE = frozenset({Status.OPENED, Status.CONSENTED, Status.IN_PROGRESS, Status.PAUSED})


def status(invitation: Invitation, now: datetime) -> str:
    """Where an invitation stands, in one word for the reviewer."""
    if invitation.erased or (invitation.bound and invitation.response is Status.WITHDRAWN):
        return Status.WITHDRAWN
    if invitation.revoked:
        return "revoked"
    if not invitation.bound and invitation.expires_at <= now:
        return "expired"
    if invitation.response is None:
        return "issued"
    return "held" if invitation.held and invitation.bound and invitation.response in ACTIVE else invitation.response


def is_token(text: str) -> bool:
    """Whether `text` has the form of a link's token."""
    return _TOKEN.fullmatch(text) is not None


def code_in(text: str) -> str | None:
    """The code that `text` consists of, with look-alikes and separators mended; None if it is something else."""
    code = text.strip().upper().translate(_LOOKS_ALIKE)
    return code if len(code) == CODE_LENGTH and all(c in CROCKFORD for c in code) else None
