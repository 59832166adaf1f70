"""A change is the next revision: the one before is superseded and stays on record, and numbers never repeat."""

from __future__ import annotations

from dialogs.leder import Table
from tests.dialogs.tiny import chat, choice, known, multiple, press, revisions, said, text, values, write
from tests.each import each

ITEMS = (text("A"), choice("B", unsure=True), multiple("C", "x", "y", "none"), choice("D"))


def test_new_words_take_the_place_of_the_old_ones() -> None:
    driver = press(write(press(write(chat(*ITEMS), "old"), "next:A", "change:A"), "new", "and more"), "next:A")
    assert revisions(driver, "A") == [(1, {"text": ["old"]}, True), (2, {"text": ["new", "and more"]}, False)]
    assert (driver.response.at, said(driver)[0].split("\n")[0]) == ("B", "Your change is saved.")


def test_the_old_answer_counts_until_there_is_a_new_one() -> None:
    driver = press(write(chat(*ITEMS), "old"), "next:A", "change:A")
    assert revisions(driver, "A") == [(1, {"text": ["old"]}, False)]
    assert said(driver)[0].split("\n\n")[1:4] == [
        "Your answer now:",
        "old",
        "Write your new answer. It takes the place of the old one. To keep the old one, press Keep my answer.",
    ]


def test_a_choice_of_many_is_changed_from_where_it_stands() -> None:
    driver = press(chat(*ITEMS), "skip:A", "skip:B", "toggle:C:x", "next:C", "change:C", "toggle:C:y", "next:C")
    assert revisions(driver, "C") == [(1, {"codes": ["x"]}, True), (2, {"codes": ["x", "y"]}, False)]


CHANGED: list[tuple[list[str], list[str], dict[str, object]]] = [
    (["choose:B:yes"], ["choose:B:no"], {"codes": ["no"]}),
    (["choose:B:yes"], ["skip:B"], {"absent": "skipped"}),
    (["choose:B:yes"], ["unsure:B"], {"absent": "asked-unknown"}),
    (["unsure:B"], ["choose:B:yes"], {"codes": ["yes"]}),
    (["skip:B"], ["skip:B"], {"absent": "skipped"}),
    (["choose:B:yes"], ["next:B"], {"codes": ["yes"]}),
    (["choose:B:yes"], ["back:D"], {"codes": ["yes"]}),
]


@each(("first", "then", "expected"), CHANGED)
def test_every_kind_of_answer_can_be_changed_into_every_other(
    first: list[str], then: list[str], expected: dict[str, object]
) -> None:
    driver = press(chat(*ITEMS), "skip:A", *first, "change:B", *then)
    assert (values(driver)["B"], driver.response.at) == (expected, "C")


def test_revisions_count_up() -> None:
    driver = press(chat(*ITEMS), "skip:A", "choose:B:yes")
    for code in ("no", "yes", "no"):
        press(driver, "change:B", f"choose:B:{code}")
    assert [(n, old) for n, _, old in revisions(driver, "B")] == [(1, True), (2, True), (3, True), (4, False)]


def test_an_answer_keeps_the_question_as_it_was_shown() -> None:
    driver = press(write(known(), "Mags"), "next:P1", "yes:name", "skip:P2")
    asked = [driver.record["P1", 1].question, driver.record["P2", 1].question]
    assert asked == [
        "What did \u2068Margaret\u2069 like to be called?",
        "What was \u2068Mags\u2069 like as a person?\n\nFor example, funny, quiet or kind.",
    ]


def test_a_changed_answer_keeps_the_question_as_it_is_shown_then() -> None:
    driver = press(write(known(), "Mags"), "next:P1", "yes:name", "change:R1", "choose:R1:friend")
    assert [driver.record["R1", n].question.split("\n")[0] for n in (1, 2)] == [
        "How did you know \u2068Margaret\u2069?",
        "How did you know \u2068Mags\u2069?",
    ]


@each("link_id", ["D", "E", "note", "W1", "W2", "C3-when"])
def test_what_was_never_answered_cannot_be_changed(link_id: str) -> None:
    driver = press(chat(*ITEMS), "skip:A", f"change:{link_id}")
    assert (said(driver), driver.response.at) == (["There is no such answer to change."], "B")


AT_THE_CHECK: list[tuple[str, str]] = [
    ("1", "A"),
    ("change 2", "B"),
    ("Change 2.", "B"),
    *((words, "B") for words in ("#2", "no. 2", "Nr 2", "number 2", "question 2", "2 🙂", "2️⃣", "(2)", "②", "٢.")),
    *(
        (words, "B")
        for words in ("change #2", "change no. 2", "change ٢", "Change 2 🙏", "change answer 2", "Change: 2")
    ),
    ("2 or 3", "check"),
    ("2 days later", "check"),
    ("0", "check"),
    ("5", "check"),
    ("999", "check"),
    ("1000", "check"),
    ("the first one", "check"),
]


@each(("words", "place"), AT_THE_CHECK)
def test_on_the_check_screen_a_number_opens_that_answer(words: str, place: str) -> None:
    driver = press(chat(*ITEMS), "skip:A", "skip:B", "skip:C", "skip:D")
    assert (driver.response.at, write(driver, words).response.at) == ("check", place)


@each("words", ["2", "#2", "no. 2", "Number 2", "2 🙂", "２。", "(2)", "২"])
def test_below_the_list_of_answers_a_number_opens_one(words: str) -> None:
    driver = press(chat(*ITEMS), "skip:A", "skip:B", "change")
    assert (driver.response.at, write(driver, words).response.at) == ("C", "B")


def test_the_check_lists_every_answer_that_counts() -> None:
    driver = press(write(chat(*ITEMS), "my words"), "next:A", "unsure:B", "toggle:C:y", "toggle:C:x", "next:C")
    press(driver, "choose:D:no")
    assert said(driver)[0].split("\n\n")[1:] == [
        "These are all your answers. Please check them. To change one, press its button or write its number.",
        *("Section T", "1. A?", "my words", "2. B?", "(I do not know)", "3. C?", "X", "Y", "4. D?", "No"),
        "When you are happy with them, press I have finished.",
    ]
    assert driver.reply.messages[0].buttons == (
        *("change:A", "change:B", "change:C", "change:D"),
        *("send:check", "open:more", "help"),
    )


def test_going_back_from_a_change_goes_on() -> None:
    driver = press(chat(*ITEMS), "skip:A", "skip:B", "change:A", "back:C")
    assert (driver.response.at, driver.response.changing) == ("C", None)


def test_a_change_may_be_put_off_for_another_one() -> None:
    driver = press(chat(*ITEMS), "skip:A", "choose:B:yes", "change:A", "change:B", "choose:B:no")
    assert (driver.response.at, values(driver)) == ("C", {"A": {"absent": "skipped"}, "B": {"codes": ["no"]}})


MANY: tuple[Table, ...] = (multiple("M", "x", "y"), choice("Q", when={"question": "M", "any_of": ["x"]}), choice("D"))


def test_setting_an_option_changes_the_route_only_once_it_is_settled() -> None:
    driver = press(chat(*MANY), "toggle:M:x", "next:M", "choose:Q:yes", "change:M", "toggle:M:-x", "toggle:M:y")
    assert revisions(driver, "Q") == [(1, {"codes": ["yes"]}, False)]
    press(driver, "next:M")
    assert (revisions(driver, "Q"), driver.response.at) == ([(1, {"codes": ["yes"]}, True)], "D")
