"""A button's data is `verb:target[:code]`, at most 64 bytes; what is not of that grammar is no button."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.inputs import (
    DATA_LIMIT,
    Absent,
    AbsentReason,
    Back,
    Change,
    Choose,
    Command,
    Language,
    Next,
    No,
    Open,
    Press,
    Send,
    Toggle,
    Yes,
    data,
    parse,
)
from tests.each import each

GRAMMAR: list[tuple[str, Press]] = [
    ("choose:W2:yes", Choose("W2", "yes")),
    ("choose:H7a:yes-not-used", Choose("H7a", "yes-not-used")),
    ("toggle:H2:epilepsy", Toggle("H2", "epilepsy")),
    ("toggle:H2:-epilepsy", Toggle("H2", "epilepsy", on=False)),
    ("next:S2-what", Next("S2-what")),
    ("skip:P2", Absent("P2", AbsentReason.SKIPPED)),
    ("unsure:H1", Absent("H1", AbsentReason.UNKNOWN)),
    ("decline:H1", Absent("H1", AbsentReason.DECLINED)),
    ("yes:about", Yes("about")),
    ("no:name", No("name")),
    ("send:check", Send()),
    ("open:more", Open("more")),
    ("change:P2", Change("P2")),
    ("change", Change()),
    ("back:section-P", Back("section-P")),
    ("lang:en_GB@easyread", Language("en_GB@easyread")),
    ("lang", Language()),
    *((command.value, command) for command in Command),
]
JUNK = [
    "",
    ":",
    "choose",
    "choose:W2",
    "choose:W2:",
    "choose::yes",
    "choose:W2:yes:again",
    "choose:W2:-yes",
    "Choose:W2:yes",
    "choose:W2:yes\n",
    " help",
    "help:me",
    "toggle:H2",
    "toggle:H2:--epilepsy",
    "skip",
    "skip:P2:now",
    "send",
    "send:now",
    "next:é",
    "next:P 2",
    "next:{name}",
    "begin",
    "start",
    "answer:P2",
    "next:" + "P" * DATA_LIMIT,
]

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_@-]{0,20}", fullmatch=True)
presses = st.one_of(
    st.builds(Choose, ids, ids),
    st.builds(Toggle, ids, ids, st.booleans()),
    st.builds(Absent, ids, st.sampled_from(AbsentReason)),
    *(st.builds(press, ids) for press in (Next, Yes, No, Open, Back)),
    st.builds(Change, st.none() | ids),
    st.builds(Language, st.none() | ids),
    st.builds(Send),
    st.sampled_from(Command),
)
verbs = st.sampled_from([pressed.split(":")[0] for pressed, _ in GRAMMAR])
almost = st.builds(lambda *parts: ":".join(parts), verbs, st.text(max_size=12), st.text(max_size=12))


@each(("pressed", "press"), GRAMMAR)
def test_the_grammar(pressed: str, press: Press) -> None:
    assert (parse(pressed), data(press)) == (press, pressed)


@each("pressed", JUNK)
def test_anything_else_is_no_button(pressed: str) -> None:
    assert parse(pressed) is None


@given(presses)
def test_what_is_written_is_read_back(press: Press) -> None:
    assert parse(data(press)) == press


@given(st.text() | almost | ids)
def test_what_is_read_was_written_so(pressed: str) -> None:
    """Every press has one spelling: what is understood at all is written again in the same way."""
    press = parse(pressed)
    assert press is None or data(press) == pressed
