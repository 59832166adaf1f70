"""What a reviewer must see to is flagged with the participant's knowledge, and told of at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs import leder
from dialogs.flags import ACCESS, BY_CODE, safety_card
from dialogs.questionnaire import NONE
from dialogs.text import fill
from dialogs.turn import TOLD, FlagKind, NoticeKind, Turn
from tests.dialogs.core import ENGLISH, CoreDriver
from tests.dialogs.tiny import agreed, chat, choice, multiple, press, said, text, write
from tests.each import each

ITEMS = {
    "R1": choice("R1", "friend", "paid-carer"),
    "L7": choice("L7", "yes", "no", unsure=True, decline=True),
    "L7a": choice("L7a", "yes", "no", unsure=True),
    "N1": choice("N1"),
    "N2": multiple("N2", "answers", "draft", "finished", "news", "none"),
    "N3": choice("N3", "yes", "no", "more"),
    "N4": {"link_id": "N4", "type": "date", "text": "N4?", "repeats": True},
    "N5": choice("N5", "fine", "too-hard"),
    "W3": multiple("W3", "phone", "more-time", "none"),
    "G5": text("G5"),
}
F = FlagKind
RAISED: list[tuple[str, str, tuple[FlagKind, ...], str]] = [
    ("R1", "choose:R1:paid-carer", (F.PAID_CARER,), "will see that you were a paid carer."),
    ("R1", "choose:R1:friend", (), ""),
    ("L7", "choose:L7:yes", (F.SAFEGUARDING,), "Thank you for telling us. \u2068Jo Carter\u2069 will see this."),
    ("L7", "choose:L7:no", (), ""),
    ("L7", "unsure:L7", (), ""),
    ("L7a", "choose:L7a:yes", (F.SAFEGUARDING_URGENT,), "may have to share it to keep people safe."),
    ("L7a", "choose:L7a:no", (), ""),
    ("L7a", "unsure:L7a", (), ""),
    ("N1", "choose:N1:yes", (F.CALL,), "will see that you would like a call."),
    ("N1", "choose:N1:no", (), ""),
    ("N2", "toggle:N2:news next:N2", (F.SEND_NEWS,), "will see what you would like us to send you."),
    (
        "N2",
        "toggle:N2:answers toggle:N2:draft toggle:N2:finished next:N2",
        (F.SEND_ANSWERS, F.SEND_DRAFT, F.SEND_REVIEW),
        "will see what you would like us to send you.",
    ),
    ("N2", "toggle:N2:none next:N2", (), ""),
    ("N3", "choose:N3:yes", (F.FOCUSED_REVIEW,), "will see that you ask for a more detailed review."),
    ("N3", "choose:N3:more", (F.FOCUSED_REVIEW_MORE,), "will see this, and can tell you more."),
    ("N3", "choose:N3:no", (), ""),
    ("N5", "choose:N5:too-hard", (F.TOO_HARD,), "will see this."),
    ("W3", "toggle:W3:phone next:W3", (F.ACCESS_NEEDS,), "will see this."),
    ("W3", "toggle:W3:none next:W3", (), ""),
    ("G5", "skip:G5", (), ""),
]


def at(link_id: str) -> CoreDriver:
    """A conversation at this item, with one more behind it."""
    return chat(ITEMS[link_id], text("LAST"))


@pytest.mark.promise("reviewer-told")
@each(("link_id", "buttons", "flags", "told"), RAISED)
def test_an_answer_flags_what_the_reviewer_must_see_to_and_says_so(
    link_id: str, buttons: str, flags: tuple[FlagKind, ...], told: str
) -> None:
    driver = press(at(link_id), *buttons.split())
    assert driver.turn.flags == flags
    assert driver.turn.notices == tuple(dict.fromkeys(TOLD[f] for f in flags))
    shown = "\n".join(said(driver))
    assert told in shown
    assert ("Jo Carter" in shown) == bool(told)


@pytest.mark.promise("reviewer-told")
def test_a_question_for_the_review_and_a_day_to_avoid_are_flagged() -> None:
    driver = press(write(at("G5"), "Why was nobody told?"), "next:G5")
    assert driver.turn.flags == (F.QUESTION,)
    assert "will see your question." in said(driver)[0]
    driver = press(write(at("N4"), "5 March 2030", "6 April 2030"), "next:N4")
    assert driver.turn.flags == (F.AVOID_DATES,)
    assert "We will not write to you first on those days." in said(driver)[0]


def test_changing_the_answer_takes_no_flag_back_and_raises_none() -> None:
    driver = press(at("N1"), "choose:N1:yes", "change:N1", "choose:N1:no")
    assert (driver.turn.flags, driver.turn.notices) == ((), ())


def test_a_notice_goes_with_several_flags_once() -> None:
    turn = Turn(response=agreed().response).telling(NoticeKind.ELSEWHERE).flagging(F.OTHER_WAY, F.INTERPRETER)
    assert (turn.flags, turn.notices) == ((F.OTHER_WAY, F.INTERPRETER), (NoticeKind.ELSEWHERE,))


def test_all_that_flags_is_asked_in_the_interview() -> None:
    """The codes by which an answer is known are those of the published questionnaire."""
    items = leder.load().items
    assert [key for key in BY_CODE if key[1] not in items[key[0]].codes] == []
    assert (NONE in items[ACCESS].codes, items["N4"].type, items["G5"].type) == (True, "date", "text")


def test_a_worry_about_safety_is_kept_in_their_words_and_asked_one_thing() -> None:
    """L7 -> what they want to tell -> whether somebody is at risk now -> the card, and on."""
    worried = {"question": "L7", "any_of": ["yes"]}
    driver = chat(
        ITEMS["L7"], text("L7-what", enable_when=[worried]), choice("L7a", "yes", "no", when=worried), text("LAST")
    )
    press(driver, "choose:L7:yes")
    write(driver, "The door was locked at night.")
    press(driver, "next:L7-what", "choose:L7a:yes")
    assert driver.prompts == ["L7", "L7-what", "L7a", "card-safety"]
    [card] = said(driver)
    assert [n for n in ("999", "adult social care", "Jo Carter", "not checked all the time") if n not in card] == []
    assert driver.counting()["L7-what"].text[0].text == "The door was locked at night."
    assert press(driver, "yes:card-safety").prompts[-1] == "LAST"


def test_the_card_names_the_councils_number_where_the_organisation_gave_one() -> None:
    ours = leder.load()
    known = replace(ours, programme={**ours.programme, "safeguarding_phone": "0191 498 0123"})
    card, without = safety_card(known), safety_card(ours)
    texts = [fill(p.text, ENGLISH, {"reviewer": "Jo"}) for p in card.paragraphs]
    assert texts[1] == "The council's adult social care team: 0191 498 0123."
    assert (card.calls, without.calls) == (("safeguarding_phone",), ())
    assert [p.text for p in without.paragraphs] == [card.paragraphs[0].text, *(p.text for p in card.paragraphs[2:])]
    assert all(p.twice for p in card.paragraphs)
