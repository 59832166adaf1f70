"""Whose is what was begun with a link? The stories of a leaked link in Telegram, each as it is lived, on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.participants.scheduler import Clockwork
from bot.rounds.arrivals import Arrival, Opening, Said
from dialogs import leder
from dialogs.copies import replace
from dialogs.inputs import Absent, AbsentReason, Amend, Channel, Choose, Command, Next, Say, Yes, parse
from storage.engine.unit_of_work import Store
from storage.keys.sealing import place
from storage.outbox import queue
from storage.outbox.chat import place_of
from storage.repositories import browsers, reachable
from storage.repositories.browsers import WhoBegan
from storage.schema.tables import outbox, reviewers
from storage.schema.vocabulary import Bot, CallState
from tests.bot.usual import usual_turns
from tests.records import deeds, record
from tests.storage.kept import flags
from tests.storage.people import REFERENCE, Invited, a_review, an_invitation, around, invited

START = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
ANN, EVE, IDA = "7001", "7002", "7003"
LINE = 60
SECRET, OURS = "He hit her, and I saw it.", "She loved the sea."
AGREE: tuple[Said, ...] = (
    Choose("W2", "yes"),
    Choose("C1", "yes"),
    Yes("about"),
    *(Choose(f"C{n}", "yes") for n in (2, 3, 4)),
    Choose("C5", "no"),
    Absent("W3", AbsentReason.SKIPPED),
    Choose("R1", "sibling"),
    *(Absent(question, AbsentReason.SKIPPED) for question in ("R2", "R3", "R4", "P1")),
)
QUESTION = "Somebody began with your link on 24 November 2026. Was that you, or somebody who helps you?"


@dataclass(slots=True)
class Chats:
    """Chats with the families' bot, and that of the reviewer."""

    store: Store
    invitation: Invited
    now: datetime = START
    numbers: Iterator[int] = field(default_factory=lambda: count(1000))
    buttons: list[str] = field(default_factory=list)
    reviewer: list[str] = field(default_factory=list)
    heard: dict[str, str] = field(default_factory=lambda: dict.fromkeys((ANN, EVE, IDA), ""))

    def says(self, user: str, *said: Said | str) -> str:
        """What the bot answers to the last of these; words are a message, and a button is its data after a slash."""
        answer = ""
        for what in said:
            self.now += timedelta(minutes=1)
            number = next(self.numbers)
            meant: Any = what
            if isinstance(what, str) and not isinstance(what, Command):
                meant = parse(what[1:]) if what.startswith("/") else Say(words=what, sent=number)
            press = None if isinstance(meant, Say | Amend | Opening | Command) else "p"
            arrival = Arrival(
                bot=Bot.FAMILIES,
                channel=Channel.TELEGRAM,
                update_id=number,
                user=user,
                address=user,
                said=replace(meant, sent=number) if isinstance(meant, Say) else meant,
                message_id=number,
                press_id=press,
            )
            self.takes(arrival)
            answer = self.sent(user)
        return answer

    def takes(self, arrival: Arrival) -> None:
        """One turn."""
        with self.store.begin() as work:
            _, letters = usual_turns().take(work, [arrival], self.now)
            queue.enqueue(work, letters, self.now)
            work.commit()

    def sent(self, user: str) -> str:
        """All that goes out now to somebody; what the reviewer gets is kept aside."""
        texts: list[str] = []
        while True:
            with self.store.begin() as work:
                claimed = queue.claim(work, "a", (Bot.FAMILIES, Bot.REVIEWERS), self.now)
                queue.mark(
                    work, [queue.Mark(id=c.id, state=CallState.SENT, message_id=next(self.numbers)) for c in claimed]
                )
                work.commit()
            if not claimed:
                return "\n".join(texts)
            for call in (c.wire for c in claimed if c.bot == "families" and "text" in c.wire):
                self.heard[str(call["chat_id"])] += f"{call['text']}\n"
            self.reviewer += [c.wire["text"] for c in claimed if c.bot == "reviewers"]
            mine = [c.wire for c in claimed if str(c.wire.get("chat_id")) == user and "text" in c.wire]
            texts += [wire["text"] for wire in mine]
            keyboards = [wire.get("reply_markup", {}).get("inline_keyboard", []) for wire in mine]
            self.buttons = [b["callback_data"] for k in keyboards for row in k for b in row if "callback_data" in b]

    def opens(self, user: str) -> str:
        """Somebody presses the link."""
        return self.says(user, Opening(self.invitation.credentials.token))

    def begins(self, user: str, words: str) -> None:
        """From the link to a story."""
        self.opens(user)
        self.tells(user, words)

    def tells(self, user: str, words: str) -> None:
        """From W2 to a story."""
        self.says(user, *AGREE, words, Next("P2"))

    def proves(self, user: str) -> str:
        """The link, and the check words."""
        self.opens(user)
        return self.says(user, self.words)

    @property
    def words(self) -> str:
        """The check words, as a phone writes them."""
        return (self.invitation.credentials.check_word or "").capitalize()

    def told(self) -> list[tuple[bool, str]]:
        """Everybody in the record: whether it is doubted, and their words."""
        with self.store.read() as work:
            found = record(work, REFERENCE, self.now)["participants"]
        return [
            (p.get("doubted", False), " ".join(t for a in p["answers"] for t in a["value"].get("text", ())))
            for p in found
        ]

    def flags(self) -> list[str]:
        """The kinds of all flags."""
        return [row.kind for row in flags(self.store)]


@pytest.fixture
def chats(store: Store, monkeypatch: pytest.MonkeyPatch) -> Chats:
    """An invitation of a reviewer who has enrolled."""
    monkeypatch.delenv("INTERVIEW_LANGUAGES", raising=False)
    made = invited(store)
    with store.begin() as work:
        jo = work.execute(select(reviewers.c.id)).scalar_one()
        sealed = work.vault.system.seal(place("reviewer", jo, "address"), "4001")
        work.execute(update(reviewers).values(address=sealed))
        work.commit()
    return Chats(store, made)


@pytest.mark.promise("nobody-else-goes-on")
def test_eve_first(chats: Chats) -> None:
    """Eve has the letter before Ann: nothing of hers is Ann's, and her chat is closed."""
    chats.begins(EVE, SECRET)
    wanted = chats.opens(ANN)
    assert "write your two check words" in wanted
    assert "Margaret" not in wanted
    assert QUESTION in chats.says(ANN, chats.words)
    assert chats.buttons == ["yes:began", "no:began"]
    anew = chats.says(ANN, "/no:began")
    assert "Thank you for telling us." in anew
    assert "Are you" in anew
    chats.tells(ANN, OURS)
    for said in ("and then", Command.ANSWERS, Next("P3"), Command.WITHDRAW, "/yes:withdraw"):
        closed = chats.says(EVE, said)
        assert "This chat is closed now" in closed
        assert OURS not in closed
        assert SECRET not in closed
    assert "999" in chats.says(EVE, Command.HELP)
    assert "999" in chats.says(EVE, "I want to die")
    assert chats.told() == [(False, OURS), (True, SECRET)]
    assert chats.flags() == ["doubted"]
    Clockwork(chats.store, usual_turns(), lambda: chats.now, lambda: None, lambda: None).tick()
    chats.sent(ANN)
    assert any("somebody else had begun with the link" in told for told in chats.reviewer)
    assert "write your two check words" in chats.opens(EVE)


def test_in_words(chats: Chats) -> None:
    """No button has to be pressed; what is neither yes nor no is not taken for one, and the question comes again."""
    chats.begins(EVE, SECRET)
    chats.proves(ANN)
    for unclear in ("who was it?", "perhaps", "What is this"):
        again = chats.says(ANN, unclear)
        assert "not saved" in again
        assert QUESTION in again
    assert "Thank you for telling us." in chats.says(ANN, "No")
    assert chats.told()[1:] == [(True, SECRET)]


def test_lost_phone_and_two_own_accounts_in_turn(chats: Chats) -> None:
    """After a Yes the old account and the new one both go on, whoever writes, in one conversation."""
    chats.begins(ANN, OURS)
    back = chats.proves(EVE)
    assert QUESTION in back
    assert "Welcome back." in chats.says(EVE, "/yes:began")
    assert OURS in chats.says(EVE, Command.ANSWERS)
    chats.says(EVE, "from the new phone", Next("P3"))
    assert OURS in chats.says(ANN, Command.ANSWERS)
    chats.says(ANN, "from the old one", Next("P4"))
    chats.says(EVE, "and again from the new one")
    assert "Welcome back." in chats.opens(ANN)
    [(doubted, words)] = chats.told()
    assert not doubted
    assert all(w in words for w in (OURS, "from the new phone", "from the old one", "and again from the new one"))
    assert chats.flags() == []


def test_whoever_was_in_hears_of_another_device(chats: Chats) -> None:
    """Once, in their own chat; a Welcome back, a known account and a No tell nobody. Whom to phone stands there."""
    chats.begins(ANN, OURS)
    chats.proves(EVE)
    assert chats.sent(ANN) == ""
    chats.says(EVE, "/yes:began")
    assert chats.heard[ANN].count("opened on another device too") == 1
    assert leder.programme()["phone"] in chats.heard[ANN][-LINE:]
    assert "another device" not in chats.heard[EVE]
    chats.opens(ANN)
    chats.opens(EVE)
    chats.says(EVE, "from the new phone", Next("P3"))
    assert str(chats.heard).count("opened on another device too") == 1
    chats.proves(IDA)
    chats.says(IDA, "/yes:began")
    assert [chats.heard[user].count("opened on another device too") for user in (ANN, EVE, IDA)] == [2, 1, 0]


def test_whoever_cannot_be_reached_is_not_told(chats: Chats) -> None:
    """A chat that has blocked the bot gets nothing, and the newcomer goes on all the same."""
    chats.begins(ANN, OURS)
    with chats.store.begin() as work:
        reachable.block(work, work.vault.hash("telegram", ANN), chats.now)
        work.commit()
    chats.proves(EVE)
    assert "Welcome back." in chats.says(EVE, "/yes:began")
    assert "another device" not in chats.heard[ANN]


def test_both_in_one_round(chats: Chats) -> None:
    """Nothing is lost when the two write in the same moment."""
    chats.begins(ANN, OURS)
    chats.proves(EVE)
    chats.says(EVE, "/yes:began")
    arrivals = [
        Arrival(
            bot=Bot.FAMILIES,
            channel=Channel.TELEGRAM,
            update_id=number,
            user=user,
            address=user,
            said=Say(words=f"from {user}", sent=number),
            message_id=number,
        )
        for user, number in ((ANN, next(chats.numbers)), (EVE, next(chats.numbers)), (ANN, next(chats.numbers)))
    ]
    with chats.store.begin() as work:
        _, letters = usual_turns().take(work, arrivals, chats.now)
        queue.enqueue(work, letters, chats.now)
        work.commit()
    [(_, words)] = chats.told()
    assert words.count(f"from {ANN}") == 2
    assert words.count(f"from {EVE}") == 1


def test_shared_house(chats: Chats) -> None:
    """Without the words there is no way in, by the link, the code, a press or a guess; help is there."""
    chats.begins(ANN, SECRET)
    chats.opens(EVE)
    for said in ("apple table", "/yes:began", "/no:began", "/back:began", Opening(), Command.ANSWERS, "hello"):
        answer = chats.says(EVE, said)
        assert SECRET not in answer
        assert "Margaret" not in answer
    code = chats.invitation.credentials.code
    assert "write your two check words" in chats.says(EVE, Opening(code))
    assert "999" in chats.says(EVE, Command.HELP)
    assert chats.told() == [(False, SECRET)]
    assert "Welcome back." in chats.opens(ANN)


def test_eve_with_the_words_overheard(chats: Chats) -> None:
    """She can put Ann out, and delete nothing of what Ann has said; Ann can come back the same way."""
    chats.begins(ANN, OURS)
    chats.proves(EVE)
    chats.says(EVE, "/no:began", *AGREE, "nothing to tell", Command.WITHDRAW, "/yes:withdraw")
    assert chats.told() == [(False, ""), (True, OURS)]
    assert "This chat is closed now" in chats.says(ANN, "hello?")
    assert "Somebody began with your link" in chats.proves(ANN)
    chats.says(ANN, "/no:began")
    chats.tells(ANN, "I am back.")
    assert chats.told() == [(False, "I am back."), (True, OURS), (True, "")]
    assert "This chat is closed now" in chats.says(EVE, Command.ANSWERS)
    assert chats.flags() == ["doubted", "doubted"]


def test_a_slip_is_taken_back(chats: Chats) -> None:
    """By the button below what was said then, in the same visit; afterwards it says whom to phone."""
    chats.begins(EVE, OURS)
    chats.proves(ANN)
    chats.says(ANN, "/no:began")
    chats.tells(ANN, "in between")
    assert "Welcome back." in chats.says(ANN, "/back:began")
    assert OURS in chats.says(ANN, Command.ANSWERS)
    assert OURS in chats.says(EVE, Command.ANSWERS)
    assert chats.told() == [(False, OURS), (True, "in between")]
    assert chats.flags() == ["doubted"]
    assert "can't be taken back" in chats.says(ANN, "/back:began")
    done = ["not-me", "me-after-all", "copy", "copy"]
    assert deeds(chats.store) == [f"participant participant.{deed}" for deed in done]


def test_no_words_at_hand(chats: Chats) -> None:
    chats.begins(ANN, OURS)
    chats.opens(EVE)
    assert chats.buttons == ["open:no-words"]
    assert "ask for your check words" in chats.says(EVE, "/open:no-words")
    assert chats.flags() == ["no-words"]
    Clockwork(chats.store, usual_turns(), lambda: chats.now, lambda: None, lambda: None).tick()
    chats.sent(ANN)
    assert any("no check words" in told for told in chats.reviewer)


@pytest.mark.parametrize(
    "words", ["he got hit. {code}", "{code} he got hit.", "he got hit. https://t.me/bot?start={token}"]
)
def test_words_beside_the_code_of_another_are_kept_with_the_own_question(chats: Chats, words: str) -> None:
    """Eve answers about somebody else, and sends Ann's code with more words."""
    chats.says(ANN, Opening(chats.invitation.credentials.token), *AGREE)
    with chats.store.begin() as work:
        own = an_invitation(work, a_review(work, "LR-2026-0077"))
        work.commit()
    chats.says(EVE, Opening(own.credentials.token), *AGREE)
    given = chats.invitation.credentials
    told = chats.says(EVE, words.format(code=given.code, token=given.token))
    assert ("check words" in told, "Saved" in told) == (True, True)
    with chats.store.read() as work:
        assert "'he got hit.'" in str(record(work, "LR-2026-0077", chats.now))


@pytest.mark.parametrize(("words", "card"), [("he got hit. {code}", False), ("I want to kill myself {code}", True)])
def test_words_beside_a_code_are_not_lost_without_a_word(chats: Chats, words: str, card: bool) -> None:
    chats.says(ANN, Opening(chats.invitation.credentials.token), *AGREE)
    told = chats.says(EVE, words.format(code=chats.invitation.credentials.code))
    assert ("This message is not saved." in told, "116 123" in told) == (not card, card)
    assert "This message is not saved." not in chats.says(EVE, f"my code is {chats.invitation.credentials.code}")


def test_wrong_words_make_wait(chats: Chats) -> None:
    chats.begins(ANN, OURS)
    chats.opens(EVE)
    for _ in range(10):
        assert "These words do not fit." in chats.says(EVE, "spoon kettle")
    assert "too many tries" in chats.says(EVE, chats.words)
    chats.now += timedelta(hours=1)
    chats.opens(EVE)
    assert "Somebody began with your link" in chats.says(EVE, chats.words)


def test_a_question_from_long_ago_asks_for_the_words_again(chats: Chats) -> None:
    chats.begins(ANN, OURS)
    chats.proves(EVE)
    chats.now += timedelta(hours=2)
    assert "write your two check words" in chats.says(EVE, "/no:began")
    assert chats.told() == [(False, OURS)]


def test_begun_on_the_page_and_opened_in_telegram(chats: Chats) -> None:
    """A browser that is known goes on beside Telegram after a Yes, and is out after a No."""
    made, cookie = chats.invitation, b"c" * 32
    with chats.store.begin() as work:
        browsers.enter(work, made.credentials.token, None, cookie, around(chats.now))
        work.commit()
    begin = [Choose("W2", "yes")]
    for number, said in enumerate(begin):
        page = Arrival(
            bot=Bot.PAGE,
            channel=Channel.PAGE,
            update_id=number,
            user=cookie.hex(),
            address="",
            said=said,
            message_id=None,
        )
        with chats.store.begin() as work:
            _, letters = usual_turns().take(work, [replace(page, said=Opening()), page], chats.now)
            queue.enqueue(work, letters, chats.now)
            work.commit()
    assert QUESTION in chats.proves(ANN)
    chats.says(ANN, "/yes:began")
    with chats.store.begin() as work:
        assert cookie in browsers.visits(work, [cookie], chats.now)
        entry = browsers.enter_with_words(work, made.credentials.token, chats.words, None, b"d" * 32, around(chats.now))
        assert isinstance(entry, WhoBegan)
        browsers.answer(work, made.credentials.token, b"d" * 32, around(chats.now), was_me=False)
        assert browsers.visits(work, [cookie], chats.now) == {}
        work.commit()
    assert "This chat is closed now" in chats.says(ANN, "hello")


def test_the_words_of_another_conversation_are_not_taken_for_check_words(chats: Chats) -> None:
    """Somebody who helps two families: a story goes where it belongs, while the check words are wanted for the other."""
    with chats.store.begin() as work:
        other = an_invitation(work, a_review(work, "LR-2026-0077"))
        work.commit()
    chats.begins(ANN, OURS)
    mine = Chats(chats.store, other, chats.now)
    mine.begins(EVE, "Her garden was full of roses and she knew them all by name.")
    chats.now = mine.now
    chats.opens(EVE)
    chats.says(EVE, "And the roses are still there.", "yes", "Red ones.")
    with chats.store.read() as work:
        told = str(record(work, "LR-2026-0077", chats.now))
    assert "still there" in told
    assert "Red ones" in told
    assert "Somebody began with your link" in chats.says(EVE, chats.words)


def test_whoever_opens_something_else_is_not_asked_any_more(chats: Chats) -> None:
    """A short answer there is no try of check words here."""
    with chats.store.begin() as work:
        other = an_invitation(work, a_review(work, "LR-2026-0078"))
        work.commit()
    chats.begins(ANN, OURS)
    chats.opens(EVE)
    mine = Chats(chats.store, other, chats.now)
    mine.begins(EVE, "silver table")
    with chats.store.read() as work:
        assert "silver table" in str(record(work, "LR-2026-0078", mine.now))


def test_an_old_button_of_a_closed_chat_answers_nothing_elsewhere(chats: Chats) -> None:
    """Somebody who is put out has another conversation at the very same question: neither a press nor a reply goes there."""
    with chats.store.begin() as work:
        other = an_invitation(work, a_review(work, "LR-2026-0079"))
        work.commit()
    chats.begins(EVE, SECRET)
    with chats.store.read() as work:
        rows = work.execute(select(outbox).where(outbox.c.place.is_not(None)))
        (asked,) = (row.message_id for row in rows if place_of(work, row.uid, row.place) == "P3")
    chats.proves(ANN)
    chats.says(ANN, "/no:began")
    mine = Chats(chats.store, other, chats.now, chats.numbers)
    mine.begins(EVE, "She had a garden.")
    for said in (Absent("P3", AbsentReason.SKIPPED), Next("P3"), Say(words="and then", sent=9999, reply_to=asked)):
        press = None if isinstance(said, Say) else asked
        arrival = Arrival(
            bot=Bot.FAMILIES,
            channel=Channel.TELEGRAM,
            update_id=next(chats.numbers),
            user=EVE,
            address=EVE,
            said=said,
            message_id=press or 9999,
            press_id=None if press is None else "p",
        )
        mine.takes(arrival)
        assert "This chat is closed now" in mine.sent(EVE)
    with chats.store.read() as work:
        found = record(work, "LR-2026-0079", mine.now)["participants"][0]
    assert [a["link_id"] for a in found["answers"] if a["link_id"] in ("P2", "P3")] == ["P2"]
    assert "and then" not in str(found)
    assert "Saved." in mine.says(EVE, "In the garden.")


def test_a_slip_in_the_check_words_is_mended_in_the_message_itself(chats: Chats) -> None:
    """Wrong words are edited into the right ones, and the answer to the question after them too."""
    chats.begins(ANN, OURS)
    chats.opens(EVE)
    assert "These words do not fit." in chats.says(EVE, "spoon kettle")
    edited = Amend(words=chats.words, sent=1)
    assert QUESTION in chats.says(EVE, edited)
    assert "Welcome back." in chats.says(EVE, Amend(words="Yes", sent=1))


@pytest.mark.parametrize("kind", ["token", "code"])
def test_a_slip_in_a_link_or_a_code_is_mended_in_the_message_itself(chats: Chats, kind: str) -> None:
    given = chats.invitation.credentials
    right = given.token if kind == "token" else given.code
    assert "Are you" not in chats.says(ANN, f"{right[:-2]}zz")
    assert "Are you" in chats.says(ANN, Amend(words=right, sent=1))


def test_an_edited_answer_is_no_try_of_check_words_elsewhere(chats: Chats) -> None:
    with chats.store.begin() as work:
        other = an_invitation(work, a_review(work, "LR-2026-0080"))
        work.commit()
    chats.begins(ANN, OURS)
    mine = Chats(chats.store, other, chats.now, chats.numbers)
    mine.opens(EVE)
    mine.says(EVE, *AGREE)
    told = next(mine.numbers)
    mine.says(EVE, Say(words="silver", sent=told))
    chats.now = mine.now
    chats.opens(EVE)
    chats.says(EVE, Amend(words="silver table", sent=told))
    with chats.store.read() as work:
        assert "silver" in str(record(work, "LR-2026-0080", chats.now))
    assert QUESTION in chats.says(EVE, chats.words)
