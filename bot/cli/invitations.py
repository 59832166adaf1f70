"""`interview invitations`, `interview invitation edit` and `interview revoke`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from typer import Argument, Option, Typer

from bot.casework import invitations as casework
from bot.cli import arguments
from bot.cli.errors import Refused
from bot.cli.output import as_table, minute, moment
from bot.cli.session import acting, reading
from bot.cli.visible import as_json
from dialogs.invitation import Invitation, status
from storage.repositories import invitations as repository
from storage.repositories.reviews import review

HEADS = ("Invitation", "Review", "To", "Relationship", "Language", "Status", "Answered", "Last activity", "Open until")
Id = Annotated[str, Argument(metavar="ID", help="The invitation.")]
ASIDE = " (another response is doubted)"
UNUSED = "Its link and code do not work any more."
KEPT = (
    "Nobody can answer any more, and every browser is signed out. What was answered stays in the record. "
    "The family can still see a copy and delete it: in their Telegram chat, or by the link with their check words."
)

app = Typer(add_completion=False, rich_markup_mode=None, help="Mend an invitation.")


def invitations(
    reference: Annotated[str | None, Argument(metavar="[REFERENCE]", help="Only those of this review.")] = None,
    json: Annotated[bool, Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """List invitations with where each one stands."""
    with reading() as (desk, work):
        wanted = None if reference is None else [review(work, arguments.reference(reference)).reference]
        found = repository.invitations_of(work, wanted)
    if json:
        print(as_json([as_data(i, desk.now) for i in found]))
    else:
        print(as_table(HEADS, [_as_row(i, desk.now) for i in found]) if found else "There are no invitations.")


def revoke(invitation: Id) -> None:
    """End an invitation: nobody can answer any more. What was answered stays; the family can still see it and delete it."""
    with acting() as by:
        found = casework.revoke(by, invitation)
    print(f"The invitation {found.id} is revoked. {KEPT if found.bound else UNUSED}")


@app.callback()
def invitation() -> None:
    """Mend an invitation."""


@app.command()
def edit(
    invitation: Id,
    to: Annotated[str | None, Option(metavar="NAME", help="The right name of the invitee.")] = None,
    whole_name: arguments.WholeName = False,
) -> None:
    """Mend what was typed wrong."""
    if to is None:
        raise Refused("There is nothing to change: please give --to.")
    with acting() as by:
        found = casework.edit(by, invitation, arguments.first_name(to, "the invitee", whole=whole_name))
    print(f"The invitation {found.id} has another name now.")


@app.command()
def move(
    invitation: Id, review: Annotated[str, Option(metavar="REFERENCE", help="The review that it is for.")]
) -> None:
    """Put an invitation that nobody has opened into the right review; link and code stay the same."""
    with acting() as by:
        found, after = casework.move(by, invitation, arguments.reference(review))
    print(f"The invitation {found.id} is in the review {after.reference} now.")


def as_data(found: Invitation, now: datetime) -> dict[str, Any]:
    doubted = {"doubted": True} if found.doubted else {}
    return {
        "invitation": found.id,
        "review": found.review,
        "to": found.to,
        "relationship": found.relationship,
        "language": found.language,
        "status": str(status(found, now)),
        "answered": found.answered,
        "asked": found.asked,
        "about": found.about,
        "halted": found.halted,
        "last_activity": moment(found.last_activity),
        "expires_at": moment(found.expires_at),
        **doubted,
    }


def _as_row(found: Invitation, now: datetime) -> tuple[object, ...]:
    return (
        found.id,
        found.review,
        found.to,
        found.relationship,
        found.language,
        f"{status(found, now)}{', halted' if found.halted else ''}{ASIDE if found.doubted else ''}",
        f"{found.answered} of {'about ' if found.asked < found.about else ''}{found.about}",
        minute(found.last_activity),
        minute(found.expires_at),
    )
