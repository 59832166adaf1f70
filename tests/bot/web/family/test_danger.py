"""Danger in the words of a form: the card is there whatever else the form brings."""

from __future__ import annotations

import pytest

from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, pressed, reaches


async def test_the_card_stays_when_the_same_form_goes_on(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends("next:P2", words="I am such a burden")
    assert ("116 123" in ann.text, ann.form["place"] != "P2") == (True, True)
    await ann.sends(f"next:{ann.form['place']}", words="My dad hits my mum. She is scared.")
    assert "adult social care" in ann.text


@pytest.mark.parametrize("press", ["next:P2", "skip:P2"])
async def test_the_card_is_the_one_for_what_was_said_whatever_was_pressed_with_it(
    place: Place, ann: Browser, press: str
) -> None:
    """It says who helps against that, and what becomes of the words; the press was meant for a question that is not asked now."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends(press, words="my stepdad is hurting me")
    for _ in range(2):
        assert ("National Domestic Abuse Helpline" in ann.text, "not part of an answer" in ann.text) == (True, True)
        assert 'data-saved=""' in ann.html, "no answer is said to be saved"
        await ann.opens("/chat")
    await ann.sends("yes:distress")
    assert ann.form["place"] == "P2"


async def test_words_in_a_note_are_taken_away_from_the_list_and_from_the_offer(place: Place, ann: Browser) -> None:
    """By the button of the list, and where they are offered to a question."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    for _ in range(2):
        await ann.sends("next:P2", words="I want to kill myself, dont tell anyone")
        await ann.sends("yes:distress")
    await ann.sends("no:words")
    await ann.sends("change")
    await ann.sends("change:note")
    away = [str(b.attributes["value"]) for b in ann.page.all("button", name="do") if "no:note-" in str(b.attributes)]
    assert ("dont tell anyone" in ann.text, len(away)) == (True, 2)
    await ann.sends(away[0])
    assert "Your words are taken away." in ann.text
    await ann.sends("change")
    await ann.sends("change:note")
    await ann.sends(away[1])
    await ann.opens("/chat/answers")
    assert "dont tell anyone" not in ann.text


async def test_childline_stands_on_the_card_and_on_its_copy_until_the_age_is_said(place: Place, ann: Browser) -> None:
    await ann.starts(place.invited()[0])
    await ann.sends("help")
    assert (ann.text.count("0800 1111") > 0, "Nobody is told about this." in ann.text) == (True, True)
    for data in ("choose:W2:yes", "choose:C1:yes"):
        await pressed(ann, data)
    await ann.opens("/chat")
    assert "0800 1111" not in ann.text


async def test_a_note_stands_under_its_own_heading_and_no_question(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends("next:P2", words="She was funny")
    await ann.sends(f"next:{ann.form['place']}", words="I want to die")
    await ann.sends("yes:distress")
    await ann.sends("no:words")
    pairs = [p.text for p in ann.page.all("li") if "page-pair" in str(p.attributes.get("class"))]
    [noted] = [text for text in pairs if "I want to die" in text]
    assert "You wrote:" in noted
