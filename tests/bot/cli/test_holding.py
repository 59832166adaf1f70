"""`interview review hold|resume|close`: what it means for those who are answering."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.clock import utc_now
from dialogs import phrases
from dialogs.inputs import Choose, Command, Input, Say
from dialogs.london import day_in_london
from storage.keys.sealing import place
from storage.repositories import reminders
from storage.repositories.reviews import reviewer_named
from storage.schema.tables import responses as visits
from storage.schema.tables import reviewers
from storage.schema.vocabulary import Bot
from tests.bot.cli.conftest import Interview
from tests.storage.people import TOLD, rows


def remind(interview: Interview) -> None:
    """Everybody has asked to be written to."""
    store = interview.store()
    with store.begin() as work:
        for row in rows(store, visits):
            reminders.remind(work, row.id, "come-back", utc_now() + timedelta(days=1))
        work.commit()
    store.close()


def test_a_hold_is_explained_once(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD)
    remind(anywhere)
    anywhere.sent()
    assert "people told of it: 1" in anywhere.says("review", "hold", "R-1")
    [explained] = anywhere.texts()
    assert explained.startswith(phrases.HELD)
    assert "already" in anywhere.says("review", "hold", "R-1")
    assert anywhere.texts() == []
    assert anywhere.reminders() == 0
    assert anywhere.status_of(invited["invitation"]) == "held"


def test_reviewers_are_told_once_what_becomes_of_a_review(anywhere: Interview) -> None:
    """A hold, its end, another reviewer, the close: each is one notice, to those whom it concerns."""
    for number, name in enumerate(("Jo Carter", "Sam Lee"), 1):
        enrol(anywhere, name, f"400{number}")
    anywhere.review("R-1", "--reviewer", "Jo Carter")
    told = "R-1, \u2068Margaret\u2069: "
    for deed, chats in [
        (("hold",), {"4001": "the review is on hold now."}),
        (("resume",), {"4001": "the review goes on."}),
        (("assign", "--reviewer", "Sam Lee"), {"4001": "another reviewer has", "4002": "this is your review now."}),
        (("close",), {"4002": "the review is closed now."}),
        (("reopen",), {"4002": "the review is open again. No family was told."}),
    ]:
        for _ in range(2):
            anywhere.says("review", deed[0], "R-1", *deed[1:])
        heard = sorted((str(wire["chat_id"]), wire["text"]) for wire in anywhere.sent(Bot.REVIEWERS))
        assert [chat for chat, _ in heard] == sorted(chats)
        assert all(text.startswith(told + chats[chat]) for chat, text in heard)


def test_a_handover_is_one_message_to_each_of_both(anywhere: Interview) -> None:
    for number, name in enumerate(("Jo Carter", "Sam Lee"), 1):
        enrol(anywhere, name, f"400{number}")
    for number in range(1, 33):
        anywhere.review(f"R-{number}", "--reviewer", "Jo Carter")
    day = (day_in_london(utc_now()) + timedelta(days=9)).isoformat()
    both = "R-1, \u2068Margaret\u2069; R-2, \u2068Margaret\u2069"
    for until, jo, sam in (
        (
            ("--until", day),
            "\u2068Sam Lee\u2069 sees to your reviews.",
            "you see to the reviews of \u2068Jo Carter\u2069 too",
        ),
        ((), "Another reviewer has these reviews now", "These are your reviews now"),
    ):
        anywhere.says("handover", "Jo Carter", "--to", "Sam Lee", *until)
        heard = {str(wire["chat_id"]): wire["text"] for wire in anywhere.sent(Bot.REVIEWERS)}
        assert (jo in heard["4001"], sam in heard["4002"]) == (True, True)
        assert f": {both};" in heard["4002"]
        assert "R-30, \u2068Margaret\u2069 and 2 more" in heard["4002"]


def enrol(interview: Interview, name: str, chat: str) -> None:
    """A reviewer who is in Telegram."""
    interview.says("reviewer", "add", name)
    store = interview.store()
    with store.begin() as work:
        jo = reviewer_named(work, name)
        sealed = work.vault.system.seal(place("reviewer", jo, "address"), chat)
        work.execute(update(reviewers).where(reviewers.c.id == jo).values(address=sealed))
        work.commit()
    store.close()


def test_words_are_kept_during_a_hold(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD)
    anywhere.says("review", "hold", "R-1")
    anywhere.family(invited, Say(words="one more thing", sent=900))
    assert "one more thing" in anywhere.says("record", "R-1")


@pytest.mark.promise("told-when-it-goes-on")
def test_the_end_of_a_hold_is_told_once(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD)
    anywhere.says("review", "hold", "R-1")
    anywhere.sent()
    assert "people told of it: 1" in anywhere.says("review", "resume", "R-1")
    [told] = anywhere.sent()
    assert told["text"] == phrases.HELD_OVER
    assert told["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "resume"
    assert "already" in anywhere.says("review", "resume", "R-1")
    assert anywhere.texts() == []
    assert anywhere.status_of(invited["invitation"]) == "in-progress"
    anywhere.family(invited, Command.RESUME)
    assert anywhere.texts()


def test_who_paused_is_told_too_and_not_reminded(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, Command.PAUSE)
    remind(anywhere)
    anywhere.sent()
    anywhere.says("review", "hold", "R-1")
    assert len(anywhere.texts()) == 1
    assert anywhere.reminders() == 0


@pytest.mark.promise("not-written-to")
@pytest.mark.parametrize("said", [(Choose("W2", "yes"), Command.STOP), (Choose("W2", "no"),), ()])
def test_who_has_gone_or_never_came_hears_nothing(anywhere: Interview, said: tuple[Input, ...]) -> None:
    invited = anywhere.invited()
    if said:
        anywhere.family(invited, *said)
    anywhere.sent()
    assert "people told of it: 0" in anywhere.says("review", "hold", "R-1")
    assert "people told of it: 0" in anywhere.says("review", "resume", "R-1")
    assert anywhere.texts() == []


def test_a_revoked_invitation_hears_nothing(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited)
    anywhere.says("revoke", invited["invitation"])
    anywhere.sent()
    anywhere.says("review", "hold", "R-1")
    assert anywhere.texts() == []


def test_other_reviews_go_on(anywhere: Interview) -> None:
    held, other = anywhere.invited(), anywhere.invite(anywhere.review("R-2"))
    anywhere.consenting(held, user="1")
    anywhere.consenting(other, user="2")
    anywhere.sent()
    anywhere.says("review", "hold", "R-1")
    assert len(anywhere.texts()) == 1
    assert anywhere.status_of(other["invitation"]) == "in-progress"


def test_a_closed_review_ends_what_was_not_used(anywhere: Interview) -> None:
    used, unused = anywhere.invited(), anywhere.invite()
    anywhere.consenting(used, *TOLD)
    remind(anywhere)
    assert anywhere.says("review", "close", "R-1") == "The review R-1 is closed now; people told of it: 1.\n"
    assert anywhere.status_of(unused["invitation"]) == "revoked"
    assert anywhere.status_of(used["invitation"]) == "in-progress"
    assert anywhere.reminders() == 0
    assert "already" in anywhere.says("review", "close", "R-1")
    for command in ("hold", "resume"):
        assert anywhere.refuses("review", command, "R-1") == "The review R-1 is closed."


def test_a_hold_can_end_with_the_review(interview: Interview) -> None:
    interview.review()
    interview.says("review", "hold", "R-1")
    interview.says("review", "close", "R-1")
