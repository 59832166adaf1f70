"""Show an enrolled reviewer who opens a family's link what the family sees first. Nothing is opened, kept or bound."""

from __future__ import annotations

from bot.rounds.arrivals import Arrival
from dialogs import interview, leder, phrases
from dialogs.inputs import Begin, Channel
from dialogs.messages import Message, Paragraph, plain, segments
from dialogs.response import People, Response
from dialogs.reviewer_bot.phrases import PREVIEW, PREVIEW_IF_IT_IS_YOU
from dialogs.text import fill, isolate, say, verbatim
from locales import SOURCE, speech
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import desks, invitations, reviews
from storage.repositories.conversations import Surroundings


def is_reviewer(work: UnitOfWork, arrival: Arrival) -> bool:
    """Tell whether this account is an enrolled reviewer's; of a browser that cannot be known."""
    known = arrival.channel == Channel.TELEGRAM
    return known and desks.reviewer_with(work, work.vault.hash("reviewer account", arrival.user)) is not None


def preview(work: UnitOfWork, invitation_id: str, around: Surroundings) -> list[Message]:
    """Return what the family sees first, without its buttons, below a word that it is a preview."""
    found = invitations.invitation(work, invitation_id)
    review, language = reviews.review(work, found.review), found.language or around.language
    to = found.to or ""
    people = People(invitee=to, person=review.person, reviewer=review.reviewer, relationship=found.relationship)
    response = Response(
        version=around.questionnaire,
        language=language,
        channel=Channel.TELEGRAM,
        people=people,
        passed=frozenset({"W1"}) if found.language else frozenset(),
    )
    turn = interview.respond(leder.load(around.questionnaire), response, Begin(), now=around.now)
    how, names = speech(language), people.names(phrases.YOUR_REVIEWER)
    shown = [Paragraph(verbatim(text), role) for m in turn.messages for text, role in segments(m, how, names)]
    ours = [fill(say(told, to=isolate(to)), speech(SOURCE), {}) for told in (PREVIEW, PREVIEW_IF_IT_IS_YOU)]
    return [plain(*map(verbatim, ours)), Message(paragraphs=tuple(shown))]
