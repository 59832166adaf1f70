"""Easy Read shows a drawing beside each question and option on the page, a sign in a chat, and nothing in the record."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

from bot.telegram.rendering import send_message
from bot.web.assets import drawings
from dialogs import leder, phrases
from dialogs.inputs import parse
from dialogs.languages import EASY_READ
from dialogs.leder.pictures import Pictures, faults, pictures
from dialogs.messages import Paragraph, wording
from dialogs.screens import message_at
from dialogs.text import fill, say
from locales import speech
from tests.dialogs.core import fresh, names
from tests.each import each

WITH_SIGN = tuple(place for place in leder.load().items if pictures().signs(place))


@each("place", WITH_SIGN)
@each("language", ["en", EASY_READ, "ar"])
def test_a_sign_is_shown_in_easy_read_only(place: str, language: str) -> None:
    response = replace(fresh(), language=language)
    message, sign = message_at(leder.load(), response, place), pictures().signs(place)
    how, known = speech(language), names(response)
    sent = send_message(message, how, known, 1)[0]["text"]
    assert sent.startswith(sign) == (language == EASY_READ)
    assert wording(replace(message, options=()), how, known).split("\n\n")[0] in sent
    assert not wording(message, how, known).startswith(sign)


@each("place", WITH_SIGN)
def test_a_sign_stands_with_its_question_below_what_was_chosen_before(place: str) -> None:
    response = replace(fresh(), language=EASY_READ)
    how, known = speech(EASY_READ), names(response)
    chose = say(phrases.YOU_CHOSE, choice=say(phrases.YES))
    alone = message_at(leder.load(), response, place)
    sent = send_message(alone.after(Paragraph(chose)), how, known, 1)[0]["text"]
    assert sent == f"{fill(chose, how, known)}\n\n{send_message(alone, how, known, 1)[0]['text']}"


def test_every_picture_is_drawn_and_every_drawing_is_shown() -> None:
    drawn = drawings()
    assert drawn.keys() == pictures().drawings
    assert all(d.startswith("<svg ") and d.endswith("</svg>") and len(d) < 900 for d in drawn.values())
    assert not [d for d in drawn.values() for bad in ("<script", "<style", "style=", "href", " id=", " on") if bad in d]


def test_the_drawings_have_the_colours_of_the_page() -> None:
    sheet = (files("bot.web") / "static" / "pictures.svg").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-f]{3}|rgb|(?<!\w)(?:fill|stroke|stroke-width)=", sheet)
    assert {*re.findall(r'class="([^"]*)"', sheet)} == {"t", "f", "p"}


def test_yes_and_no_neither_praise_nor_warn() -> None:
    assert {"yes", "no"}.isdisjoint(pictures().judging)
    assert {"tick", "cross"} <= {*pictures().judging}


def test_what_a_button_does_is_one_of_the_presses() -> None:
    assert {verb for verb in pictures().button if parse(verb) is None and parse(f"{verb}:check") is None} == set()


def test_what_a_chat_shows() -> None:
    assert pictures().signs("P2") == "🙂"
    assert pictures().signs("H8") == "🛌 🕐"
    assert pictures().signs("H7") == "🧑‍⚕️ 🧑"
    assert pictures().signs("N2") == "✉️"
    assert pictures().signs("C3") == ""


def test_what_has_no_picture_is_named() -> None:
    shown = pictures()
    assert list(faults(leder.load(), shown)) == []
    assert said(replace(shown, question=without(shown.question, "P2"))) == ["P2: has no picture; draw one, or say why"]
    bare = said(replace(shown, option=without(shown.option, "hospital")))
    assert bare == [f"{o}.hospital: has no picture; draw one, or say why" for o in ("L1", "M1")]
    assert "C3.no: has no picture; draw one, or say why" in said(replace(shown, option=without(shown.option, "no")))
    assert said(replace(shown, without={**shown.without, "P2": "-"})) == ["P2: is under [without], and has a picture"]


def test_what_is_named_and_not_there_is_a_fault() -> None:
    shown = pictures()
    assert said(replace(shown, question={**shown.question, "P99": "sun"})) == ["P99: no question has this name"]
    assert said(replace(shown, option={**shown.option, "often": "sun"})) == ["often: no option has this name"]
    assert [f.partition(":")[0] for f in said(replace(shown, part={**without(shown.part, "P"), "Z": "sun"}))] == [
        "P",
        "Z",
    ]
    assert said(replace(shown, sign={**shown.sign, "sun": "smile"})) == ["sun: 'smile' is no code point"]


@each("pushing", ["tick", "cross", "happy", "liked"])
def test_nothing_pushes_at_a_consent(pushing: str) -> None:
    shown = pictures()
    assert said(replace(shown, option={**shown.option, "C5.yes": pushing})) == [
        f"C5: {pushing!r} pushes, and this is a consent"
    ]
    assert said(replace(shown, question={**shown.question, "C3": f"talk {pushing}"})) == [
        f"C3: {pushing!r} pushes, and this is a consent"
    ]
    assert len(said(replace(shown, option={**shown.option, "yes": pushing}))) >= 4


def said(shown: Pictures) -> list[str]:
    """Return what is wrong, without the file and the way to mend it."""
    return [f.partition(": ")[2].removesuffix(" under [without]") for f in faults(leder.load(), shown)]


def without(table: object, key: str) -> dict[str, str]:
    assert isinstance(table, dict)
    return {k: v for k, v in table.items() if k != key}
