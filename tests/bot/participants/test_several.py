"""Two invitations in one chat: each message says which it is about, one question asks which, one reminder is about both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.participants.scheduler import Clockwork
from bot.rounds.arrivals import Arrival, Opening
from bot.telegram.rendering import send_message
from dialogs import phrases
from dialogs.copies import replace
from dialogs.inputs import Absent, AbsentReason, Change, Channel, Choose, Command, Input, No, Open, Say, Yes, parse
from dialogs.messages import plain
from dialogs.text import isolate, verbatim
from locales import speech
from storage.engine.unit_of_work import Store
from storage.outbox import queue
from storage.repositories import reviews
from storage.schema.tables import reminders, responses
from storage.schema.vocabulary import Bot, CallState
from tests.bot.usual import usual_turns
from tests.records import record
from tests.storage.people import an_invitation, rows

MONDAY = datetime(2027, 1, 11, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LABEL = f"About {isolate('Margaret')}:"
OTHER = f"About {isolate('Peter')}:"
CONSENT: tuple[Input, ...] = (
    Choose("W2", "yes"),
    Choose("C1", "yes"),
    Yes("about"),
    *(Choose(f"C{n}", "yes") for n in range(2, 6)),
    Absent("W3", AbsentReason.SKIPPED),
)


class Chat:
    """One person's chat with the bot, each input a round of its own, and the clock that writes to them."""

    def __init__(self, store: Store) -> None:
        self.store, self.now, self.numbers = store, MONDAY, count(1000)
        self.buttons: list[tuple[str, str]] = []

    def invited(self, person: str, reference: str) -> str:
        """The token of an invitation to a new review."""
        with self.store.begin() as work:
            review = reviews.open_review(
                work,
                reference,
                person=person,
                age=52,
                confirmed=(),
                reviewer_id=reviews.add_reviewer(work, f"Jo {reference}", f"CODE {reference}", self.now),
                now=self.now,
            )
            made = an_invitation(work, review, to="Ann", now=self.now, expires_at=self.now + 300 * DAY)
            work.commit()
        return made.credentials.token

    def does(self, *said: Input | Opening, pressed: int | None = None) -> list[str]:
        """What the bot answers to the last of these."""
        for what in said:
            self.sent()
            number = next(self.numbers)
            arrival = Arrival(
                bot=Bot.FAMILIES,
                channel=Channel.TELEGRAM,
                update_id=number,
                user="7001",
                address="7001",
                said=replace(what, sent=number) if isinstance(what, Say) else what,
                message_id=pressed or number,
                press_id="p" if pressed else None,
                at=self.now,
            )
            with self.store.begin() as work:
                _, letters = usual_turns().take(work, [arrival], self.now)
                queue.enqueue(work, letters, self.now)
                work.commit()
        return self.sent()

    def hears(self, now: datetime) -> list[str]:
        """What the clock writes at this moment."""
        self.sent()
        self.now = now
        Clockwork(self.store, usual_turns(), lambda: now, lambda: None, lambda: None).tick()
        return self.sent()

    def sent(self) -> list[str]:
        """What waits to be sent, which is sent then."""
        wires: list[dict[str, Any]] = []
        with self.store.begin() as work:
            while claimed := queue.claim(work, "test", [Bot.FAMILIES], self.now):
                marks = [queue.Mark(id=c.id, state=CallState.SENT, message_id=next(self.numbers)) for c in claimed]
                queue.mark(work, marks)
                wires += [c.wire for c in claimed]
            work.commit()
        shown = [w for w in wires if "text" in w]
        keyboards = [w.get("reply_markup", {}).get("inline_keyboard", []) for w in shown]
        self.buttons = [(b["text"], b.get("callback_data", "")) for k in keyboards for row in k for b in row]
        return [w["text"] for w in shown]


@pytest.fixture
def chat(store: Store, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """Ann has agreed to take part for Margaret, and then for Peter."""
    monkeypatch.delenv("INTERVIEW_LANGUAGES", raising=False)
    found = Chat(store)
    for person, reference in (("Margaret", "LDR-1"), ("Peter", "LDR-2")):
        found.does(Opening(found.invited(person, reference)), *CONSENT)
    return found


def picks(chat: Chat, label: str) -> list[str]:
    """What the bot says when the button of this label is pressed."""
    [data] = [data for text, data in chat.buttons if text == label]
    pressed = parse(data)
    assert pressed is not None
    return chat.does(pressed)


def kept(chat: Chat) -> dict[str, dict[str, list[str]]]:
    """The words on record, by the person they are about."""
    found: dict[str, dict[str, list[str]]] = {}
    for reference in ("LDR-1", "LDR-2"):
        with chat.store.read() as work:
            written = record(work, reference, chat.now)
        answers = written["participants"][0]["answers"]
        told = {a["link_id"]: a["value"]["text"] for a in answers if a["value"].get("text") and not a["superseded"]}
        found[written["person"]] = told
    return found


def test_start_asks_once_which_one_and_no_two_buttons_read_the_same(chat: Chat) -> None:
    [text] = chat.does(Opening())
    assert text == phrases.WHICH_INVITATION
    assert [label for label, _ in chat.buttons] == [f"Go on: {isolate('Margaret')}", f"Go on: {isolate('Peter')}"]


def test_who_is_not_known_yet_hears_no_name(chat: Chat) -> None:
    told = chat.does(Opening(chat.invited("Rosa", "LDR-3")))
    assert told[0].startswith("A new invitation.\n\nThis is from")
    assert [t for t in chat.does(Say(words="who is this", sent=1)) if not t.startswith("A new invitation.\n\n")] == []
    [text] = chat.does(Opening())
    labels = [label for label, _ in chat.buttons]
    assert ("Rosa" in f"{text}{labels}", labels[-1]) == (False, "Go on: the new invitation")
    assert len({*labels}) == 3


def test_two_new_invitations_and_two_people_of_one_name_are_told_apart(chat: Chat) -> None:
    chat.does(Opening(chat.invited("Peter", "LDR-3")), *CONSENT)
    for reference in ("LDR-4", "LDR-5"):
        chat.does(Opening(chat.invited("Rosa", reference)))
    chat.does(Opening())
    labels = [label for label, _ in chat.buttons]
    assert len({*labels}) == len(labels) == 5


def test_each_picked_one_goes_on_and_says_which(chat: Chat) -> None:
    for name, label in (("Margaret", LABEL), ("Peter", OTHER)):
        chat.does(Opening())
        assert picks(chat, f"Go on: {isolate(name)}")[-1].startswith(f"{label}\n\nWelcome back.")
        assert chat.does(Command.RESUME)[-1].startswith(f"{label}\n\n")


def test_every_message_of_two_says_which(chat: Chat) -> None:
    for what in (Command.HELP, Command.TALK, Command.PRIVACY, Command.ANSWERS, Command.PAUSE, Say(words="x", sent=1)):
        told = chat.does(what)
        assert told
        assert [t for t in told if not t.startswith(f"{OTHER}\n\n")] == []


def test_one_reminder_a_chat_names_nobody_and_has_a_button_for_each(chat: Chat) -> None:
    """What it says may be read on a lock screen; its buttons are seen once the chat is opened."""
    heard = {n: texts for n in range(1, 80) if (texts := chat.hears(MONDAY + n * DAY))}
    reminder = f"{phrases.REMINDER}\n\n{phrases.REMINDER_WAYS}"
    assert heard == {14: [reminder], 28: [reminder]}


def test_the_buttons_of_the_reminder_lead_to_each(chat: Chat) -> None:
    chat.hears(MONDAY + 14 * DAY)
    assert [label for label, _ in chat.buttons] == [
        f"Go on: {isolate('Margaret')}",
        f"Go on: {isolate('Peter')}",
        "Stop reminders",
    ]
    assert picks(chat, f"Go on: {isolate('Margaret')}")[-1].startswith(f"{LABEL}\n\nWelcome back.")


def test_stop_reminders_stops_them_for_both(chat: Chat) -> None:
    chat.hears(MONDAY + 14 * DAY)
    chat.does(No("reminders"))
    assert [n for n in range(15, 80) if chat.hears(MONDAY + n * DAY)] == []


def test_nobody_who_writes_about_one_is_reminded_of_the_other(chat: Chat) -> None:
    chat.now = MONDAY + 10 * DAY
    chat.does(Say(words="She sang", sent=1))
    heard = [n for n in range(11, 80) if chat.hears(MONDAY + n * DAY)]
    assert heard == [24, 38]


def test_after_words_of_distress_there_is_no_reminder_of_anybody(chat: Chat) -> None:
    chat.does(Say(words="I want to kill myself", sent=1), Command.RESUME)
    assert [n for n in range(1, 80) if chat.hears(MONDAY + n * DAY)] == []


def test_a_day_that_was_asked_for_and_a_reminder_do_not_come_together(chat: Chat, store: Store) -> None:
    """Ann puts Peter off to the day on which a reminder about Margaret would be due."""
    chat.does(
        Opening(chat.invited("Rosa", "LDR-3")),
        *CONSENT[:4],
        Choose("C3", "later"),
        Say(words="25 January 2027", sent=1),
    )
    days = (chat.hears(MONDAY + n * DAY) for n in range(1, 28))
    told = [(texts, [label for label, _ in chat.buttons]) for texts in days if texts]
    assert told == [([phrases.COME_BACK_NOW], [f"Go on: {isolate('Rosa')}", "Stop"])]


def test_words_after_a_reminder_about_one_are_noted_there(chat: Chat) -> None:
    """Ann has finished with Margaret; she is reminded about Peter, and answers, having last looked at Margaret."""
    chat.does(Opening())
    picks(chat, f"Go on: {isolate('Margaret')}")
    chat.does(Command.PAUSE)
    [text] = chat.hears(MONDAY + 14 * DAY)
    assert text.startswith(phrases.REMINDER)
    assert f"Go on: {isolate('Peter')}" in [label for label, _ in chat.buttons]
    told = chat.does(Say(words="sorry i was ill", sent=1))
    assert told[-1].startswith(f"{OTHER}\n\nWelcome back.")
    assert kept(chat) == {"Margaret": {}, "Peter": {"note": ["sorry i was ill"]}}


def test_one_alone_has_no_label(store: Store) -> None:
    alone = Chat(store)
    told = alone.does(Opening(alone.invited("Margaret", "LDR-1")), *CONSENT)
    assert told[-1].startswith("About ") is False or told[-1].startswith("About you")
    [reminder] = alone.hears(MONDAY + 14 * DAY)
    assert reminder.startswith(phrases.REMINDER)


def test_a_reminder_is_counted_for_each_invitation_that_it_is_about(chat: Chat, store: Store) -> None:
    chat.hears(MONDAY + 14 * DAY)
    assert len(rows(store, reminders)) == len(rows(store, responses)) == 2


def test_who_wants_another_way_finds_the_way_back_in_sight(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERVIEW_LANGUAGES", raising=False)
    alone = Chat(store)
    told = alone.does(Opening(alone.invited("Margaret", "LDR-1")), *CONSENT[:3], Choose("C2", "other-way"))
    assert told[-1] == phrases.HERE_AFTER_ALL
    asked = picks(alone, "Go on")
    assert (asked[-1].startswith("Welcome back."), "choose:C2:yes" in [data for _, data in alone.buttons]) == (
        True,
        True,
    )
    assert alone.does(Choose("C2", "yes"))[-1].startswith("You chose: Yes.")


@pytest.mark.parametrize(("words", "opened"), [("https://example.org/i/x", False), ("She sang", True)])
def test_telegram_does_not_open_what_may_be_a_link_for_one_person(words: str, opened: bool) -> None:
    [body] = send_message(plain(verbatim(words)), speech("en"), {}, 7001)
    assert ("link_preview_options" not in body) is opened


@pytest.fixture
def alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """Ann has agreed to take part for Margaret."""
    monkeypatch.delenv("INTERVIEW_LANGUAGES", raising=False)
    found = Chat(store)
    found.does(Opening(found.invited("Margaret", "LDR-1")), *CONSENT)
    return found


@pytest.mark.parametrize("after", [(), (Say(words="hello", sent=1),), (Command.HELP,), (No("withdraw"),)])
def test_who_has_stopped_finds_the_way_back_below(alone: Chat, after: tuple[Input, ...]) -> None:
    alone.does(Command.STOP, *after)
    assert picks(alone, "Go on")[-1].startswith("Welcome back.")


def test_who_has_declined_finds_the_way_back_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERVIEW_LANGUAGES", raising=False)
    found = Chat(store)
    found.does(Opening(found.invited("Margaret", "LDR-1")), *CONSENT[:4], Choose("C3", "no"))
    assert picks(found, "Go on")[-1].startswith("Welcome back.")


@pytest.mark.parametrize("end", [(Command.WITHDRAW, Yes("withdraw"))])
def test_what_is_final_has_no_way_back(alone: Chat, end: tuple[Input, ...]) -> None:
    alone.does(*end, Say(words="hello", sent=1))
    assert "Go on" not in [label for label, _ in alone.buttons]


def test_an_old_go_on_does_not_begin_again_what_was_stopped(alone: Chat) -> None:
    assert alone.does(Command.STOP, Command.RESUME)[-1].startswith("This chat has ended")


ENDS: dict[str, list[Input]] = {
    "declined": [Choose("C3", "no")],
    "elsewhere": [Choose("C4", "no")],
    "stopped": [Command.STOP],
    "withdrawn": [Command.WITHDRAW, Yes("withdraw")],
    "withdrawn in words": [Command.WITHDRAW, Say(words="yes", sent=1)],
}


def ended(chat: Chat, how: str) -> Chat:
    """The chat once the invitation about Peter, which was opened last, has ended."""
    chat.does(
        *(
            [Change("C3"), *ENDS[how]]
            if how == "declined"
            else [Change("C4"), *ENDS[how]]
            if how == "elsewhere"
            else ENDS[how]
        )
    )
    return chat


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("words", ["lock up the manager", "one more thing, they never fed her"])
def test_words_after_the_end_of_one_go_to_the_other(chat: Chat, how: str, words: str) -> None:
    told = ended(chat, how).does(Say(words=words, sent=1))
    assert (told[-1].startswith(f"{LABEL}\n\n"), [t for t in told if "has ended" in t]) == (True, [])
    assert (kept(chat)["Margaret"], words in str(kept(chat)["Peter"])) == ({"note": [words]}, False)
    chat.does(Say(words="and more", sent=1))
    assert "and more" in str(kept(chat)["Margaret"])


@pytest.mark.parametrize("how", ENDS)
def test_start_after_the_end_of_one_opens_the_other(chat: Chat, how: str) -> None:
    assert ended(chat, how).does(Opening())[-1].startswith(f"{LABEL}\n\nWelcome back.")


def test_danger_after_the_end_of_one_stops_the_other(chat: Chat) -> None:
    told = ended(chat, "stopped").does(Say(words="I want to kill myself", sent=1))
    assert ("116 123" in told[-1], kept(chat)["Margaret"]) == (True, {"note": ["I want to kill myself"]})


def test_what_is_for_the_one_that_has_ended_stays_there(chat: Chat) -> None:
    chat.does(Say(words="he sang", sent=1))
    told = ended(chat, "stopped").does(Say(words="delete my answers", sent=1))
    assert told[-1].startswith(f"{OTHER}\n\nDo you want us to delete")
    assert chat.does(Say(words="yes", sent=1))[-1].startswith(f"{OTHER}\n\nYour answers are deleted here.")
    assert kept(chat)["Peter"] == {}


def test_thanks_to_the_one_that_has_ended_are_answered_there(chat: Chat) -> None:
    assert "Thank you too." in ended(chat, "stopped").does(Say(words="thank you", sent=1))[-1]
    assert kept(chat)["Margaret"] == {}


@pytest.mark.parametrize("words", ["Margaret", "margaret.", "about Margaret", "Go on: Margaret", "About Margaret:"])
def test_a_name_alone_is_kept_and_offers_to_change_over(chat: Chat, words: str) -> None:
    told = chat.does(Say(words=words, sent=1))
    assert told[-1].endswith(phrases.WHICH_INVITATION)
    assert words in str(kept(chat)["Peter"])
    assert picks(chat, f"Go on: {isolate('Margaret')}")[-1].startswith(f"{LABEL}\n\nWelcome back.")


@pytest.mark.parametrize("words", ["Peter", "Peter liked Margaret", "Margret"])
def test_other_words_offer_nothing(chat: Chat, words: str) -> None:
    assert phrases.WHICH_INVITATION not in str(chat.does(Say(words=words, sent=1)))


@pytest.mark.parametrize("asked", [Opening(), Say(words="Margaret", sent=1)])
def test_a_name_answers_which_one(chat: Chat, asked: Input | Opening) -> None:
    chat.does(asked)
    before = kept(chat)
    assert chat.does(Say(words="Margaret", sent=1))[-1].startswith(f"{LABEL}\n\nWelcome back.")
    assert kept(chat) == before


def test_more_leads_to_the_other_person(chat: Chat) -> None:
    chat.does(Open("more"))
    assert (
        f"Go on: {isolate('Margaret')}" in dict(chat.buttons),
        f"Go on: {isolate('Peter')}" in dict(chat.buttons),
    ) == (True, False)
    assert picks(chat, f"Go on: {isolate('Margaret')}")[-1].startswith(f"{LABEL}\n\nWelcome back.")
    ended(chat, "stopped")
    chat.does(Open("more"))
    assert "Go on: " not in str(chat.buttons)


def test_words_beside_the_code_that_opens_are_spoken_of(chat: Chat) -> None:
    token = chat.invited("Rosa", "LDR-3")
    told = chat.does(Say(words=f"he got hit there. https://t.me/bot?start={token}", sent=1))
    assert ("Are you" in str(told), told[-1]) == (True, f"A new invitation.\n\n{phrases.HELD_NOT_SAVED}")
    assert "got hit" not in str(kept(chat))
    told = chat.does(Say(words=f"I want to kill myself https://t.me/bot?start={chat.invited('Tom', 'LDR-4')}", sent=1))
    assert "116 123" in told[-1]
