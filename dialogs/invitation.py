"""Invitations: issued -> opened -> bound | expired | revoked. One link, one invitee, one person who died."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs.response import OVER, Status
from dialogs.typed import usual

RELATIONSHIPS = ("parent", "sibling", "sister", "brother", "partner", "child", "family", "friend", "someone-else")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
LONGEST_LINK = 2048
_AROUND_CODE = "\"'()[]<>{}.,;:!?#*_- "
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_ALONE = re.compile(r"(?:[^\w-]|- )*([A-Za-z0-9_-]{43})[^\w-]*")
# A link of ours as it is pasted, whatever stands around it: to the page, or to the bot.
_LINK = re.compile(r"(?:/i/|[?&]start=|%2[Ff]i%2[Ff]|%3[Dd]) ?([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])")
# The same, broken over two lines by a letter or a mail.
_BROKEN = re.compile(r"(?:/i/|[?&]start=)([A-Za-z0-9_-]{1,42}) ([A-Za-z0-9_-]{1,42})(?![A-Za-z0-9_-])")
_LOOKS_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE = rf"[{CROCKFORD}OIL]"
# Together, or in groups of four as it is shown; people who write a sentence around it keep it together or use dashes.
_WHOLE = re.compile(rf"{_CODE}{{12}}|(?:{_CODE}{{4}}[- ]+){{2}}{_CODE}{{4}}")
# With other signs between the groups, or after the word "code": then there is a digit and a letter.
_GROUPED = re.compile(rf"({_CODE}{{4}})(?P<sign>[._/,:;~+|\\\u00b7]) ?({_CODE}{{4}})(?P=sign) ?({_CODE}{{4}})")
_NAMED = re.compile(
    r"(?:.*\W)?(?:CODE|KOD|COD|CODUL|C\u00d3DIGO|CODIGO|CODICE|C\u00d4D)\b\W*(?:IS\W+|TO\W+|ESTE\W+|ES\W+|\u00c8\W+|\u00c9\W+)?"
    rf"({_CODE}{{4}})[- ]?({_CODE}{{4}})[- ]?({_CODE}{{4}})(?![A-Z0-9-]).*"
)
_SPREAD = re.compile(rf"{_CODE}(?:[- ]*{_CODE}){{11}}")
_IN_WORDS = re.compile(rf"(?<![A-Z0-9-])(?:{_CODE}{{4}} ?- ?{_CODE}{{4}} ?- ?{_CODE}{{4}}|{_CODE}{{12}})(?![A-Z0-9-])")
LONGEST_WITH_A_CODE = 200
# What people say when they send a code or a link says one of these, and little else.
_ABOUT_IT = frozenset(
    "code kod cod codul código codigo codice côd link linc invitation zaproszenie invito".split()  # noqa: SIM905 - a list of words reads better
) | {"کوڈ", "لنک", "কোড", "লিঙ্ক", "ਕੋਡ", "ਲਿੰਕ", "કોડ", "લિંક", "رمز", "الرمز", "كود", "رابط"}
_MOST_ABOUT_IT = 8


class InvitationStatus(StrEnum):
    """The state of an invitation where its response does not tell it, in the words the reviewer sees."""

    ISSUED = "issued"
    HELD = "held"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One invitation with what is known of its answering; `to` is None once it is erased.

    `about`: about how many questions there are in all; `halted`: words of distress have stopped them; `comes_back`: the day on
    which somebody who paused has asked to be written to.

    `doubted`: besides there is a response that somebody else is said to have begun.
    """

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
    about: int = 0
    halted: bool = False
    comes_back: date | None = None
    last_activity: datetime | None = None
    doubted: bool = False


ACTIVE = frozenset({Status.OPENED, Status.CONSENTED, Status.IN_PROGRESS, Status.PAUSED})


def status(invitation: Invitation, now: datetime) -> Status | InvitationStatus:
    """Return the state of an invitation, in one word for the reviewer.

    A link that ran out changes nothing for those who were here and said that it is not for them, or not in this way.
    """
    if invitation.erased or (invitation.bound and invitation.response is Status.WITHDRAWN):
        return Status.WITHDRAWN
    if invitation.revoked:
        return InvitationStatus.REVOKED
    if not invitation.bound and invitation.response not in OVER and invitation.expires_at <= now:
        return InvitationStatus.EXPIRED
    if invitation.response is None:
        return InvitationStatus.ISSUED
    return (
        InvitationStatus.HELD
        if invitation.held and invitation.bound and invitation.response in ACTIVE
        else invitation.response
    )


def is_token(text: str) -> bool:
    """Tell whether `text` has the form of a link's token."""
    return _TOKEN.fullmatch(text) is not None


def token_in(text: str) -> str | None:
    """Return the token of a link that was pasted or typed, whatever stands around it; None if there is none."""
    written = usual(text[:LONGEST_LINK])
    if found := _ALONE.fullmatch(written) or _LINK.search(written):
        return found[1]
    broken = ("".join(one.groups()) for one in _BROKEN.finditer(written))
    return next(filter(is_token, broken), None)


def code_in(text: str) -> str | None:
    """Return the code that was typed, with look-alikes and separators mended; None if the words are something else.

    Words that merely have twelve letters are no code: one that is spread otherwise than in groups of four has a digit.
    """
    if len(text) > LONGEST_WITH_A_CODE:
        return None
    written = usual(text).upper().strip(_AROUND_CODE)
    found = _WHOLE.fullmatch(written) or (_has_digit(written) and _SPREAD.fullmatch(written)) or _in_words(written)
    code = re.sub("[- ]", "", found[0]) if found else _in_groups(written)
    return code.translate(_LOOKS_ALIKE) if code else None


def beside_credential(text: str) -> str:
    """Return what a message says besides the code or link in it; "" if that is only about the code."""
    token = token_in(text)
    if token:
        rest = " ".join(part for part in text.split() if token not in part)
    else:
        found = next(iter(re.finditer(_IN_WORDS.pattern, text, re.IGNORECASE)), None)
        rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" \t\r\n-:;,") if found and code_in(text) else ""
    words = ["".join(c for c in word if c.isalnum() or not c.isascii()) for word in rest.casefold().split()]
    is_about_it = bool(_ABOUT_IT.intersection(words)) and len(words) <= _MOST_ABOUT_IT
    return "" if is_about_it or len([w for w in words if w]) <= 1 else rest


def _in_groups(written: str) -> str:
    """Return the code in groups of four with other signs between, or after the word for it; "" if there is none."""
    found = _GROUPED.fullmatch(written) or _NAMED.fullmatch(written)
    code = "".join(group for group in found.groups() if len(group) > 1) if found else ""
    return code if _has_digit(code) and any(c.isalpha() for c in code) else ""


def _in_words(written: str) -> re.Match[str] | None:
    """Return the code in a sentence such as "My code is …"; one without a digit must have its dashes."""
    return next((f for f in _IN_WORDS.finditer(written) if _has_digit(f[0]) or "-" in f[0]), None)


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)
