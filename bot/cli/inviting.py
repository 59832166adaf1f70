"""`interview invite` and `interview renew`: links and codes, shown once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from bot.casework import invitations
from bot.casework.invitations import Made, NewInvitation, Words
from bot.cli import arguments
from bot.cli.errors import Refused
from bot.cli.links import families_username
from bot.cli.output import in_fours, minute, moment, write_bytes
from bot.cli.session import Desk, at_desk
from bot.cli.visible import as_json
from bot.participants.links import page_link, telegram_link
from dialogs import leder
from dialogs.languages import name_of
from dialogs.london import day_in_london
from dialogs.reviewer_bot.inviting import namesakes, what_a_draft_means
from dialogs.reviewer_bot.passing_on import Handover
from dialogs.reviewer_bot.sms import parts, sms
from dialogs.text import fill
from locales import SOURCE, is_draft, speech
from storage.repositories.invitations import invitations_of

Days = Annotated[
    int | None,
    Option(
        help="For how many days it can be opened; else as the programme says.",
        metavar="INTEGER",
        parser=arguments.number,
    ),
]
Letter = Annotated[
    Path | None,
    Option(metavar="FILE", help="Write a letter to print to this file (PDF), in the language of the invitation."),
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
    whole_name: arguments.WholeName = False,
    letter: Letter = None,
    json: AsJson = False,
) -> None:
    """Invite one person to a review; link, code and check word are shown this once."""
    with at_desk() as desk:
        new = NewInvitation(
            reference=arguments.reference(reference),
            to=arguments.first_name(to, "the invitee", whole=whole_name),
            relationship=arguments.relationship(relationship),
            language=None if language is None else arguments.language(language, desk.settings.languages),
        )
        days = None if days is None else arguments.days(days)
        with desk.store.read() as work:
            review = invitations.takes_invitations(work, new.reference)
            same = namesakes(invitations_of(work, [review.reference]), review.reference, new.to)
        if letter:
            _can_be_made(letter, new.language or SOURCE)
        username = families_username(desk)
        with desk.store.begin() as work:
            made = invitations.invite(desk.by(work), new, days=days, words=Words.UNBEGUN)
            work.commit()
    if made.language and is_draft(made.language) and not json:
        told = (fill(text, speech(SOURCE), {}) for text in what_a_draft_means(made.language, name_of(made.language)))
        print(*told, file=sys.stderr)
    _show(desk, username, made, letter, json=json)
    if same and not json:
        print(f"Somebody called {new.to} is invited to this review already: {', '.join(one.id for one in same)}.")
        print(f"If it is the same person, the one made now can be taken back: interview revoke {made.id}")


def renew(
    invitation: Annotated[str, Argument(metavar="ID", help="The invitation.")],
    days: Days = None,
    check_word: Annotated[bool, Option("--check-word", help="New check words too; the family is told.")] = False,
    unbind: Annotated[
        bool,
        Option("--unbind", help="The wrong person has begun: put them out. What was written is kept, and doubted."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Give an invitation a fresh link and code; the old ones stop to work. Who has begun keeps the check words they have."""
    _renew(invitation, days, Words.ALWAYS if check_word else Words.UNBEGUN, unbind=unbind, json=json)


def letter(
    invitation: Annotated[str, Argument(metavar="ID", help="The invitation.")],
    out: Annotated[Path, Option(metavar="FILE", help="Write the letter to this file (PDF).")],
    days: Days = None,
) -> None:
    """Write a letter to print, in the language of the invitation, with a fresh link; the old one stops to work."""
    _renew(invitation, days, Words.UNBEGUN, letter=out)


def _renew(
    invitation: str,
    days: int | None,
    words: Words,
    *,
    unbind: bool = False,
    letter: Path | None = None,
    json: bool = False,
) -> None:
    with at_desk() as desk:
        days = None if days is None else arguments.days(days)
        with desk.store.read() as work:
            found, _ = invitations.renewable(work, invitation)
        if letter:
            _can_be_made(letter, found.language or SOURCE)
        username = families_username(desk)
        with desk.store.begin() as work:
            by = desk.by(work)
            made = (
                invitations.unbind(by, invitation, days=days)
                if unbind
                else invitations.renew(by, invitation, days=days, words=words)
            )
            work.commit()
    _show(desk, username, made, letter, json=json)


def _can_be_made(file: Path, language: str) -> None:
    """Refuse a letter that no font here can write, before a link is made that is shown only once."""
    from bot.documents.letter import Unmakeable, try_out

    if not file.absolute().parent.is_dir():
        raise Refused(f"There is no folder {file.absolute().parent} for the letter.")
    try:
        try_out(language)
    except Unmakeable as error:
        raise Refused(str(error)) from None


def _letter(handover: Handover) -> bytes:
    from bot.documents.letter import Unmakeable, as_pdf

    try:
        return as_pdf(handover)
    except Unmakeable as error:
        raise Refused(str(error)) from None


def _show(desk: Desk, username: str | None, made: Made, letter: Path | None, *, json: bool) -> None:
    """Print what is shown only once. The page's link opens in the invitation's language; as JSON it is the bare address."""
    opens = made.credentials
    telegram = telegram_link(username, opens.token)
    page = page_link(desk.settings, opens.token, None if json else made.language)
    handover = _handover(made, telegram, page)
    if letter:
        write_bytes(letter, _letter(handover))
    if json:
        shown = {
            "invitation": made.id,
            "token": opens.token,
            "code": opens.code,
            "check_word": opens.check_word,
            "telegram_link": telegram,
            "page_link": page,
            "expires_at": moment(made.expires_at),
        }
        print(as_json(shown))
        return
    print(f"Invitation {made.id}, open until {minute(made.expires_at)}. What follows is shown this once.")
    print(f"Telegram    {telegram or 'not known: set INTERVIEW_FAMILIES_TOKEN, and see that Telegram can be reached'}")
    print(f"Web page    {page or 'none: INTERVIEW_PUBLIC_URL is not set'}")
    print(f"Code        {in_fours(opens.code)}")
    if opens.check_word:
        print(f"Check word  {opens.check_word}")
        print("Say the check word on the phone. Do not send it together with the link.")
    else:
        print(f"Their check words stay as they are. If they are lost: interview renew {made.id} --check-word")
    if letter:
        print(f"Letter      {letter}")
    if text := sms(handover, leder.programme(), speech(handover.language)):
        print(f"Text message (SMS, sent as {parts(text)}), to be copied as it is:")
        print(text)


def _handover(made: Made, telegram: str | None, page: str | None) -> Handover:
    """Return the invitation as it is handed over, in its language."""
    return Handover(
        to=made.to,
        reviewer=made.reviewer,
        code=made.credentials.code,
        until=day_in_london(made.expires_at),
        telegram_link=telegram,
        page_link=page,
        language=made.language or SOURCE,
    )
