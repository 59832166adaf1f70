"""`interview invite` and `interview renew`: links and codes, shown once."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Annotated

from typer import Argument, Option

from bot.cli import arguments
from bot.cli.errors import Refused
from bot.cli.links import families_username
from bot.cli.output import in_fours, minute, moment
from bot.cli.session import Desk, at_desk
from bot.cli.visible import as_json
from bot.participants.links import page_link, telegram_link
from dialogs import leder, phrases
from dialogs.invitation import Invitation
from dialogs.languages import name_of
from dialogs.london import day_in_london, end_of_day
from dialogs.messages import RESUME, plain
from dialogs.response import Status
from dialogs.review import Review, ReviewStatus
from dialogs.reviewer_bot.inviting import what_a_draft_means
from dialogs.text import fill, say
from dialogs.turn import Turn
from locales import SOURCE, is_draft, speech
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import Credentials
from storage.repositories import invitations, responses
from storage.repositories.reviews import review

Days = Annotated[
    int | None,
    Option(
        help="For how many days it can be opened; else as the programme says.",
        metavar="INTEGER",
        parser=arguments.number,
    ),
]
AsJson = Annotated[bool, Option("--json", help="Print one JSON object.")]


def invite(
    reference: Annotated[str, Argument(metavar="REFERENCE", help="The reference of the review.")],
    to: Annotated[
        str, Option(metavar="NAME", help="The first name of whoever is invited; - reads it from standard input.")
    ],
    relationship: Annotated[str, Option(metavar="CODE", help="What they were to the person who died.")],
    language: Annotated[str | None, Option(help="The language to begin in; else the first question asks.")] = None,
    days: Days = None,
    json: AsJson = False,
) -> None:
    """Invite one person to a review; link, code and check word are shown this once."""
    credentials = Credentials.fresh(check_word=True)
    with at_desk() as desk:
        reference, to = arguments.reference(reference), arguments.name(to, "the invitee")
        relationship = arguments.relationship(relationship)
        spoken = None if language is None else arguments.language(language, desk.settings.languages)
        expires_at = _until(desk, days)
        with desk.store.read() as work:
            _open_review(work, reference)
        username = families_username(desk)
        with desk.store.begin() as work:
            invitation_id = invitations.invite(
                work,
                _open_review(work, reference, lock=True).id,
                credentials,
                to=to,
                relationship=relationship,
                language=spoken,
                now=desk.now,
                expires_at=expires_at,
            )
            work.commit()
    if spoken and is_draft(spoken) and not json:
        told = (fill(text, speech(SOURCE), {}) for text in what_a_draft_means(spoken, name_of(spoken)))
        print(*told, file=sys.stderr)
    _show(desk, username, invitation_id, credentials, expires_at, json, spoken)


def renew(
    invitation: Annotated[str, Argument(metavar="ID", help="The invitation.")],
    days: Days = None,
    check_word: Annotated[bool, Option("--check-word", help="New check words too; the family is told.")] = False,
    json: AsJson = False,
) -> None:
    """Give an invitation a fresh link and code; the old ones stop to work. Who has begun keeps the check words they have."""
    with at_desk() as desk:
        expires_at = _until(desk, days)
        with desk.store.read() as work:
            _renewable(work, invitation)
        username = families_username(desk)
        with desk.store.begin() as work:
            found = _renewable(work, invitation, lock=True)
            credentials = Credentials.fresh(check_word=check_word or not found.bound)
            invitations.renew(work, found.id, credentials, expires_at)
            if check_word and found.bound:
                _tell_of_new_words(desk, work, found.id)
            work.commit()
    _show(desk, username, found.id, credentials, expires_at, json, found.language)


def _tell_of_new_words(desk: Desk, work: UnitOfWork, invitation_id: str) -> None:
    """Tell the family in their own chat or page, so that nobody makes check words behind their back."""
    from bot.takers import participants

    turns = participants(desk.settings)
    if (theirs := responses.of_invitation(work, invitation_id, turns.around(desk.now))) is not None:
        told = plain(say(phrases.NEW_CHECK_WORDS, phone=leder.programme()["phone"]), rows=(RESUME,))
        turns.act(work, [theirs], [Turn(response=theirs.response).saying(told)], desk.now)


def _open_review(work: UnitOfWork, reference: str, *, lock: bool = False) -> Review:
    """The review, if it takes invitations."""
    found = review(work, reference, lock=lock)
    if found.status is not ReviewStatus.OPEN:
        how = "on hold" if found.status is ReviewStatus.HELD else "closed"
        raise Refused(f"The review {reference} is {how}, so nobody can be invited to it.")
    return found


def _renewable(work: UnitOfWork, invitation_id: str, *, lock: bool = False) -> Invitation:
    """The invitation, if it may be opened again."""
    found = invitations.invitation(work, invitation_id)
    _open_review(work, found.review, lock=lock)
    if found.erased:
        raise Refused(f"The invitation {found.id} was erased, so it cannot be renewed.")
    if found.response is Status.WITHDRAWN:
        raise Refused(f"The invitation {found.id} was withdrawn from, so it cannot be renewed.")
    return found


def _until(desk: Desk, days: int | None) -> datetime:
    number = int(leder.programme()["invitation_days"]) if days is None else arguments.days(days)
    return end_of_day(day_in_london(desk.now) + timedelta(days=number))


def _show(
    desk: Desk,
    username: str | None,
    invitation_id: str,
    credentials: Credentials,
    expires_at: datetime,
    json: bool,
    language: str | None,
) -> None:
    """Print what is shown only once. The page's link opens in the invitation's language; as JSON it is the bare address."""
    telegram = telegram_link(username, credentials.token)
    page = page_link(desk.settings, credentials.token, None if json else language)
    if json:
        shown = {
            "invitation": invitation_id,
            "token": credentials.token,
            "code": credentials.code,
            "check_word": credentials.check_word,
            "telegram_link": telegram,
            "page_link": page,
            "expires_at": moment(expires_at),
        }
        print(as_json(shown))
        return
    print(f"Invitation {invitation_id}, open until {minute(expires_at)}. What follows is shown this once.")
    print(f"Telegram    {telegram or 'not known: set INTERVIEW_FAMILIES_TOKEN, and see that Telegram can be reached'}")
    print(f"Web page    {page or 'none: INTERVIEW_PUBLIC_URL is not set'}")
    print(f"Code        {in_fours(credentials.code)}")
    if credentials.check_word:
        print(f"Check word  {credentials.check_word}")
        print("Say the check word on the phone. Do not send it together with the link.")
    else:
        print(f"Their check words stay as they are. If they are lost: interview renew {invitation_id} --check-word")
