"""What typed words order: help, a person, a pause, the label of a button; in every state, in every language, on every channel."""

from __future__ import annotations

import pytest

from dialogs import leder, phrases
from dialogs.inputs import Amend, Command
from dialogs.interview import respond
from dialogs.languages import NAMES
from dialogs.response import OVER, Status
from dialogs.spoken import LABELS, in_english
from dialogs.turn import FlagKind, Turn
from locales import speech, spoken
from tests.dialogs.core import NOW, CoreDriver, fresh
from tests.dialogs.test_commands import STATES, UNKNOWN
from tests.dialogs.tiny import AGREEING, agreed, chat, choice, known, multiple, opened, press, said, text, values, write
from tests.each import each
from tests.scenario import Edits

NUMBERS = {"999", "111", "116 123"}
PHONE = "0191 498 0264"
ASKING_FOR_HELP = [
    "I need help now",
    "i need help",
    "Help me please!",
    "can you help me?",
    "I NEED HELP NOW.",
    "\u2068I need help now\u2069",
    # Several in a row: help counts before a person.
    "help me I need a person",
    "please help me, I want to talk to someone",
    "Can you ring me? I need help",
]
ASKING_FOR_A_PERSON = [
    "Talk to a person",
    "please ring me",
    "please can Jo ring me",
    "Can Jo Carter please call me back?",
    "please ring me 07700 900123",
    "can somebody call me",
    "talk to someone",
    "I\u2019d like to talk to someone",
    "ring me on +44 7700 900123 thanks",
    "I need a person please, can you phone me back",
]
WORDS = [
    "She could talk to a person for hours",
    "She needed help with the forms now and then",
    "they never called me",
    "the helpline was no help",
    "stopped smoking",
    "help me she said, I need a person",
]


def is_card(driver: CoreDriver) -> bool:
    return any({n for n in NUMBERS if n in told} == NUMBERS for told in said(driver))


@each("state", STATES)
@each("words", ASKING_FOR_HELP)
def test_who_asks_for_help_gets_it_in_every_state(state: str, words: str) -> None:
    driver = write(STATES[state](), words)
    unknown = state in UNKNOWN or state == "withdrawn"
    if state != "before":
        assert is_card(driver)
        assert driver.turn.flags == (() if unknown else (FlagKind.HELP,))


@each("state", STATES)
@each("words", ASKING_FOR_A_PERSON)
def test_who_asks_for_a_person_is_heard_in_every_state(state: str, words: str) -> None:
    driver = write(STATES[state](), words)
    unknown = state in UNKNOWN or state == "withdrawn"
    if state != "before":
        assert PHONE in said(driver)[0]
        assert driver.turn.flags == (() if unknown else (FlagKind.TALK,))


@each("words", [*ASKING_FOR_HELP, *ASKING_FOR_A_PERSON])
def test_at_an_open_question_the_words_are_kept_too(words: str) -> None:
    driver = write(known(), "Mags", words)
    assert values(driver)["P1"] == {"text": ["Mags", words]}
    assert driver.response.at == "P1"


@each("words", ["Pause", "pause", "PAUSE!", "pause please", "/pause"])
@each("before", [(), ("Mags",)])
def test_pause_alone_is_no_answer(words: str, before: tuple[str, ...]) -> None:
    driver = write(known(), *before, words)
    assert values(driver).get("P1") == ({"text": [*before]} if before else None)
    assert (driver.response.status, driver.response.at) == (Status.PAUSED, "P1")


@each("language", NAMES)
def test_pause_alone_is_no_answer_in_any_language(language: str) -> None:
    turn = in_language(known(), language, speech(language).translate(phrases.PAUSE))
    assert (turn.response.status, turn.answers) == (Status.PAUSED, ())


def test_a_message_that_is_edited_to_pause_is_no_answer_any_more() -> None:
    driver = write(known(), "Mags")
    driver.does(Edits("Mags", "Pause"))
    assert (driver.response.status, "P1" in values(driver)) == (Status.PAUSED, False)


def test_what_was_kept_is_said_to_be() -> None:
    assert said(write(known(), "I need help now"))[0].endswith("Your words are saved.")
    assert said(write(known(), "please ring me 07700 900123"))[0].endswith("Your words are saved.")


def test_a_number_to_ring_is_kept_at_a_choice_too() -> None:
    assert values(write(agreed(), "please ring me 07700 900123"))["R1"] == {"text": ["please ring me 07700 900123"]}


def test_before_consent_it_is_said_that_the_number_is_not_kept() -> None:
    driver = write(opened(*AGREEING[:5]), "please ring me 07700 900123")
    assert (driver.turn.flags, "This message is not saved." in said(driver)[0]) == ((FlagKind.TALK,), True)


def test_a_bare_help_at_an_open_question_shows_the_card_and_tells_nobody() -> None:
    driver = write(known(), "help")
    assert (is_card(driver), driver.turn.flags, driver.turn.notices) == (True, (), ())
    assert values(driver)["P1"] == {"text": ["help"]}
    assert "will see a note" not in said(driver)[0]


def test_a_bare_help_elsewhere_does_what_the_button_does() -> None:
    driver = write(agreed(), "Help!")
    assert (is_card(driver), driver.turn.flags, "R1" in values(driver)) == (True, (FlagKind.HELP,), False)


@each("words", WORDS)
def test_longer_words_are_words(words: str) -> None:
    driver = write(known(), words)
    assert (values(driver)["P1"], driver.turn.flags) == ({"text": [words]}, ())
    assert said(driver) == ["Saved. Write more, or press Next."]


@each("language", NAMES)
def test_labels_are_heard_in_the_language_of_the_conversation(language: str) -> None:
    translate = speech(language).translate
    for label, flag in ((phrases.HELP_NOW, FlagKind.HELP), (phrases.TALK, FlagKind.TALK)):
        for typed in (translate(label), label, f"{translate(label).upper()}!"):
            turn = in_language(known(), language, typed)
            assert (turn.flags, turn.response.answers["P1"].text[0].text) == ((flag,), typed)
    assert in_language(known(), language, translate(phrases.PAUSE)).response.status is Status.PAUSED


@each("language", NAMES)
def test_labels_of_the_buttons_on_the_screen_are_no_answers(language: str) -> None:
    translate = speech(language).translate
    driver = chat(text("A", unsure=True, decline=True), choice("B", unsure=True))
    for label, absent in (
        (phrases.SKIP, "skipped"),
        (phrases.DO_NOT_KNOW, "asked-unknown"),
        (phrases.RATHER_NOT_SAY, "asked-declined"),
    ):
        turn = in_language(driver, language, translate(label))
        answer = turn.response.answers["A"]
        assert (answer.absent, answer.text, turn.response.at) == (absent, (), "B")
    assert in_language(driver, language, translate(phrases.NEXT)).answers == ()


@each("language", NAMES)
def test_every_language_has_ways_of_asking(language: str) -> None:
    """Each label, and each word of the lists, is read as nothing else."""
    known_labels = spoken(language)
    translate = speech(language).translate
    for label in LABELS:
        assert label in known_labels.labels_in(translate(label).replace("{number}", "11")), label
    for one in leder.ways_of_asking():
        for words in one["bare"]:
            asked = known_labels.asked(words)
            assert asked is not None
            assert (asked.press, asked.bare) == (Command.HELP, True)


IN_LANGUAGES = [
    ("cy", "Allwch chi fy ffonio i os gwelwch yn dda", Command.TALK),
    ("pl", "Potrzebuję pomocy", Command.HELP),
    ("pl", "Potrzebuję pomocy. Czy ktoś może do mnie zadzwonić?", Command.HELP),
    ("pl", "Czy ktoś może do mnie zadzwonić?", Command.TALK),
    ("ro", "Am nevoie de ajutor", Command.HELP),
    ("ro", "Vă rog sunați-mă", Command.TALK),
    ("pa", "ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", Command.HELP),
    ("ur", "مجھے مدد چاہیے", Command.HELP),
    ("ur", "مجھے فون کریں", Command.TALK),
    ("pt", "Por favor, ligue-me", Command.TALK),
    ("es", "Necesito ayuda por favor", Command.HELP),
    ("ar", "أحتاج إلى مساعدة", Command.HELP),
    ("bn", "আমাকে ফোন করুন", Command.TALK),
    ("gu", "મને મદદ જોઈએ છે", Command.HELP),
    ("it", "Qualcuno può chiamarmi?", Command.TALK),
]


@each(("language", "words", "command"), IN_LANGUAGES)
def test_help_and_a_person_are_asked_for_in_other_words(language: str, words: str, command: Command) -> None:
    flag = FlagKind.HELP if command is Command.HELP else FlagKind.TALK
    for spoken_language in (language, "en"):
        turn = in_language(known(), spoken_language, words)
        assert (turn.flags, turn.response.answers["P1"].text[0].text) == ((flag,), words)


def test_about_10_questions_is_never_the_name() -> None:
    driver = press(known(), "back:P1")
    assert "open:short" in driver.reply.messages[0].buttons
    for typed in ("About 10 questions", "about 11 questions."):
        assert in_language(driver, "en", typed).response.short
    write(driver, "About 10 questions")
    assert (driver.response.short, "P1" in values(driver)) == (True, False)


def test_the_label_of_an_option_is_an_answer() -> None:
    driver = chat(choice("A"), text("B"))
    assert values(write(driver, "Yes"))["A"] == {"codes": ["yes"]}


def test_yes_and_no_are_the_buttons_of_a_screen() -> None:
    driver = press(write(known(), "Mags"), "next:P1")
    assert in_language(driver, "pl", "Nie").response.people.called == ""
    assert in_language(driver, "pl", "tak").response.people.called == "Mags"


def test_the_only_button_of_a_screen_goes_on() -> None:
    driver = opened(*AGREEING[:3])
    assert driver.response.at == "about"
    turn = in_language(driver, "pl", speech("pl").translate("Go on"))
    assert turn.response.at != "about"


def test_no_to_deleting_is_no_answer() -> None:
    driver = write(press(known(), "withdraw"), "No")
    assert ("Nothing is deleted." in said(driver)[0], values(driver)) == (True, values(known()))


def test_what_cannot_be_undone_is_done_by_its_button_alone() -> None:
    driver = write(agreed("withdraw"), "Delete my answers")
    assert driver.response.status is not Status.WITHDRAWN


SLASHES = [
    "/stop",
    "/Stop",
    "/STOP",
    "/stop.",
    "\uff0fstop",
    "/stop ",
    " /stop",
    "/stop@ask_bot",
    "/stop please",
    "\u200e/stop!",
]


@each("state", [s for s in STATES if s not in {"before", "withdrawn"}])
@each("words", SLASHES)
def test_a_command_commands_however_it_is_written(state: str, words: str) -> None:
    driver = STATES[state]()
    driver.take(driver.words(words))
    assert driver.response.status in {*OVER}


@pytest.mark.parametrize(
    ("words", "kept"), [("/stop please", "please"), ("/help me", "me"), ("/next  and then", "and then"), ("/pause", "")]
)
def test_what_stands_behind_a_command_is_kept_where_a_question_is_open(words: str, kept: str) -> None:
    driver = known()
    driver.take(driver.words(words))
    assert values(driver).get("P1", {"text": []}) == {"text": [kept] if kept else []}


@each("words", ["/unknown", "/stopped", "/ 5", "and /stop", "//"])
def test_what_is_no_command_is_words(words: str) -> None:
    driver = known()
    driver.take(driver.words(words))
    assert values(driver)["P1"] == {"text": [words]}


def test_next_and_skip_mean_the_question_on_the_screen() -> None:
    driver = chat(multiple("A", "x", "y"), text("B"), text("C"))
    for words in ("1", "/Next ", "story", "/NEXT.", "/Skip"):
        driver.take(driver.words(words))
    assert values(driver) == {"A": {"codes": ["x"]}, "B": {"text": ["story"]}, "C": {"absent": "skipped"}}


def test_change_takes_a_number() -> None:
    driver = press(chat(text("A"), text("B")), "skip:A", "skip:B")
    driver.take(driver.words("/Change 2"))
    assert (driver.response.at, driver.response.changing) == ("B", "B")


def test_a_message_that_is_edited_into_a_command_commands_and_is_no_answer_any_more() -> None:
    driver = write(known(), "Mags", "Maggie")
    driver.take(Amend(words="/stop", sent=driver.place - 1))
    assert driver.response.status is Status.STOPPED
    assert "Maggie" not in str(values(driver))


def test_an_answer_of_that_message_alone_is_skipped_where_it_was_done_with() -> None:
    driver = chat(text("A"), text("B"))
    write(driver, "only this")
    sent = driver.place - 1
    press(driver, "next:A").take(Amend(words="/pause", sent=sent))
    assert values(driver)["A"] == {"absent": "skipped"}
    assert (driver.response.status, driver.response.at) == (Status.PAUSED, "B")


def test_a_message_that_is_edited_into_a_cry_for_help_is_heard_and_kept() -> None:
    driver = write(known(), "Mags")
    driver.take(Amend(words="I need help now", sent=driver.place - 1))
    assert (is_card(driver), driver.turn.flags) == (True, (FlagKind.HELP,))
    assert values(driver)["P1"] == {"text": ["I need help now"]}


def test_a_label_that_a_press_overtook_does_nothing_to_the_next_question() -> None:
    driver = press(chat(choice("A"), choice("B"), text("C")), "choose:A:yes")
    driver.take(driver.words("Skip", about="A"))
    assert (driver.response.at, set(values(driver))) == ("B", {"A"})


def test_words_of_danger_behind_a_command_are_heard_first() -> None:
    driver = known()
    driver.take(driver.words("/next I want to die"))
    assert (driver.response.halted, driver.turn.flags) == (True, (FlagKind.DISTRESS,))


@each("language", NAMES)
def test_the_way_on_from_the_card_is_known_in_every_language(language: str) -> None:
    driver = write(known(), "I want to die")
    turn = in_language(driver, language, speech(language).translate(phrases.CARRY_ON))
    assert (turn.response.halted, turn.messages[-1].prompt) == (False, "P1")


def test_english_alone_needs_no_catalogue() -> None:
    turn = respond(leder.load(), fresh(), CoreDriver().words("hello"), now=NOW, spoken=in_english())
    assert turn.messages


def in_language(driver: CoreDriver, language: str, words: str) -> Turn:
    return respond(driver.questionnaire, driver.response, driver.words(words), now=NOW, spoken=spoken(language))
