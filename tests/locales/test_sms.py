"""The text for SMS in every language: two messages hold it, and phones send it in the smallest alphabet that it can have."""

from __future__ import annotations

from datetime import date

from dialogs import leder
from dialogs.reviewer_bot.passing_on import Handover
from dialogs.reviewer_bot.sms import is_gsm, parts, sms
from dialogs.text import fill, say
from locales import in_order, speech

LINK = "https://interview.example.org/i/".ljust(80, "x")
OTHER_SCRIPTS = {"pa", "ur", "ar", "bn", "gu"}


def text(language: str, *, to: str = "Małgorzata", reviewer: str = "Josephine Carter", link: str | None = LINK) -> str:
    """What is sent to somebody who is invited in this language."""
    made = Handover(
        to=to,
        reviewer=reviewer,
        code="K7M2Q9X4T3AB",
        until=date(2026, 12, 27),
        telegram_link=None,
        page_link=link,
        language=language,
    )
    return sms(made, leder.programme(), speech(language)) or ""


def test_two_messages_hold_it_in_every_language() -> None:
    """306 letters of GSM 03.38; where a script has none of them, 134 of its own."""
    for language in in_order():
        written = text(language)
        gsm = language not in OTHER_SCRIPTS
        assert is_gsm(written) is gsm, (language, written)
        assert len(written) <= (306 if gsm else 134), (language, len(written), written)
        assert parts(written) <= 2, language
        assert LINK in written
        assert not {"\u2066", "\u2068", "\u2069"} & set(written)
        assert "Josephine" in written


def test_in_latin_letters_it_says_whom_it_is_for_and_whom_to_ask() -> None:
    phone = leder.programme()["phone"]
    for language in set(in_order()) - OTHER_SCRIPTS:
        written = text(language)
        assert "Malgorzata" in written
        assert phone in written
        assert "2026" in written


def test_it_names_neither_a_death_nor_a_review() -> None:
    assert [never for never in ("died", "death", "disab", "LeDeR", "review") if never in text("en")] == []


def test_what_two_messages_cannot_hold_is_left_out_by_degrees() -> None:
    assert parts(text("en", reviewer="J" * 90)) <= 2
    assert is_gsm(text("en", to="নাজমা")) is False or "নাজমা" not in text("en", to="নাজমা")
    assert text("ar", reviewer="Josephine Elizabeth Montgomery-Carter").startswith("Josephine:")
    assert text("en", link=None) == ""


def test_marks_of_direction_stand_in_no_text_message() -> None:
    assert "\u2066" in fill(
        say("{reviewer}: the link that we talked about: {link}", reviewer="Jo", link="x"), speech("ar"), {}
    )
    assert "\u2066" not in text("ar")


def test_the_parts_of_a_text() -> None:
    assert [parts("a" * n) for n in (160, 161, 306, 307)] == [1, 2, 2, 3]
    assert [parts("ą" * n) for n in (70, 71, 134, 135)] == [1, 2, 2, 3]
    assert parts("€" * 81) == 2
