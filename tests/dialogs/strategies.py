"""Everything that a person can do, sensible or not, for the questionnaire at hand."""

from __future__ import annotations

from hypothesis import strategies as st

from dialogs.inputs import (
    Absent,
    AbsentReason,
    Amend,
    Back,
    Begin,
    Change,
    Choose,
    Command,
    Input,
    Language,
    Media,
    Next,
    No,
    Open,
    Press,
    Say,
    Send,
    Toggle,
    Unkept,
    Unseen,
    Yes,
)
from dialogs.questionnaire import Questionnaire

SENSIBLE = ("yes", "no", "1", "2", "3", "13", "1 and 3", "None of these", "Good", "next", "skip", "I do not know", "ok")
COMMANDS = (
    "stop",
    "help",
    "Pause.",
    "change",
    "change 2",
    "go on",
    "talk",
    "withdraw",
    "resume",
    "language",
    "privacy",
)
STORIES = (
    "Mags",
    "I can't go on",
    "She loved the sea.",
    "{name} {reviewer}",
    "5 March 2027",
    "tomorrow",
    "99",
    "𝄞 مارغريت",
    "a\n\nb",
)

words = st.sampled_from(SENSIBLE) | st.sampled_from(COMMANDS) | st.sampled_from(STORIES) | st.text(min_size=1)


def places(questionnaire: Questionnaire) -> st.SearchStrategy[str]:
    """Where somebody can be, and where nobody can."""
    known = [*questionnaire.items, *questionnaire.screens, "name", "check", "done", "note", "withdraw", "more", "P9"]
    parts = [
        *questionnaire.parts,
        *(f"section-{p}" for p in (*questionnaire.parts, "X")),
        "hub",
        "short",
        "all",
        "answers",
        "answers-P1",
    ]
    return st.sampled_from(known) | st.sampled_from(parts)


def presses(questionnaire: Questionnaire) -> st.SearchStrategy[Press]:
    """Every button there is, and some that there are not."""
    options = [(i.link_id, o.code) for i in questionnaire.items.values() for o in i.options]
    choices = st.sampled_from([*options, ("P2", "yes"), ("R1", "nobody"), ("X1", "x")])
    place = places(questionnaire)
    one_place = (Next, Yes, No, Open, Back)
    return st.one_of(
        choices.map(lambda c: Choose(*c)),
        st.builds(lambda c, on: Toggle(c[0], c[1], on), choices, st.booleans()),
        st.builds(Absent, place, st.sampled_from(AbsentReason)),
        *(st.builds(press, place) for press in one_place),
        st.builds(Change, st.none() | place),
        st.builds(Language, st.sampled_from([None, "en", "cy"])),
        st.builds(Send, st.sampled_from(["check", *(f"section-{p}" for p in (*questionnaire.parts, "X"))])),
        st.sampled_from(Command),
    )


def inputs(questionnaire: Questionnaire) -> st.SearchStrategy[Input]:
    """Everything that can come in; `sent` is anywhere in the chat."""
    sent = st.integers(1, 10_000)
    media = st.sampled_from(Media)
    say = st.builds(
        lambda w, s, a, m, u: Say(words=w, sent=s, about=a, media=m, unseen=u),
        words,
        sent,
        st.none() | places(questionnaire),
        st.none() | media,
        st.none() | st.sampled_from(Unseen),
    )
    edit = st.builds(lambda w, s: Amend(words=w, sent=s), words, sent)
    return st.one_of(presses(questionnaire), say, edit, st.builds(Unkept, media), st.just(Begin()))
