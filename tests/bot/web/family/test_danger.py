"""Danger in the words of a form: the card is there whatever else the form brings."""

from __future__ import annotations

from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, reaches


async def test_the_card_stays_when_the_same_form_goes_on(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends("next:P2", words="I am such a burden")
    assert ("116 123" in ann.text, ann.form["place"] != "P2") == (True, True)
    await ann.sends(f"next:{ann.form['place']}", words="My dad hits my mum. She is scared.")
    assert "adult social care" in ann.text
