"""Where no reviewer can be told of anything, no text says that somebody was told."""

from __future__ import annotations

import re

from dialogs import asides, phrases
from dialogs.inputs import Command
from dialogs.leder import programme
from dialogs.messages import plain
from dialogs.text import say
from dialogs.untold import INSTEAD, honest
from locales.texts import marked
from storage.schema.tables import reviewers
from tests.bot.cli.conftest import Interview

TOLD = ("We have told", "will see a note")


def test_without_a_reviewer_who_has_enrolled_a_number_is_what_helps(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited)
    for step in ("nobody", "not enrolled", "enrolled"):
        if step == "not enrolled":
            anywhere.says("reviewer", "add", "Jo Carter")
            anywhere.says("review", "assign", "R-1", "--reviewer", "Jo Carter")
        if step == "enrolled":
            store = anywhere.store()
            with store.begin() as work:
                work.execute(reviewers.update().values(lookup=b"Jo"))
                work.commit()
            store.close()
        for command, told in zip((Command.TALK, Command.HELP), TOLD, strict=True):
            anywhere.family(invited, command)
            said = "\n".join(anywhere.texts())
            assert (told in said) is (step == "enrolled"), (step, said)
            assert programme()["phone"] in said


def test_every_such_text_has_another_one_and_none_is_said_twice() -> None:
    facts = programme()
    told = plain(*(say(msgid, reviewer="Jo", phone="1", reply_time="soon") for msgid in INSTEAD))
    said = [p.text.msgid for p in honest(told, facts).paragraphs]
    alone = [asides.DAYS_ALONE, asides.HELPER_ALONE, asides.PART_END_ALONE, asides.WHAT_NEXT_ALONE]
    assert said == [
        phrases.TALK_PHONE,
        phrases.SAVED_MORE,
        phrases.HELP_PHONE,
        asides.NOTE_KEPT,
        *alone,
        asides.WITHDRAWN_ALONE,
    ]


def test_no_text_that_says_somebody_is_told_was_forgotten() -> None:
    """Whatever is added to the texts: it has another one for where nobody can be told."""
    says = re.compile(
        r"(?:told|tell) \{reviewer\}|\{reviewer\} (?:will see|hears)|your reviewer (?:will see|too)", re.IGNORECASE
    )
    texts = {one.msgid for one in marked() if any("phrases" in f or "asides" in f for f in one.files)}
    assert {text for text in texts if says.search(text)} - {*INSTEAD} == set()
