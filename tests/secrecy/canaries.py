"""Canaries: words, names, numbers and tokens that must be found nowhere, and the forms in which they could be.

Every word and name holds MARK, so that one search finds any of them, whole or in part.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from tests.bot.world import FAMILIES, REVIEWERS, SECRET

MARK = "zyxquorn"
PERSON, INVITEE, REVIEWER = "Wren" + MARK, "Thistle" + MARK, "Marlow " + MARK
NICKNAME, OTHER_NAME = "Pip" + MARK, "Pop" + MARK
STORY = f"She sang {MARK} in the kitchen, and = 1 + 1 made her laugh."
EDITED, CHANGED, NOTE, CAPTION = (f"{w} {MARK}" for w in ("edited", "changed", "noted", "under a picture"))
SOUND = b"OggS\x00\x02" + f"spoken {MARK} ".encode() * 40
LONG = f"{MARK} again and again. " * 150
SAID = (NICKNAME, STORY, EDITED, CHANGED, NOTE, CAPTION)
POISON, UNREADABLE = f"poison {MARK}", f"unreadable {MARK}"
PROFILE = {"first_name": "Ostrich" + MARK, "last_name": "Last" + MARK, "username": "user_" + MARK}
PHONE = "07911884213"
ANN, JO, SAM = 7918273645, 6829104857, 8730915264
ENROLMENT = "K7M2Q9X4T3AB"
ALWAYS = {
    "word or name": MARK,
    "telephone number": PHONE,
    "Ann's id": str(ANN),
    "Jo's id": str(JO),
    "Sam's id": str(SAM),
    "families' token": FAMILIES.partition(":")[2],
    "reviewers' token": REVIEWERS.partition(":")[2],
    "webhook secret": SECRET,
    "enrolment code": ENROLMENT,
}


def found(where: bytes, *more: str) -> list[str]:
    """The canaries that are there, and in which form; `more` are those that a run made itself."""
    wanted = {**ALWAYS, **{f"credential {n}": one for n, one in enumerate(more)}}
    hits = [f"{what} as {form}" for what, one in wanted.items() for form, look in forms(one) if look in where]
    ids = [f"{number} as a number" for number in (ANN, JO, SAM) for look in as_number(number) if look in where]
    return hits + ids


def forms(canary: str) -> Iterator[tuple[str, bytes]]:
    """A text in every form in which it could have been written down."""
    for case in {canary, canary.lower(), canary.upper()}:
        yield "UTF-8", case.encode()
        yield "UTF-16", case.encode("utf-16-le")[:-1]
        yield "hexadecimal", case.encode().hex().encode()
    for shift in range(3):
        yield "base64", within_base64(canary.encode(), shift)


def within_base64(plain: bytes, shift: int) -> bytes:
    """The characters of base64 that do not depend on what stands around `plain`, which begins at this place of three."""
    written = base64.b64encode(bytes(shift) + plain)
    whole = (shift + len(plain)) // 3 * 4
    return written[(0, 2, 3)[shift] : whole]


def as_number(number: int) -> tuple[bytes, bytes]:
    """The six bytes that any longer form of it has too, in both orders."""
    return number.to_bytes(6, "big"), number.to_bytes(6, "little")
