"""Write notices for reviewers: the news of an invitation or a review, and what can be done about it.

A notice names the reference and a first name. An urgent one names the reference alone: whoever sees the screen of a phone
learns nothing. Never a family's words, never a full name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.clock import LONDON, is_daytime
from dialogs.london import day_in_london
from dialogs.review import Review
from dialogs.reviewer_bot import notices as sentences
from dialogs.reviewer_bot.particulars import first_name_of
from dialogs.text import Text, fill, isolate, say
from dialogs.turn import HandoverNews, ReviewNews
from locales import SOURCE, speech
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import queue
from storage.outbox.lanes import urgent
from storage.outbox.queue import Letter
from storage.repositories import notices, quiet_invitations
from storage.repositories.notices import Addressee, Told
from storage.schema.vocabulary import Bot

# As many reviews as one message of Telegram holds with certainty.
MOST_NAMED = 30


def tell_sums(work: UnitOfWork, now: datetime) -> None:
    """Have the reviewers told of what was left for them, and of what came again within the hour, now that it is over."""
    queue.enqueue(work, letters_of(work, notices.sums(work, now), now), now)


def tell_of_silence(work: UnitOfWork, now: datetime) -> None:
    """Have the reviewers told, by day, of invitations with which nothing happens."""
    if is_daytime(now):
        queue.enqueue(work, letters_of(work, notices.note(work, quiet_invitations.found(work, now), now), now), now)


def tell_of_review(work: UnitOfWork, review: Review, news: ReviewNews, reviewer_id: str | None, now: datetime) -> None:
    """Have a reviewer told what became of a review, if they are in Telegram."""
    _tell(work, reviewer_id, [say(one, **_facts(review)) for one in sentences.OF_REVIEWS[news]], now)


def tell_of_handover(
    work: UnitOfWork,
    passed: Sequence[Review],
    news: HandoverNews,
    reviewer_id: str | None,
    now: datetime,
    facts: Mapping[str, str | date],
) -> None:
    """Have a reviewer told, in one message, of all reviews that go to a colleague or come from one."""
    named = "; ".join(_text(say(sentences.ONE_OF_THEM, **_facts(review))) for review in passed[:MOST_NAMED])
    if (more := len(passed) - MOST_NAMED) > 0:
        named = _text(say(sentences.AND_MORE, reviews=named, number=str(more)))
    _tell(work, reviewer_id, [say(one, reviews=named, **facts) for one in sentences.OF_HANDOVERS[news]], now)


def letters_of(work: UnitOfWork, told: Sequence[Told], now: datetime) -> list[Letter]:
    """Return a letter to the reviewer for each notice; a reviewer without Telegram finds them in the record."""
    if not told:
        return []
    known = notices.addressees(work, [one.invitation_id for one in told], now)
    return [_letter(known[one.invitation_id], one, now) for one in told if one.invitation_id in known]


def urgently(to: Addressee, *, late: bool = False) -> Letter:
    """Return the letter that names a review, and nobody: it goes before every other of its chat."""
    again = (say(sentences.URGENT_LATE),) if late else ()
    said = say(sentences.NOTICE_URGENT, reference=to.reference), *again, say(sentences.URGENT_HOW)
    return _post(to, *said, hurry=True)


def _letter(to: Addressee, told: Told, now: datetime) -> Letter:
    if told.urgent:
        return urgently(to)
    facts = {"reference": to.reference, "to": isolate(first_name_of(to.to))}
    news, *todo = sentences.NOTICES[told.kind]
    return _post(to, say(news, **facts), *_again(told, now), *(say(what, **facts) for what in todo))


def _facts(review: Review) -> dict[str, str]:
    return {"reference": review.reference, "person": isolate(first_name_of(review.person))}


def _tell(work: UnitOfWork, reviewer_id: str | None, said: Sequence[Text], now: datetime) -> None:
    """Send this to a reviewer; to one without Telegram, and to nobody, nothing goes."""
    address = notices.reviewer_in_telegram(work, reviewer_id)
    if address and reviewer_id:
        queue.enqueue(work, [_post(Addressee("", "", reviewer_id, address), *said)], now)


def _text(said: Text) -> str:
    return fill(said, speech(SOURCE), {})


def _post(to: Addressee, *said: Text, hurry: bool = False) -> Letter:
    wire = {"chat_id": int(to.address), "text": " ".join(map(_text, said))}
    lane = f"{Bot.REVIEWERS}:{to.reviewer_id}"
    return Letter(bot=Bot.REVIEWERS, lane=urgent(lane) if hurry else lane, method="sendMessage", wire=wire)


def _again(told: Told, now: datetime) -> tuple[Text, ...]:
    """Return how often it came since it was told last, if it did."""
    if not told.times or told.since is None:
        return ()
    since = told.since.astimezone(LONDON)
    today = since.date() == day_in_london(now)
    at = f"{since:%H:%M}" if today else f"{since:%H:%M} on {since.day} {since:%B}"
    more = sentences.ONCE_MORE if told.times == 1 else sentences.MORE
    return (say(more, number=str(told.times), time=at),)
