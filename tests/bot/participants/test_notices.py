"""What a reviewer reads of an invitation: each kind once an hour, then the sum in plain words; what is urgent at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select, update

from bot.casework.overdue import job_of_the_clock
from bot.monitoring.metrics import Metrics
from bot.monitoring.sweeper import Sweeper
from bot.participants.scheduler import Clockwork
from bot.rounds.arrivals import Arrival, Opening, Said, Stranger
from dialogs import phrases
from dialogs.inputs import Channel, Choose, Command, Say
from dialogs.review import ReviewStatus
from dialogs.reviewer_bot import notices as sentences
from dialogs.reviewer_bot.particulars import first_name_of
from dialogs.turn import NoticeKind
from storage.engine.unit_of_work import Store
from storage.keys.credentials import Credentials
from storage.keys.sealing import place
from storage.outbox import queue
from storage.outbox.queue import Mark
from storage.record.audit import entries
from storage.repositories.flags import close_flag, open_flags, put_off
from storage.repositories.invitations import renew
from storage.repositories.notices import URGENT
from storage.repositories.reminders import COME_BACK, remind
from storage.repositories.reviews import add_reviewer
from storage.schema.tables import flags, invitations, responses, reviewers, reviews
from storage.schema.vocabulary import Bot, CallState
from tests.bot.usual import usual_turns
from tests.storage.people import CONSENT, EXPIRES, NOW, Invited, an_invitation, invited, rows

# 14:05 in London.
START = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
ANN = "LR-2026-0042, \u2068Ann\u2069"
BSL = Choose("W1", "bsl")
TALK = f"{ANN} asks to talk with you."
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
JO, LEE = "4001", "4002"
URGENTLY = "Urgent: please see LR-2026-0042. To see what it is, write /flags."
LATE = "Urgent: please see LR-2026-0042. Its day is over, and it still waits. To see what it is, write /flags."


@dataclass(slots=True)
class Chats:
    """Families at the bot, and the chat of their reviewer."""

    store: Store
    invitation: Invited
    now: datetime = START
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def says(self, *said: Said, user: str = "7001") -> None:
        """Each of these is a round of its own."""
        for what in said:
            self.takes(self.arrival(what, user))

    def takes(self, *arrivals: Arrival) -> None:
        """One round."""
        with self.store.begin() as work:
            _, letters = usual_turns().take(work, arrivals, self.now)
            queue.enqueue(work, letters, self.now)
            work.commit()

    def arrival(self, said: Said, user: str = "7001") -> Arrival:
        number, press = next(self.numbers), None if isinstance(said, Opening | Command) else "p"
        return Arrival(
            bot=Bot.FAMILIES,
            channel=Channel.TELEGRAM,
            update_id=number,
            user=user,
            address=user,
            said=said,
            message_id=number,
            press_id=press,
        )

    def opens(self, user: str = "7001") -> None:
        """Somebody presses the link."""
        self.says(Opening(self.invitation.credentials.token), user=user)

    def ticks(self, later: timedelta) -> None:
        """The clock, so much later."""
        self.now += later
        turns = usual_turns()
        jobs = [job_of_the_clock(turns)]
        Clockwork(self.store, turns, lambda: self.now, lambda: None, lambda: None, jobs=jobs).tick()

    def reads(self) -> list[str]:
        """Everything that goes to the reviewer now, in the order in which it goes."""
        return [text for _, text in self.hears()]

    def hears(self) -> list[tuple[int, str]]:
        """The same, each with the chat that it goes to."""
        texts: list[tuple[int, str]] = []
        while True:
            with self.store.begin() as work:
                claimed = queue.claim(work, "a", (Bot.FAMILIES, Bot.REVIEWERS), self.now)
                queue.mark(work, [Mark(id=c.id, state=CallState.SENT, message_id=next(self.numbers)) for c in claimed])
                work.commit()
            texts += [(c.wire["chat_id"], c.wire["text"]) for c in claimed if c.bot == "reviewers"]
            if not claimed:
                return texts


@pytest.fixture
def chats(store: Store) -> Chats:
    """An invitation of a reviewer who has enrolled."""
    made = invited(store)
    with store.begin() as work:
        jo = work.execute(select(reviewers.c.id)).scalar_one()
        sealed = work.vault.system.seal(place("reviewer", jo, "address"), JO)
        work.execute(update(reviewers).values(address=sealed))
        work.commit()
    assert EXPIRES > START > NOW
    return Chats(store, made)


def consented(chats: Chats) -> None:
    """Ann has said yes to everything."""
    chats.opens()
    chats.says(*CONSENT[1:])
    chats.reads()


@pytest.mark.promise("not-read-live")
def test_no_word_that_is_written_goes_to_anybody(chats: Chats) -> None:
    """The reviewer hears that there is something to see to, and reads it in the record."""
    consented(chats)
    words = ("She sang all day.", "I want to die.", "Please tell Jo that I cannot go on.")
    chats.says(*(Say(words=said, sent=50 + n) for n, said in enumerate(words)), Command.HELP)
    told = chats.reads()
    assert URGENTLY in told
    assert [t for t in told if any(said in t for said in words)] == []


@pytest.mark.promise("private-chat")
def test_outside_a_private_chat_nothing_is_taken(chats: Chats) -> None:
    chats.says(Stranger())
    with chats.store.begin() as work:
        claimed = queue.claim(work, "a", (Bot.FAMILIES, Bot.REVIEWERS), chats.now)
    assert [c.wire["text"] for c in claimed] == [phrases.PRIVATE_ONLY]
    assert [rows(chats.store, kept) for kept in (responses, flags)] == [[], []]


def test_sixty_who_press_start_are_one_notice_and_urgent_words_come_first(chats: Chats) -> None:
    chats.takes(*(chats.arrival(Opening(chats.invitation.credentials.token), str(8000 + n)) for n in range(30)))
    for number in range(30):
        chats.opens(str(8100 + number))
    assert len(rows(chats.store, responses)) == 10
    consented_by = "8129"
    chats.says(*CONSENT[1:], Command.STOP, Command.HELP, user=consented_by)
    told = chats.reads()
    assert told[0] == URGENTLY
    assert sum("was opened" in t for t in told) == 1


@pytest.mark.parametrize(("again", "said"), [(1, "And once more since 14:05."), (4, "And 4 more times since 14:05.")])
def test_the_sum_is_plain(chats: Chats, again: int, said: str) -> None:
    consented(chats)
    talks(chats, 1 + again)
    [at_once] = chats.reads()
    who, todo = at_once[: len(TALK)], at_once[len(TALK) :]
    assert (who, "Please phone \u2068Ann\u2069." in todo, "/flags" in todo) == (TALK, True, True)
    chats.ticks(HOUR - MINUTE)
    assert chats.reads() == []
    chats.ticks(MINUTE)
    assert chats.reads() == [f"{who} {said}{todo}"]
    chats.ticks(HOUR * 5)
    assert chats.reads() == []


def test_a_sum_of_another_day_says_the_day(chats: Chats) -> None:
    consented(chats)
    chats.now = START.replace(hour=23, minute=30)
    talks(chats, 3)
    chats.reads()
    chats.ticks(HOUR)
    [told] = chats.reads()
    assert told.startswith(f"{TALK} And 2 more times since 23:30 on 24 November. Please phone")


def test_what_is_urgent_is_told_every_time(chats: Chats) -> None:
    consented(chats)
    for _ in range(5):
        chats.says(Command.HELP)
        seen_to(chats)
    assert chats.reads() == [URGENTLY] * 5


def test_what_is_urgent_is_told_again_while_its_flag_is_open(chats: Chats) -> None:
    """Somebody who writes of danger again may be in another danger than before."""
    consented(chats)
    chats.says(Command.HELP)
    chats.says(Command.HELP)
    assert chats.reads() == [URGENTLY] * 2


def test_a_notice_names_the_reference_and_a_first_name_and_says_what_can_be_done() -> None:
    """Never an id, which says nothing to a reviewer; urgent kinds have one sentence, without a name."""
    assert {*NoticeKind} - URGENT == set(sentences.NOTICES)
    for news, *todo in sentences.NOTICES.values():
        assert news.startswith(("{reference}, {to} ", "{reference}, {to}: "))
        assert todo
        assert "{invitation}" not in " ".join((news, *todo))
    assert [first_name_of(n) for n in ("Ann Example", "Mrs Kowalska", "Dr. Who Else", "Zoë", "")] == [
        "Ann", "Mrs Kowalska", "Dr. Who", "Zoë", "",
    ]  # fmt: skip


# Nothing happens


def test_what_is_never_opened_is_told_once_and_then_that_the_link_ran_out(chats: Chats) -> None:
    told = dict(by_day(chats, 40))
    assert {day: text.partition(".")[0] for day, text in told.items()} == {
        date(2026, 11, 30): f"{ANN} has not opened the invitation, a week after it was made",
        date(2026, 12, 21): f"{ANN}: the link has run out, and nobody had begun",
    }
    assert all("/invitations" in text for text in told.values())


def test_by_night_nothing_is_told_of_silence(chats: Chats) -> None:
    chats.ticks(timedelta(days=8, hours=12))
    assert chats.reads() == []
    chats.ticks(timedelta(hours=12))
    assert len(chats.reads()) == 1


def test_a_new_link_may_run_out_too(chats: Chats) -> None:
    by_day(chats, 40)
    with chats.store.begin() as work:
        renew(work, chats.invitation.id, Credentials.fresh(), chats.now + timedelta(days=28))
        work.commit()
    assert [text.partition(".")[0] for _, text in by_day(chats, 40)] == [
        f"{ANN}: the link has run out, and nobody had begun"
    ]


def test_each_silence_of_a_fortnight_is_told_once(chats: Chats) -> None:
    consented(chats)
    [(day, told)] = by_day(chats, 30)
    assert (day, told.partition(".")[0]) == (date(2026, 12, 8), f"{ANN}: there was no word for 14 days")
    chats.says(Command.RESUME)
    chats.reads()
    assert [t for _, t in by_day(chats, 40)] == [told]


def test_who_writes_on_the_day_on_which_silence_was_told_is_silent_anew(chats: Chats) -> None:
    """Of what is days ago the day alone is known: it is not lost that they wrote after that."""
    consented(chats)
    told = list[tuple[date, str]]()
    while not told:
        told = by_day(chats, 1)
    chats.says(Command.RESUME)
    chats.reads()
    assert [text for _, text in by_day(chats, 40)] == [told[0][1]]


def test_what_others_write_repeats_nobodys_silence(chats: Chats) -> None:
    consented(chats)
    assert len(by_day(chats, 16)) == 1
    with chats.store.begin() as work:
        review = work.execute(select(reviews.c.id)).scalar_one()
        other = replace(chats, invitation=an_invitation(work, review, language="en"))
        work.commit()
    other.opens("7002")
    chats.reads()
    assert by_day(chats, 5) == []


def test_who_asked_to_be_left_alone_until_a_day_is_not_silent_before(chats: Chats) -> None:
    consented(chats)
    with chats.store.begin() as work:
        [response] = work.execute(select(responses.c.id)).scalars()
        remind(work, response, COME_BACK, START + timedelta(days=20))
        work.commit()
    [(day, _)] = by_day(chats, 60)
    assert day >= date(2026, 12, 28)


@pytest.mark.parametrize("end", [Command.STOP, Choose("W2", "no"), BSL], ids=["stop", "no", "bsl"])
def test_of_who_is_gone_nothing_more_is_told(chats: Chats, end: Said) -> None:
    with chats.store.begin() as work:
        asked = {} if end != BSL else {"language": None}
        one = work.execute(select(invitations.c.id)).scalar_one()
        sealed = work.vault.system.seal(place("invitation", one, "relationship"), "parent")
        work.execute(update(invitations).values({"relationship": sealed, **asked}))
        work.commit()
    chats.opens()
    chats.says(*(CONSENT[1:] if end is Command.STOP else ()), end)
    chats.reads()
    assert by_day(chats, 40) == []


@pytest.mark.parametrize("status", [ReviewStatus.HELD, ReviewStatus.CLOSED])
def test_of_a_review_that_waits_no_silence_is_told(chats: Chats, status: ReviewStatus) -> None:
    with chats.store.begin() as work:
        work.execute(update(reviews).values(status=status))
        work.commit()
    assert by_day(chats, 40) == []


# An urgent flag that waits


@pytest.mark.promise("reviewer-told")
def test_an_urgent_flag_past_its_day_is_told_again_and_then_to_a_lead(chats: Chats) -> None:
    """Raised on a Tuesday: to be seen to on Wednesday, told again on Thursday, to the lead on Friday; each once."""
    consented(chats)
    chats.says(Command.HELP, Command.TALK)
    chats.reads()
    with chats.store.begin() as work:
        lee = add_reviewer(work, "Lee Hart", "CODE LEE", START)
        sealed = work.vault.system.seal(place("reviewer", lee, "address"), LEE)
        work.execute(update(reviewers).where(reviewers.c.id == lee).values(address=sealed, lead=True))
        work.commit()
    told = list[tuple[int, int]]()
    for _ in range(6):
        chats.ticks(timedelta(days=1))
        told += [(chats.now.day, chat) for chat, text in chats.hears() if text == LATE]
    assert told == [(26, int(JO)), (27, int(LEE))]
    with chats.store.begin() as work:
        [urgent] = [flag for flag in open_flags(work) if flag.urgent]
        done = [(e["actor"], e["deed"], e["detail"]["flag"]) for e in entries(work)]
        assert done == [("clock", "flag.chase", urgent.id), ("clock", "flag.escalate", urgent.id)]
        put_off(work, urgent.id, date(2026, 12, 1))
        work.commit()
    assert [text for _, text in by_day(chats, 2) if text == LATE] == [LATE]


@pytest.mark.parametrize(("days", "late"), [(1, (0, 0)), (3, (1, 1)), (30, (2, 1))])
def test_flags_that_are_overdue_are_counted(chats: Chats, days: int, late: tuple[int, int]) -> None:
    consented(chats)
    chats.says(Command.HELP, Command.TALK)
    then = chats.now + timedelta(days=days)
    metrics = Metrics(lambda: then)
    Sweeper(chats.store, lambda: then, metrics).sweep()
    value = metrics.registry.get_sample_value
    assert (value("interview_flags_overdue"), value("interview_urgent_flags_overdue")) == late


def test_what_was_seen_to_in_time_is_not_told_again(chats: Chats) -> None:
    consented(chats)
    chats.says(Command.HELP)
    seen_to(chats)
    chats.reads()
    assert by_day(chats, 10) == []


def by_day(chats: Chats, days: int) -> list[tuple[date, str]]:
    """What the reviewer is told by the clock, each with its day."""
    told = list[tuple[date, str]]()
    for _ in range(days):
        chats.ticks(timedelta(days=1))
        told += [(chats.now.date(), text) for text in chats.reads()]
    return told


def talks(chats: Chats, times: int) -> None:
    """Ann asks for a person so often, and each time her reviewer closes the flag."""
    for _ in range(times):
        chats.says(Command.TALK)
        seen_to(chats)


def seen_to(chats: Chats) -> None:
    with chats.store.begin() as work:
        for flag in open_flags(work):
            close_flag(work, flag.id, chats.now)
        work.commit()
