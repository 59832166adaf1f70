"""A voice message is an answer, once its sender has said that it may be kept; before that it waits, and nothing is lost."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from dialogs import voice
from dialogs.inputs import Attachment, Command, Language, Media, Say
from dialogs.leder import Table
from dialogs.questionnaire import Questionnaire
from dialogs.response import Response, Status
from dialogs.text import isolate
from dialogs.turn import Deposit, FlagKind, Keeping
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.tiny import choice, consented, multiple, press, said, section, sections, text, values, write
from tests.each import each
from tests.scenario import Begins, Person, Presses, Says, Sends

STATEMENT: Table = {
    "link_id": "voice",
    "type": "choice",
    "version": "1",
    "text": "Can we keep it?",
    "required": True,
    "option": [{"code": "yes", "text": "Yes, keep it"}, {"code": "no", "text": "No, I will type"}],
}
ITEMS = (text("A"), choice("B", unsure=True), multiple("C", "x", "y"), text("D"))
YES, NO = {"voice": "yes"}, {"voice": "no"}
KEPT, FIRST = "We have your voice message.", "We have your voice message. Say or write more, or press Next."
TYPE = "You chose to type, so this voice message is not kept. Please write your answer."


def spoken(*items: Table, **decided: str) -> CoreDriver:
    """A conversation about these items, or the usual ones, at the first of them; with this decision on voice messages."""
    questionnaire = sections(section("C", STATEMENT), section("T", *(items or ITEMS)))
    before = consented(questionnaire)
    driver = CoreDriver(questionnaire, replace(before, decisions={**before.decisions, **decided}))
    driver.does(Begins())
    return driver


def speak(driver: CoreDriver, times: int = 1, words: str = "", seconds: int = 7) -> CoreDriver:
    """The same conversation after this many voice messages."""
    for _ in range(times):
        driver.take(driver.words(words, attachment=replace(SPOKEN, seconds=seconds)))
    return driver


def deposits(driver: CoreDriver) -> list[tuple[int, Keeping]]:
    """What became of voice messages in the last turn."""
    return [(d.sent, d.keeping) for d in driver.turn.deposits]


# The decision


def test_the_first_voice_message_asks_whether_it_may_be_kept_and_waits() -> None:
    driver = speak(spoken())
    [sent] = [w.sent for w in driver.response.waiting]
    assert (driver.response.at, driver.record, deposits(driver)) == ("voice", {}, [(sent, Keeping.WAITS)])
    assert said(driver) == ["Can we keep it?\n\n1. Yes, keep it\n2. No, I will type"]
    assert driver.reply.messages[-1].buttons == ("choose:voice:yes", "choose:voice:no", "open:more", "help")


def test_yes_keeps_it_with_its_question_which_goes_on() -> None:
    driver = speak(spoken())
    [waiting] = driver.response.waiting
    press(driver, "choose:voice:yes")
    assert (driver.response.at, driver.response.waiting, values(driver)) == ("A", (), {"A": {"voice": [waiting.sent]}})
    assert driver.turn.deposits == (Deposit(waiting.sent, replace(SPOKEN, number=1), Keeping.WANTED),)
    assert driver.reply.messages[-1].text.startswith("You chose: Yes, keep it.\n\nWe have your voice message.\n\n")
    assert "Your answer so far:\n\nVoice message, 0:07" in driver.reply.messages[-1].text
    assert driver.reply.messages[-1].buttons == ("next:A", "skip:A", "open:more", "help")
    assert press(driver, "next:A").response.at == "B"


@pytest.mark.promise("voice-not-kept")
def test_no_keeps_nothing_of_it() -> None:
    driver = speak(spoken(), 2)
    places = [w.sent for w in driver.response.waiting]
    press(driver, "choose:voice:no")
    assert (driver.response.at, driver.response.waiting, driver.record) == ("A", (), {})
    assert deposits(driver) == [(sent, Keeping.REFUSED) for sent in places]
    assert "That is fine. Your voice message is not kept. Please write your answer." in said(driver)[-1]


@pytest.mark.parametrize("code", ["yes", "no"])
def test_the_decision_is_on_record_with_its_wording_and_asked_once(code: str) -> None:
    driver = press(speak(spoken()), f"choose:voice:{code}")
    [decision] = driver.decisions
    assert (decision.statement, decision.version, decision.decision) == ("voice", "1", code)
    assert (decision.language, decision.channel) == ("en", "telegram")
    assert decision.wording == "Can we keep it?\n\n1. Yes, keep it\n2. No, I will type"
    assert decision.wording_sha256 == hashlib.sha256(decision.wording.encode()).hexdigest()
    assert speak(driver).response.at == "A"


@each(("typed", "kept"), [("1", True), ("Yes", True), ("yes, keep it", True), ("2", False), ("no.", False)])
def test_the_decision_can_be_typed(typed: str, kept: bool) -> None:
    driver = write(speak(spoken()), typed)
    assert (driver.response.at, "A" in values(driver)) == ("A", kept)


def test_words_while_it_is_asked_are_a_note_and_join_no_answer() -> None:
    driver = write(speak(spoken()), "She sang.")
    assert (driver.response.at, values(driver)) == ("voice", {"note": {"text": ["She sang."]}})
    assert "Please choose an answer by its number or its button." in said(driver)[-1]
    press(driver, "choose:voice:yes")
    assert len(values(driver)["A"]["voice"]) == 1  # type: ignore[arg-type]  # a list


def test_more_voice_messages_wait_too_and_are_kept_in_their_order() -> None:
    driver = speak(spoken(), 3)
    places = [w.sent for w in driver.response.waiting]
    assert said(driver) == [
        "Please choose first if we can keep your voice messages. Until then we do not listen to them."
    ]
    assert values(press(driver, "choose:voice:yes")) == {"A": {"voice": places}}


def test_a_command_while_it_is_asked_loses_nothing() -> None:
    driver = speak(spoken())
    driver.take(Command.PAUSE)
    driver.take(Command.RESUME)
    driver.take(Language("en"))
    assert (driver.response.at, len(driver.response.waiting)) == ("voice", 1)


def test_who_stops_before_deciding_is_asked_when_they_come_back() -> None:
    driver = speak(spoken())
    driver.take(Command.STOP)
    driver.does(Begins())
    assert driver.response.at == "voice"
    assert "A" in values(press(driver, "choose:voice:yes"))


def test_it_waits_for_the_answer_that_is_being_changed() -> None:
    driver = press(write(spoken(), "Old."), "next:A", "change:A")
    speak(driver)
    press(driver, "choose:voice:yes")
    assert (driver.response.at, driver.response.changing) == ("A", "A")
    [place] = [r.sent for r in driver.response.answers["A"].recordings]
    assert (driver.response.revisions["A"], values(driver)) == (2, {"A": {"voice": [place]}})
    assert press(driver, "next:A").response.at == "B"


def test_it_waits_for_the_question_above_it() -> None:
    """Next was pressed before the voice message arrived."""
    driver = press(write(spoken(), "Words."), "next:A")
    driver.take(driver.words("", about="A", attachment=SPOKEN))
    press(driver, "choose:voice:yes")
    assert (driver.response.at, set(values(driver)["A"])) == ("B", {"text", "voice"})


def test_words_that_came_with_it_are_kept_at_once() -> None:
    driver = speak(spoken(), words="At the sea")
    assert values(driver) == {"A": {"text": ["At the sea"]}}
    assert values(press(driver, "choose:voice:no")) == {"A": {"text": ["At the sea"]}}


# Afterwards


def test_with_a_yes_it_is_an_answer_like_words() -> None:
    person = Person(spoken(**YES))
    person.sends(Media.VOICE).expects(FIRST).expects_buttons("next:A", "open:more", "help")
    person.says("And words.").expects("Saved. Write more, or press Next.").sends(Media.VOICE).expects(FIRST).presses(
        "next:A"
    )
    assert isinstance(person.driver, CoreDriver)
    assert (person.driver.response.at, set(values(person.driver)["A"])) == ("B", {"text", "voice"})


def test_it_stands_at_its_place_among_the_messages() -> None:
    driver = write(speak(write(spoken(**YES), "One."), seconds=125), "Three.")
    driver.does(Says("/answers"))
    assert "A?\n\nOne.\n\nVoice message, 2:05\n\nThree." in said(driver)[-1]


def test_its_words_stand_below_it() -> None:
    driver = speak(spoken(**YES), words="The choir.")
    driver.does(Says("/answers"))
    assert "A?\n\nVoice message, 0:07\n\nThe choir." in said(driver)[-1]


def test_the_check_shows_it() -> None:
    driver = press(speak(spoken(text("A"), **YES)), "next:A")
    assert (driver.response.at, "Voice message, 0:07" in said(driver)[-1]) == ("check", True)


def test_skip_after_it_means_next() -> None:
    driver = press(speak(spoken(**YES)), "skip:A")
    assert (driver.response.at, list(values(driver)["A"])) == ("B", ["voice"])


def test_at_a_choice_it_stays_and_the_choice_is_asked_once_more() -> None:
    driver = speak(press(spoken(**YES), "skip:A"), words="stop")
    assert (driver.response.at, driver.response.status) == ("B", Status.IN_PROGRESS)
    assert said(driver)[-1].startswith("We have your voice message. Please choose an answer too")
    assert set(values(press(driver, "choose:B:no"))["B"]) == {"codes", "text", "voice"}


@pytest.mark.parametrize("at", ["check", "done"])
def test_where_nothing_is_asked_it_is_a_note(at: str) -> None:
    driver = press(spoken(text("A"), **YES), "skip:A", *(["send:check"] if at == "done" else []))
    driver.take(driver.words("3", about=at, attachment=SPOKEN))
    assert (driver.response.at, set(values(driver)["note"])) == (at, {"text", "voice"})
    assert said(driver) == [f"We have your voice message. {isolate('Jo Carter')} can listen to it."]


def test_after_finishing_it_amends() -> None:
    driver = speak(press(spoken(text("A"), **YES), "skip:A", "send:check"))
    assert driver.response.status is Status.AMENDED


def test_it_is_no_short_name() -> None:
    driver = press(speak(write(spoken(text("P1"), **YES), "Mags")), "next:P1")
    assert driver.response.at == "check"


def test_with_the_short_name_on_the_screen_it_belongs_to_the_name() -> None:
    driver = press(write(spoken(text("P1"), **YES), "Mags"), "next:P1")
    assert driver.response.at == "name"
    assert (speak(driver).response.at, set(values(driver)["P1"])) == ("check", {"text", "voice"})


def test_its_words_can_be_edited() -> None:
    driver = speak(spoken(**YES), words="The chior.")
    Person(driver).edits("The chior.", "The choir.")
    assert values(driver)["A"]["text"] == ["The choir."]


@pytest.mark.promise("voice-not-kept")
def test_with_a_no_it_is_not_kept_and_the_mind_can_be_changed() -> None:
    person = Person(spoken(**NO)).sends(Media.VOICE)
    person.expects(f"{TYPE}\n\nTo send voice messages after all, press Change it.").expects_buttons(
        "change:voice", "resume"
    )
    driver = person.driver
    assert isinstance(driver, CoreDriver)
    assert (driver.record, driver.turn.deposits) == ({}, ())
    press(driver, "change:voice", "choose:voice:yes")
    assert "Thank you. If you sent a voice message before, please send it again." in said(driver)[-1]
    assert (driver.response.at, list(values(speak(driver))["A"])) == ("A", ["voice"])


def test_a_yes_can_be_taken_back_from_who_can_read_what() -> None:
    driver = write(spoken(**YES), "/privacy")
    assert "change:voice" in driver.reply.messages[-1].buttons
    press(driver, "change:voice", "choose:voice:no")
    assert "That is fine. We will not keep any new voice messages. Please write your answer." in said(driver)[-1]
    assert speak(driver).record == {}


def test_its_words_are_kept_where_it_is_not() -> None:
    driver = speak(spoken(**NO), words="The choir.")
    assert values(driver) == {"A": {"text": ["The choir."]}}
    assert said(driver)[-1].startswith(TYPE)


LIMITS: list[tuple[Attachment, str]] = [
    (replace(SPOKEN, bytes=voice.MOST_BYTES), ""),
    (replace(SPOKEN, bytes=voice.MOST_BYTES + 1), "This voice message is too big"),
    (replace(SPOKEN, seconds=voice.LONGEST_SECONDS), ""),
    (replace(SPOKEN, seconds=voice.LONGEST_SECONDS + 1), "This voice message is too long"),
    (replace(SPOKEN, mime=""), ""),
    (replace(SPOKEN, kind=Media.AUDIO, mime="audio/mpeg"), ""),
    (replace(SPOKEN, kind=Media.AUDIO, mime=""), "We cannot keep this kind of sound file."),
    (replace(SPOKEN, kind=Media.AUDIO, mime="video/mp4"), "We cannot keep this kind of sound file."),
]


@each("decided", [{}, YES])
@each(("attachment", "sentence"), LIMITS)
def test_what_is_too_much_gets_a_plain_sentence_at_once(
    attachment: Attachment, sentence: str, decided: dict[str, str]
) -> None:
    driver = spoken(**decided)
    driver.take(driver.words("", attachment=attachment))
    refused = [t for t in said(driver) if sentence and t.startswith(sentence)]
    assert (bool(refused), bool(driver.turn.deposits)) == (bool(sentence), not sentence)


def test_the_limit_is_the_one_that_is_named() -> None:
    [told] = voice.refusal(spoken().response, replace(SPOKEN, seconds=9999))
    assert f"{voice.LONGEST_SECONDS // 60} minutes" in told.msgid


# Before, between and after


def test_before_consent_nothing_is_kept() -> None:
    driver = CoreDriver()
    driver.does(Begins())
    speak(driver)
    assert (driver.response.waiting, driver.turn.deposits, driver.response.at) == ((), (), "W1")
    assert said(driver)[-1].startswith("Your answers are saved only after you agree. This message is not saved.")


@pytest.mark.parametrize(
    ("decided", "kept", "told"),
    [(YES, True, KEPT), ({}, False, "This message is not saved."), (NO, False, "This message is not saved.")],
)
def test_while_the_review_is_held_it_is_a_note_or_said_not_to_be_kept(
    decided: dict[str, str], kept: bool, told: str
) -> None:
    driver = spoken(**decided)
    driver.response = replace(driver.response, held=True)
    speak(driver)
    assert (bool(driver.turn.deposits), "note" in values(driver), driver.response.waiting) == (kept, kept, ())
    assert said(driver)[-1].startswith(told)


@pytest.mark.parametrize("command", [Command.STOP, Command.WITHDRAW])
def test_after_the_end_nothing_is_kept(command: Command) -> None:
    driver = spoken(**YES)
    driver.take(command)
    press(driver, *(["yes:withdraw"] if command is Command.WITHDRAW else []))
    assert speak(driver).turn.deposits == ()
    assert "not saved" in said(driver)[-1]


def test_withdrawing_forgets_what_waits() -> None:
    driver = press(speak(spoken()), "withdraw", "yes:withdraw")
    assert (driver.response.status, driver.response.waiting) == (Status.WITHDRAWN, ())


def test_a_questionnaire_without_the_statement_keeps_none() -> None:
    questionnaire: Questionnaire = sections(section("T", text("A")))
    driver = CoreDriver(questionnaire, consented(questionnaire))
    driver.does(Begins())
    assert said(speak(driver)) == ["Thank you. We cannot keep pictures or files here. Please tell us in words."]


# What could not be fetched


def lose(response: Response, *places: int, tell: bool = True) -> tuple[list[str], tuple[FlagKind, ...]]:
    turn = voice.lost(response, places, tell=tell)
    return [p.text.msgid for m in turn.messages for p in m.paragraphs], turn.flags


def test_what_is_lost_is_told_once_and_flagged_and_the_answer_says_so() -> None:
    driver = speak(spoken(**YES), 2)
    first, second = (r.number for r in driver.response.answers["A"].recordings)
    told = ["We could not keep your voice message. Please send it again or write it."]
    assert lose(driver.response, first, second) == (told, (FlagKind.VOICE_LOST,))
    driver.response = voice.lost(driver.response, [first], tell=True).response
    driver.does(Says("/answers"))
    assert "Voice message, 0:07 (we could not keep it)\n\nVoice message, 0:07" in said(driver)[-1]


def test_who_has_stopped_is_not_written_to() -> None:
    driver = speak(spoken(**YES))
    driver.take(Command.STOP)
    [place] = [r.number for r in driver.response.answers["A"].recordings]
    assert lose(driver.response, place) == ([], (FlagKind.VOICE_LOST,))
    assert lose(spoken(**YES).response, place, tell=False) == ([], (FlagKind.VOICE_LOST,))


def test_a_press_that_was_late_answers_no_other_question() -> None:
    driver = press(speak(spoken()), "skip:A")
    assert (driver.response.at, driver.record) == ("voice", {})
    assert said(driver)[-1].startswith("That button is for another question.")


def test_a_voice_message_below_the_statement_joins_the_question_that_is_on() -> None:
    driver = press(speak(spoken()), "choose:voice:yes")
    driver.take(Say(words="", sent=driver.place + 1, about="voice", attachment=SPOKEN))
    driver.take(Say(words="More.", sent=driver.place + 1, about="voice"))
    assert (set(values(driver)), set(values(driver)["A"])) == ({"A"}, {"text", "voice"})


def test_the_walks_can_send_one() -> None:
    driver = spoken(**YES)
    driver.does(Sends(Media.VOICE))
    driver.does(Presses("next:A"))
    assert driver.response.at == "B"
