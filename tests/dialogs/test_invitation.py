"""An invitation stands where its answering stands; a code is read however it was written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.invitation import ACTIVE, CODE_LENGTH, CROCKFORD, Invitation, code_in, is_token, status, token_in
from dialogs.response import OVER, Status
from tests.dialogs.core import NOW
from tests.each import each

ISSUED = Invitation(
    id="1", review="2", to="Ann", relationship="sister", language=None, expires_at=NOW + timedelta(days=28)
)
OPENED = replace(ISSUED, response=Status.OPENED)
BOUND = replace(ISSUED, bound=True, response=Status.IN_PROGRESS)
EXPIRED = {"expires_at": NOW}

STATUSES: list[tuple[Invitation, str]] = [
    (ISSUED, "issued"),
    (OPENED, "opened"),
    (BOUND, "in-progress"),
    *((replace(BOUND, response=s), s.value) for s in Status),
    (replace(ISSUED, expires_at=NOW), "expired"),
    (replace(OPENED, expires_at=NOW), "expired"),
    *((replace(OPENED, response=s, expires_at=NOW), s.value) for s in OVER),
    *((replace(OPENED, response=s, expires_at=NOW), "expired") for s in ACTIVE),
    (replace(BOUND, expires_at=NOW), "in-progress"),
    (replace(ISSUED, revoked=True, expires_at=NOW), "revoked"),
    (replace(BOUND, revoked=True), "revoked"),
    (replace(BOUND, held=True), "held"),
    (replace(BOUND, held=True, response=Status.PAUSED), "held"),
    (replace(BOUND, held=True, response=Status.COMPLETED), "completed"),
    (replace(BOUND, held=True, response=Status.WITHDRAWN), "withdrawn"),
    (replace(OPENED, held=True), "opened"),
    (replace(ISSUED, held=True), "issued"),
    (replace(BOUND, to=None, erased=True, revoked=True, response=None), "withdrawn"),
]


@each(("invitation", "expected"), STATUSES)
def test_where_an_invitation_stands(invitation: Invitation, expected: str) -> None:
    assert status(invitation, NOW) == expected


CODES: list[tuple[str, str | None]] = [
    ("ABCD23456789", "ABCD23456789"),
    ("abcd-2345-6789", "ABCD23456789"),
    (" abcd 2345 6789\n", "ABCD23456789"),
    ("oOiIlL-234567", "001111234567"),
    ("UBCD23456789", None),
    ("ABCD2345678", None),
    ("ABCD234567890", None),
    ("ＡBCD23456789", "ABCD23456789"),
    ("ABCD–2345–6789", "ABCD23456789"),
    ("ABCD\u20112345\u20116789.", "ABCD23456789"),
    ("ABCD\u00a02345\u202f6789", "ABCD23456789"),
    ("ABCD\t2345\n6789", "ABCD23456789"),
    ("“ABCD-2345-6789”", "ABCD23456789"),
    ("\u2068ABCD\u200b2345\ufeff6789\u200e", "ABCD23456789"),
    ("A B C D 2 3 4 5 6 7 8 9", "ABCD23456789"),
    ("My code is ABCD-2345-6789", "ABCD23456789"),
    ("code: abcd23456789 thank you", "ABCD23456789"),
    ("٢٣٤٥-ABCD-६७८९", "2345ABCD6789"),
    *((f"ABCD{sign}2345{sign}6789", "ABCD23456789") for sign in "._/,:;~+|·"),
    ("abcd, 2345, 6789", "ABCD23456789"),
    ("code abcd 2345 6789", "ABCD23456789"),
    ("My code is: ABCD 2345 6789, thanks", "ABCD23456789"),
    ("kod to ABCD 2345 6789", "ABCD23456789"),
    ("el código es ABCD 2345 6789", "ABCD23456789"),
    ("ABCD-2345-6789 🙂", "ABCD23456789"),
    ("was born 1950 died 2020", None),
    ("good, kind, lady", None),
    ("1234, 5678, 9012", None),
    ("5/3/2027, 16/4/2027", None),
    ("her code word was born 1950 died", None),
    ("wish I was dead", None),
    ("want to be dead", None),
    ("rather be dead", None),
    ("wanting to die", None),
    ("I wanted to die", None),
    ("voglio morire", None),
    ("vorrei morire", None),
    ("She loved them", None),
    ("She was there when they came home", None),
    ("at 10 she came home", None),
    ("", None),
]


@each(("text", "code"), CODES)
def test_a_code_is_read_however_it_was_written_down(text: str, code: str | None) -> None:
    assert code_in(text) == code


def test_codes_hold_nothing_that_looks_alike() -> None:
    assert (len(CROCKFORD), set(CROCKFORD) & set("ILOU"), CODE_LENGTH) == (32, set(), 12)


TOKENS = [("a" * 43, True), ("-_" * 21 + "9", True), ("a" * 42, False), ("a" * 44, False), ("a" * 42 + "=", False)]


@each(("text", "expected"), TOKENS)
def test_the_form_of_a_token(text: str, expected: bool) -> None:
    assert is_token(text) is expected


TOKEN = "abcDEF123_-" + "x" * 32
PASTED = [
    TOKEN, f"{TOKEN}.", f"{TOKEN})", f"{TOKEN},", f" {TOKEN}\n", f"{TOKEN}\u200b", f"{TOKEN}/", f"“{TOKEN}”",
    f"https://interview.example.org/i/{TOKEN}", f"https://interview.example.org/i/{TOKEN}?lang=pl.",
    f"interview.example.org/i/{TOKEN}", f"<https://interview.example.org/i/{TOKEN}>", f"www.example.org/i/{TOKEN} 🙂",
    f"tg://resolve?domain=family_bot&start={TOKEN}", f"t.me/family_bot?start={TOKEN}", f"https://example.org/i/\n{TOKEN}",
    f"https://example.org/i/{TOKEN[:20]}\n{TOKEN[20:]}", f"https%3A%2F%2Fexample.org%2Fi%2F{TOKEN}", f"/i/{TOKEN}",
    f"https://interview.example.org/i/{TOKEN}👍", f"https://interview.example.org/i/{TOKEN}/words",
    f"Here is my link: https://t.me/family_bot?start={TOKEN}", f"https://t.me/family_bot?a=b&start={TOKEN}, thanks",
]  # fmt: skip


@each("pasted", PASTED)
def test_a_link_is_found_whatever_stands_around_it(pasted: str) -> None:
    assert token_in(pasted) == TOKEN


@each(
    "words",
    ["", "x" * 42, "x" * 44, f"https://example.org/{TOKEN}", f"I wrote {TOKEN} down", "x" * 9000, f"/i/{TOKEN}x",
     f"https://example.org/i/{TOKEN[:20]} and more words"],
)  # fmt: skip
def test_other_words_hold_no_link(words: str) -> None:
    assert token_in(words) is None
