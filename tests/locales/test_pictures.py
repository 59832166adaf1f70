"""Easy Read shows a picture beside each core question: a sign in Telegram, a drawing on the page, nothing in the record."""

from __future__ import annotations

from dataclasses import replace

from bot.telegram.rendering import send_message
from bot.web.assets import pictures
from dialogs import leder, phrases
from dialogs.checks import defects
from dialogs.languages import EASY_READ
from dialogs.messages import Paragraph, signs, wording
from dialogs.questionnaire import Item
from dialogs.screens import message_at
from dialogs.text import fill, say
from locales import speech
from tests.dialogs.core import fresh, names
from tests.each import each

WITH_PICTURE = tuple(i for i in leder.load().items.values() if i.picture)


def test_every_core_question_has_a_picture() -> None:
    core = {i.link_id for i in leder.load().items.values() if i.core and not i.enable_when}
    assert {i.link_id for i in WITH_PICTURE} == core


@each("item", WITH_PICTURE)
@each("language", ["en", EASY_READ, "ar"])
def test_a_picture_is_shown_in_easy_read_only(item: Item, language: str) -> None:
    response = replace(fresh(), language=language)
    message = message_at(leder.load(), response, item.link_id)
    how, known = speech(language), names(response)
    sent = send_message(message, how, known, 1)[0]["text"]
    assert sent.startswith(signs(item.picture)) == (language == EASY_READ)
    assert wording(replace(message, options=()), how, known).split("\n\n")[0] in sent
    assert not wording(message, how, known).startswith(signs(item.picture))


@each("item", WITH_PICTURE)
def test_a_picture_stands_with_its_question_below_what_was_chosen_before(item: Item) -> None:
    response = replace(fresh(), language=EASY_READ)
    how, known = speech(EASY_READ), names(response)
    chose = say(phrases.YOU_CHOSE, choice=say(phrases.YES))
    alone = message_at(leder.load(), response, item.link_id)
    sent = send_message(alone.after(Paragraph(chose)), how, known, 1)[0]["text"]
    assert sent == f"{fill(chose, how, known)}\n\n{send_message(alone, how, known, 1)[0]['text']}"


def test_every_sign_has_a_drawing_for_the_page() -> None:
    drawn = pictures()
    assert set(drawn) == {sign for i in WITH_PICTURE for sign in i.picture.split()}
    assert all(d.startswith("<svg ") and d.endswith("</svg>") for d in drawn.values())
    assert not [d for d in drawn.values() for bad in ("<script", "<style", "style=", "href", " id=", " on") if bad in d]


def test_signs() -> None:
    assert signs("1F642") == "🙂"
    assert signs("2705 274C") == "✅️ ❌️"
    assert signs("1F9D1-200D-2695-FE0F 1F9D1") == "🧑‍⚕️ 🧑"
    assert signs("") == ""


def test_a_picture_that_is_no_sign_is_a_defect() -> None:
    questionnaire = leder.load()
    section = questionnaire.section("P")
    broken = replace(
        section, items=tuple(replace(i, picture="smile") if i.link_id == "P2" else i for i in section.items)
    )
    sections = tuple(broken if s.code == "P" else s for s in questionnaire.sections)
    assert "P2: has a picture that is no code point: 'smile'" in defects(replace(questionnaire, sections=sections))
