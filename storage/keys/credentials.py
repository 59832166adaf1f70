"""Make the secrets that open doors, and keep only their hashes: link tokens, typed codes, check words, enrolment codes.

Check words prove on the phone that the right person has a link. They are given out at the command line alone: somebody who
holds a reviewer's Telegram account must not be able to read what a family said.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from dialogs.answers import CONNECTING
from dialogs.invitation import CODE_LENGTH, CROCKFORD
from dialogs.typed import folded
from storage.keys.sealing import Vault

# Short, common, hard to mishear on the phone, and without a second meaning for somebody who is grieving.
CHECK_WORDS = (
    "apple", "basket", "blanket", "bottle", "bridge", "butter", "button", "candle", "carpet", "castle", "cherry",
    "corner", "cotton", "cushion", "dinner", "doorbell", "drawer", "engine", "feather", "finger", "flower", "garden",
    "hammer", "harbour", "honey", "jacket", "kettle", "ladder", "lemon", "letter", "market", "marble", "melon",
    "mirror", "morning", "mountain", "napkin", "number", "orange", "oven", "paper", "parcel", "pebble", "pencil",
    "pepper", "picnic", "pillow", "planet", "pocket", "potato", "rabbit", "ribbon", "river", "saddle", "sandwich",
    "silver", "spoon", "summer", "table", "teapot", "ticket", "tomato", "window", "yellow",
)  # fmt: skip


_ANDS = frozenset(map(folded, CONNECTING))
_LOOKS_ALIKE = str.maketrans("oil", "011")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Shown once, when an invitation is made or renewed."""

    token: str
    code: str
    check_word: str | None = None

    @classmethod
    def fresh(cls, *, check_word: bool = False) -> Credentials:
        """Make new ones from the system's randomness, with check words only where they are asked for."""
        words = f"{secrets.choice(CHECK_WORDS)} {secrets.choice(CHECK_WORDS)}" if check_word else None
        return cls(token=secrets.token_urlsafe(32), code=new_code(), check_word=words)

    def hashes(self, vault: Vault) -> dict[str, bytes]:
        """Return the columns that an invitation keeps of them; without check words, those it has stay."""
        checked = {"check_hash": vault.hash("check word", self.check_word)} if self.check_word else {}
        return {"token_hash": vault.link(self.token), "code_hash": vault.hash("code", self.code), **checked}


def check_words_in(typed: str) -> str:
    """Return check words as they are kept, however a keyboard wrote them, and whatever is said around them.

    Signs, capitals, numbers and "and" change nothing, nor does a missing space: the two that are in the list count.
    """
    words = _words_in(typed)
    known = [one for word in words for one in _apart(word) if one in CHECK_WORDS]
    return " ".join(known if len(known) == 2 else words)  # noqa: PLR2004 - check words are two


def _words_in(typed: str) -> list[str]:
    return [word for word in folded(typed).split() if word not in _ANDS]


def _apart(word: str) -> tuple[str, ...]:
    """Return two check words that were written as one, or else the word."""
    cuts = ((word[:place], word[place:]) for place in range(1, len(word)))
    return next((cut for cut in cuts if {*cut} <= set(CHECK_WORDS)), (word,))


def id_in(typed: str) -> str:
    """Return an id as `new_id` makes it, without what stands around it and with look-alikes of its letters mended."""
    return "".join(c for c in folded(typed) if c != " ").translate(_LOOKS_ALIKE)


def may_be_check_words(typed: str) -> bool:
    """Tell whether somebody has typed nothing but words that check words are made of."""
    words = _words_in(typed)
    return bool(words) and all(word in CHECK_WORDS for word in words)


def new_code() -> str:
    """Twelve Crockford characters, letters and numbers: nearly 60 random bits, without letters that look like numbers.

    Among other words a code is known by having both.
    """
    while True:
        code = "".join(secrets.choice(CROCKFORD) for _ in range(CODE_LENGTH))
        if any(c.isdigit() for c in code) and any(c.isalpha() for c in code):
            return code


def new_id() -> str:
    """A short id for a row that people name at the command line."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(CODE_LENGTH)).lower()
