"""Take reviewers' arrivals inside an open transaction: enrol, load locked, respond, do the deeds, render, save.

People who are not enrolled hear one and the same sentence, whatever was written and however wrong it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.casework import flags, invitations, reviewers, reviews
from bot.casework.access import Actor, Refused, Role
from bot.casework.by import By
from bot.casework.invitations import Made, NewInvitation
from bot.casework.reviews import NewReview
from bot.clock import due_of, working_days_after
from bot.participants.links import page_link, telegram_link
from bot.participants.turns import Turns
from bot.reviewers.passing_on import hand_over
from bot.rounds.arrivals import Arrival, Filled, Membership, Opening, Outcome, Stranger, Unreadable
from bot.rounds.channel import Call
from bot.rounds.lanes import letters
from bot.rounds.rounds import Taker
from bot.settings import Settings
from bot.telegram.rendering import send_message
from dialogs import leder, reviewer_bot
from dialogs.inputs import Begin, Input, Open, Say
from dialogs.invitation import code_in
from dialogs.london import day_in_london
from dialogs.messages import Message, plain
from dialogs.phrases import YES
from dialogs.reviewer_bot import closing, listing, moving, opening, phrases, state
from dialogs.reviewer_bot.particulars import reference_in
from dialogs.reviewer_bot.passing_on import Handover
from dialogs.reviewer_bot.state import CloseFlag, DeskTurn, Errand, Invite, Move, OpenReview, Renew, ReopenFlag, Revoke
from dialogs.text import say
from locales import SOURCE, in_order, is_draft, speech
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox import throttling
from storage.inbox.throttling import ENROLMENT
from storage.outbox.queue import Letter
from storage.repositories import desks, facts
from storage.repositories.desks import Seat
from storage.repositories.reviews import NotFound
from storage.schema.vocabulary import Bot

# The working days, from today, on which a reviewer can say that somebody will be rung again.
TRY_AGAIN_AFTER = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class DeskTurns(Taker):
    """Takes the reviewers' arrivals. `families` makes what participants are told of a deed."""

    settings: Settings
    families: Callable[[], Turns]

    def take(self, work: UnitOfWork, arrivals: Sequence[Arrival], now: datetime) -> tuple[list[Outcome], list[Letter]]:
        """Take one turn for each arrival, in order, and keep everything; gives their outcomes and what is to be sent."""
        taking = _Round(self.settings, self.families, work, now)
        taking.seat(arrivals)
        for arrival in arrivals:
            taking.take(arrival)
        desks.save(work, taking.seats.values())
        return [Outcome() for _ in arrivals], taking.letters

    def heard_since(self, work: UnitOfWork, arrival: Arrival, at: datetime) -> bool:
        """Tell whether a reviewer has written, or was asked something, after this moment."""
        seat = desks.load(work, [lookup_of(work, arrival)]).get(lookup_of(work, arrival))
        if seat is None:
            return False
        below = arrival.pressed is None and seat.desk.heard > (arrival.message_id or 0)
        return below or desks.asked_since(work, _lane(seat.reviewer_id), at)

    def sorry(self, work: UnitOfWork, arrival: Arrival) -> list[Letter]:
        """Return the letter that tells the sender that a message was not taken, whatever may be wrong with the sender's desk."""
        lookup = lookup_of(work, arrival)
        lane = _lane(desks.reviewer_with(work, lookup) or lookup.hex())
        return letters(Bot.REVIEWERS, lane, _rendered(arrival, plain(say(phrases.NOT_TAKEN))))


def lookup_of(work: UnitOfWork, arrival: Arrival) -> bytes:
    """The keyed hash by which a reviewer's account is found."""
    return work.vault.hash("reviewer account", arrival.user)


@dataclass(slots=True)
class _Round:
    settings: Settings
    families: Callable[[], Turns]
    work: UnitOfWork
    now: datetime
    seats: dict[bytes, Seat] = field(default_factory=dict)
    welcome: set[bytes] = field(default_factory=set)
    letters: list[Letter] = field(default_factory=list)

    def seat(self, arrivals: Sequence[Arrival]) -> None:
        """Enrol those who come with a code; then load everybody in the round, locked."""
        lookups = {lookup_of(self.work, a) for a in arrivals}
        known = desks.load(self.work, lookups)
        for arrival in arrivals:
            if lookup_of(self.work, arrival) not in known:
                self._enrol(arrival)
        self.seats = {**known, **(desks.load(self.work, self.welcome) if self.welcome else {})}

    def take(self, arrival: Arrival) -> None:
        """Take the turn that follows from one arrival."""
        lookup = lookup_of(self.work, arrival)
        seat = self.seats.get(lookup)
        if seat is None or isinstance(arrival.said, Stranger):
            outside = phrases.PRIVATE_ONLY if isinstance(arrival.said, Stranger) else phrases.NOT_ENROLLED
            self._post(_lane(lookup.hex()), _rendered(arrival, plain(say(outside))))
            return
        said = self._placed(seat, arrival, _said(arrival))
        self._furnish(seat, said)
        if lookup in self.welcome:
            self.welcome.remove(lookup)
            self._post(_lane(seat.reviewer_id), _rendered(arrival, reviewer_bot.enrolled(seat.desk)))
            return
        turn = reviewer_bot.respond(seat.desk, said, now=self.now, sent=arrival.message_id or 0)
        self._keep(seat, arrival, turn)

    def _enrol(self, arrival: Arrival) -> None:
        """Enrol the sender with their code. Wrong codes are counted; after too many of them no code works for a while."""
        lookup, code = lookup_of(self.work, arrival), _credential(arrival)
        if code is None or lookup in self.welcome or not throttling.may_guess(self.work, ENROLMENT, lookup, self.now):
            return
        if reviewers.enrol(self._by(Actor(Role.REVIEWER)), code_in(code) or code, lookup, arrival.address):
            self.welcome.add(lookup)
        else:
            throttling.guessed_wrong(self.work, ENROLMENT, lookup, self.now)

    def _placed(self, seat: Seat, arrival: Arrival, said: Input) -> Input:
        """Return words with the step of the question above them in the chat; an empty one if there is none."""
        if not isinstance(said, Say) or seat.desk.task is None:
            return said
        above = desks.asked_above(self.work, _lane(seat.reviewer_id), said.sent, seat.desk.heard)
        return replace(said, about=above or "")

    def _furnish(self, seat: Seat, said: Input) -> None:
        task = seat.desk.task
        drafted = task.reference if isinstance(task, state.Opening) else None
        written = reference_in(said.words) if isinstance(said, Say) else None
        late = isinstance(said, Say) or said == Open(Errand.FLAGS)
        desks.furnish(self.work, seat, [r for r in (drafted, written) if r], self.now, late=late)
        due = (replace(f, due=due_of(f)) for f in seat.desk.flags)
        others = tuple(replace(one, flag=replace(one.flag, due=due_of(one.flag))) for one in seat.desk.late)
        days = tuple(working_days_after(self.now, ahead) for ahead in (TRY_AGAIN_AFTER if seat.desk.flags else ()))
        drafts = {code: is_draft(code) for code in in_order()}
        seat.desk = replace(seat.desk, facts=leder.programme(), flags=tuple(due), late=others, drafts=drafts, days=days)

    def _keep(self, seat: Seat, arrival: Arrival, turn: DeskTurn) -> None:
        seat.desk = turn.desk
        calls = [call for message in turn.messages for call in _rendered(arrival, message)]
        calls += self._done(seat, arrival, turn)
        if turn.used_up and arrival.pressed is not None:
            calls.append(_without_buttons(arrival))
        self._post(_lane(seat.reviewer_id), calls)

    # Deeds

    def _done(self, seat: Seat, arrival: Arrival, turn: DeskTurn) -> list[Call]:
        """Do the deed of a turn, if it has one, and say that it is done."""
        match turn.deed:
            case None:
                return []
            case OpenReview() as deed:
                return _rendered(arrival, opening.opened(deed.reference, self._open(seat, deed), held=deed.held))
            case Invite() as deed:
                return self._invite(seat, arrival, deed)
            case Renew() as deed:
                return self._renew(seat, arrival, deed)
            case CloseFlag() as deed:
                flags.close(self._by(_actor(seat)), deed.flag.id, deed.done)
                return _rendered(arrival, closing.closed(deed))
            case ReopenFlag(flag=flag_id):
                return _rendered(arrival, self._reopen(seat, flag_id))
            case Revoke() as deed:
                invitations.revoke(self._by(_actor(seat)), deed.invitation)
                return _rendered(arrival, listing.revoked(deed.to))
            case Move() as deed:
                invitations.move(self._by(_actor(seat)), deed.invitation, deed.reference)
                return _rendered(arrival, moving.moved(deed))

    def _reopen(self, seat: Seat, flag_id: int) -> Message:
        try:
            with self.work.savepoint():
                flags.reopen(self._by(_actor(seat)), flag_id)
        except (NotFound, Refused):
            return plain(say(phrases.NOT_REOPENED))
        return plain(say(phrases.FLAG_REOPENED))

    def _by(self, actor: Actor) -> By:
        return By(actor=actor, work=self.work, now=self.now, turns=self.families)

    def _open(self, seat: Seat, deed: OpenReview) -> str:
        new = NewReview(
            reference=deed.reference,
            person=deed.person,
            age=deed.age,
            confirmed=deed.confirmed,
            reviewer_id=seat.reviewer_id,
            held=deed.held,
        )
        return reviews.open_review(self._by(_actor(seat)), new)

    def _invite(self, seat: Seat, arrival: Arrival, deed: Invite) -> list[Call]:
        new = NewInvitation(reference=deed.review, to=deed.to, relationship=deed.relationship, language=deed.language)
        made = invitations.invite(self._by(_actor(seat)), new)
        return self._hand_over(arrival, replace(self._handover(seat, made, deed), chosen=say(YES)))

    def _renew(self, seat: Seat, arrival: Arrival, deed: Renew) -> list[Call]:
        made = invitations.renew(self._by(_actor(seat)), deed.invitation)
        return self._hand_over(arrival, replace(self._handover(seat, made, deed), renewed=True, bound=deed.bound))

    def _handover(self, seat: Seat, made: Made, deed: Invite | Renew) -> Handover:
        opens, language = made.credentials, made.language
        return Handover(
            to=deed.to,
            reviewer=seat.desk.reviewer,
            code=opens.code,
            until=day_in_london(made.expires_at),
            telegram_link=telegram_link(facts.username(self.work), opens.token),
            page_link=page_link(self.settings, opens.token, language),
            language=language or SOURCE,
        )

    def _hand_over(self, arrival: Arrival, made: Handover) -> list[Call]:
        return hand_over(made, leder.programme(), int(arrival.address))

    def _post(self, lane: str, calls: Iterable[Call]) -> None:
        self.letters += letters(Bot.REVIEWERS, lane, calls)


def _said(arrival: Arrival) -> Input:
    """Return the input that the core hears; ValueError for one that should have been turned away before."""
    match arrival.said:
        case Opening():
            return Begin()
        case Stranger() | Membership() | Filled() | Unreadable():
            raise ValueError(f"not for a desk: {type(arrival.said).__name__}")
        case said:
            return said


def _actor(seat: Seat) -> Actor:
    return Actor(Role.REVIEWER, seat.reviewer_id, lead=seat.lead)


def _credential(arrival: Arrival) -> str | None:
    """A code that came with the arrival; words count as one only when they have its form."""
    match arrival.said:
        case Opening(credential) if credential:
            return credential
        case Say(words=words) if code_in(words):
            return words
        case _:
            return None


def _lane(whose: str) -> str:
    """The lane of a chat in the outbox: a reviewer's own, by the id, as the notices use it; a stranger's, by the hash."""
    return f"{Bot.REVIEWERS}:{whose}"


def _rendered(arrival: Arrival, message: Message) -> list[Call]:
    bodies = send_message(message, speech(SOURCE), {}, int(arrival.address))
    last = len(bodies) - 1
    return [Call("sendMessage", body, message.prompt if n == last else None) for n, body in enumerate(bodies)]


def _without_buttons(arrival: Arrival) -> Call:
    which = {"chat_id": int(arrival.address), "message_id": arrival.pressed}
    return Call("editMessageReplyMarkup", {**which, "reply_markup": {"inline_keyboard": []}})
