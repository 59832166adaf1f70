"""Write notices for reviewers: the news of an invitation, by its reference. Never a family's words, never a full name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import LONDON
from dialogs.text import N_, Text, fill, say
from dialogs.turn import NoticeKind
from locales import SOURCE, speech
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import queue
from storage.outbox.lanes import urgent
from storage.outbox.queue import Letter
from storage.repositories import notices
from storage.repositories.notices import Addressee, Told
from storage.schema.vocabulary import Bot

WORDING = {
    NoticeKind.OPENED: N_("{reference}: invitation {invitation} was opened."),
    NoticeKind.NOT_THEM: N_(
        "{reference}: invitation {invitation} reached the wrong person. Nothing was shown to them."
    ),
    NoticeKind.PART_SENT: N_("{reference}: invitation {invitation} has finished a part. It is in the record."),
    NoticeKind.FINISHED: N_("{reference}: invitation {invitation} has finished. The answers are in the record."),
    NoticeKind.AMENDED: N_("{reference}: invitation {invitation} added to its answers or changed them."),
    NoticeKind.DECLINED: N_(
        "{reference}: invitation {invitation} does not want to take part. No reminder will be sent."
    ),
    NoticeKind.ELSEWHERE: N_(
        "{reference}: invitation {invitation} needs another way to take part. Please get in touch."
    ),
    NoticeKind.STOPPED: N_("{reference}: invitation {invitation} has stopped. What was answered is in the record."),
    NoticeKind.WITHDREW: N_("{reference}: invitation {invitation} withdrew. The answers are deleted."),
    NoticeKind.ASKED_TO_TALK: N_("{reference}: invitation {invitation} asks to talk with you."),
    NoticeKind.QUESTION: N_("{reference}: invitation {invitation} asks a question of the review. It is in the record."),
    NoticeKind.PAID_CARER: N_(
        "{reference}: invitation {invitation} says that they were a paid carer. That is another route."
    ),
    NoticeKind.RAISED_A_CONCERN: N_(
        "Urgent. {reference}: invitation {invitation} pressed I need help now. Please see to it."
    ),
    NoticeKind.SAFEGUARDING: N_("{reference}: invitation {invitation} had a worry about safety. It is in the record."),
    NoticeKind.SAFEGUARDING_URGENT: N_(
        "Urgent. {reference}: invitation {invitation} says that someone else could be at risk now. Please read the record."
    ),
    NoticeKind.FOCUSED_REVIEW: N_("{reference}: invitation {invitation} asks about a more detailed review."),
    NoticeKind.TO_SEND: N_("{reference}: invitation {invitation} told us what they would like to be sent."),
    NoticeKind.AVOID_DATES: N_("{reference}: invitation {invitation} named days when they must not be contacted."),
    NoticeKind.ACCESS_NEEDS: N_("{reference}: invitation {invitation} told us what would help them to take part."),
    NoticeKind.TOO_HARD: N_(
        "{reference}: invitation {invitation} found it too hard to answer in the chat. Please offer a call."
    ),
    NoticeKind.DOUBTED: N_(
        "{reference}: invitation {invitation} says that somebody else had begun with the link. "
        "What was written until then is marked doubted in the record. Please get in touch."
    ),
    NoticeKind.STANDS_AGAIN: N_(
        "{reference}: invitation {invitation} says now that it was them after all. "
        "What they wrote meanwhile is marked doubted instead."
    ),
    NoticeKind.NO_WORDS: N_(
        "{reference}: somebody opened the link of invitation {invitation} on another device and has no check words. "
        "Please phone the family."
    ),
    NoticeKind.DISTRESS: N_(
        "Urgent. {reference}: invitation {invitation} wrote words that may mean that somebody is not safe. "
        "Please phone. Words from before they agreed are not kept; all others are in the record."
    ),
    NoticeKind.AGE: N_(
        "{reference}: invitation {invitation} said both that they are under 18 and that they are not. Please ask by phone."
    ),
    NoticeKind.WRONG_WORDS: N_(
        "{reference}: wrong check words were written ten times for invitation {invitation}. Please ask by phone who it was."
    ),
}
MORE = N_("And {number} more times since {time}.")
ONCE_MORE = N_("And once more since {time}.")


def tell_sums(work: UnitOfWork, now: datetime) -> None:
    """Have the reviewers told of what was left for them, and of what came again within the hour, now that it is over."""
    queue.enqueue(work, letters_of(work, notices.sums(work, now), now), now)


def letters_of(work: UnitOfWork, told: Sequence[Told], now: datetime) -> list[Letter]:
    """Return a letter to the reviewer for each notice; a reviewer without Telegram finds them in the record."""
    if not told:
        return []
    known = notices.addressees(work, told)
    return [_letter(known[one.invitation_id], one, now) for one in told if one.invitation_id in known]


def _letter(to: Addressee, told: Told, now: datetime) -> Letter:
    facts = {"reference": to.reference, "invitation": told.invitation_id}
    parts = (say(WORDING[told.kind], **facts), *_again(told, now))
    wire = {"chat_id": int(to.address), "text": " ".join(fill(part, speech(SOURCE), {}) for part in parts)}
    lane = f"{Bot.REVIEWERS}:{to.reviewer_id}"
    return Letter(bot=Bot.REVIEWERS, lane=urgent(lane) if told.urgent else lane, method="sendMessage", wire=wire)


def _again(told: Told, now: datetime) -> tuple[Text, ...]:
    """Return how often it came since it was told last, if it did."""
    if not told.times or told.since is None:
        return ()
    since = told.since.astimezone(LONDON)
    today = since.date() == now.astimezone(LONDON).date()
    at = f"{since:%H:%M}" if today else f"{since:%H:%M} on {since.day} {since:%B}"
    return (say(ONCE_MORE, time=at) if told.times == 1 else say(MORE, number=str(told.times), time=at),)
