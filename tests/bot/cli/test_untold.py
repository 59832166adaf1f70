"""Where no reviewer can be told of anything, no text says that somebody was told."""

from __future__ import annotations

from dialogs import phrases
from dialogs.inputs import Command
from dialogs.leder import programme
from dialogs.messages import plain
from dialogs.text import say
from dialogs.untold import INSTEAD, honest
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
    assert said == [phrases.TALK_PHONE, phrases.SAVED_MORE, phrases.HELP_PHONE]
