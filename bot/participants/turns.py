"""The middle of the road: arrivals of one round -> turns -> what is kept and what is sent. One open transaction, no waiting.

open invitations -> load, locked -> respond -> render -> save -> outbox
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import USUAL, Timing
from bot.participants import choosing, membership, own_deeds, several, silence
from bot.participants.addressing import (
    ABOUT_A_CHAT,
    alone,
    beside,
    chosen,
    here,
    in_order,
    is_alive,
    is_done_with,
    is_heard_when_ended,
    is_not_to_be_reminded,
    is_wrong_code,
    shows_a_way_on,
    to_ended,
    unsaved,
    wants_another_way,
)
from bot.participants.claiming import Claiming
from bot.participants.contact_days import due_time
from bot.participants.notices import letters_of
from bot.participants.outgoing import Outgoing, must_be_read, to_anybody, toast
from bot.participants.own_deeds import Done
from bot.participants.placing import placed
from bot.rounds.arrivals import Arrival, Filled, Membership, Opening, Outcome, Stranger, Unreadable
from bot.rounds.channel import Call, ChannelPort
from bot.rounds.lanes import lane, lookup_of
from dialogs import distress, ended, interview, leder, phrases, side_questions
from dialogs.commands import REMINDERS
from dialogs.copies import replace
from dialogs.inputs import Above, Begin, Channel, Input, Next, No, Say, Unseen
from dialogs.languages import first_offered
from dialogs.messages import Message, plain
from dialogs.offers import in_sight
from dialogs.text import Text, say
from dialogs.turn import Deposit, Turn
from locales import speech, spoken
from storage.engine.failpoints import reach
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import chat, prompts, queue
from storage.outbox.prompts import Prompt
from storage.outbox.queue import Letter
from storage.repositories import reachable, reminders, responses
from storage.repositories.browsers import Visit
from storage.repositories.conversations import Conversation, Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Takes the families' arrivals, whatever channel they come by. `fetches`: how a channel asks for a voice message.

    `page`: where the page is, if there is one.
    """

    channels: Mapping[Channel, ChannelPort]
    languages: tuple[str, ...]
    fetches: Mapping[Channel, Callable[[Deposit], Call]] = field(default_factory=dict)
    questionnaire: str = leder.CURRENT
    page: str = ""
    timing: Timing = USUAL

    def around(self, now: datetime) -> Surroundings:
        """Return the facts that every load brings with it."""
        return Surroundings(
            now=now, questionnaire=self.questionnaire, language=self.languages[0], languages=self.languages
        )

    def take(self, work: UnitOfWork, arrivals: Sequence[Arrival], now: datetime) -> tuple[list[Outcome], list[Letter]]:
        """Take one turn for each arrival, in order, and keep everything; gives their outcomes and what is to be sent."""
        taking = self._round(work, now)
        taking.open_invitations(arrivals)
        taking.load(arrivals)
        reach("loaded")
        outcomes = [taking.take(arrival) for arrival in arrivals]
        reach("responded")
        own_deeds.note_all(work, taking.own_deeds, now)
        return outcomes, taking.save()

    def sorry(self, work: UnitOfWork, arrival: Arrival) -> list[Letter]:
        """Return the letters that tell the sender that a message was not saved."""
        return self.sentence(work, arrival, phrases.NOT_UNDERSTOOD_SAVED)

    def heard_since(self, work: UnitOfWork, arrival: Arrival, at: datetime) -> bool:
        """Tell whether the sender of an arrival has written after this moment."""
        return reachable.active_since(work, lookup_of(work, arrival.channel, arrival.user), at)

    def sentence(self, work: UnitOfWork, arrival: Arrival, told: str | Message, language: str = "") -> list[Letter]:
        """A plain sentence to somebody of whom nothing is known, or may be said; in their language, or that of their device."""
        where = lane(arrival.bot, lookup_of(work, arrival.channel, arrival.user))
        how = speech(language or first_offered([arrival.language], self.languages) or self.languages[0])
        return to_anybody(self.channels[arrival.channel], arrival, where, told, how)

    def act(
        self, work: UnitOfWork, conversations: Sequence[Conversation], turns: Sequence[Turn], now: datetime
    ) -> None:
        """Keep and send turns that no arrival caused: a hold, a reminder, a withdrawal at the desk."""
        taking = self._round(work, now)
        chat.unfold(work, {c.response_id: c.last_activity for c in conversations}, now)
        taking.know_others(conversations)
        for conversation, turn in zip(conversations, turns, strict=True):
            taking.conversations.append(conversation)
            taking.keep(conversation, side_questions.over(turn, conversation.response))
            if turn.messages:
                taking.speak_last(conversation)
        queue.enqueue(work, taking.save(), now)

    def place(self, work: UnitOfWork, response_ids: Sequence[int], now: datetime) -> list[Letter]:
        """Put words where they belong that have waited for what would become of a question; gives what is to be sent."""
        taking = self._round(work, now)
        taking.conversations = responses.load_by_id(work, response_ids, self.around(now))
        taking.prompts = prompts.newest(work, response_ids)
        taking.know_others(taking.conversations)
        for conversation in taking.conversations:
            taking.place_waiting(conversation)
        own_deeds.note_all(work, taking.own_deeds, now)
        return taking.save()

    def _round(self, work: UnitOfWork, now: datetime) -> _Round:
        outgoing = Outgoing(self.channels, self.fetches, self.page, now, self.timing)
        claims = Claiming(work, self.around(now), self.channels[Channel.TELEGRAM])
        return _Round(self, work, now, outgoing, claims, choosing.Choosing(work, claims, now))


@dataclass(slots=True)
class _Round:
    turns: Turns
    work: UnitOfWork
    now: datetime
    out: Outgoing
    claiming: Claiming
    choosing: choosing.Choosing
    conversations: list[Conversation] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)
    by_lookup: dict[bytes, list[Conversation]] = field(default_factory=dict)
    prompts: dict[int, list[Prompt]] = field(default_factory=dict)
    lookups: dict[str, bytes] = field(default_factory=dict)
    ended_pauses: list[int] = field(default_factory=list)
    visits: dict[str, Visit] = field(default_factory=dict)
    own_deeds: list[Done] = field(default_factory=list)

    def open_invitations(self, arrivals: Sequence[Arrival]) -> None:
        """Bind what was opened to the account as its current conversation; wrong guesses are counted."""
        self.opened |= self.claiming.open_all([(a, self._lookup(a)) for a in arrivals if a.channel != Channel.PAGE])

    def load(self, arrivals: Sequence[Arrival]) -> None:
        """Load and lock everybody in the round, and the recent questions that their words may belong to."""
        self.visits = choosing.visits(self.work, {a.user for a in arrivals if a.channel == Channel.PAGE}, self.now)
        self.conversations = responses.load(self.work, {self._lookup(a) for a in arrivals}, self.turns.around(self.now))
        chat.unfold(self.work, {c.response_id: c.last_activity for c in self.conversations}, self.now)
        for conversation in self.conversations:
            self.by_lookup.setdefault(conversation.lookup, []).append(conversation)
        self.claiming.load_shared(self.conversations, self.by_lookup)
        these = {self._lookup(a) for a in arrivals if isinstance(a.said, Say)}
        ids = [c.response_id for c in self.conversations if c.lookup in these or c.response.unplaced]
        self.prompts = prompts.newest(self.work, ids) if ids else {}

    def know_others(self, conversations: Sequence[Conversation]) -> None:
        """Add the other conversations of these accounts, so that each message can say which it is about."""
        others = responses.beside(self.work, conversations, self.turns.around(self.now))
        for conversation in (*conversations, *others):
            self.by_lookup.setdefault(conversation.lookup, []).append(conversation)

    def speak_last(self, conversation: Conversation) -> None:
        """Make the conversation in which we have written the current one, if the person is at no other one just now."""
        mine = self.by_lookup.get(conversation.lookup, [])
        if several.speaks_last(conversation, mine, self.now - silence.LONG):
            several.turn_to(self.work, conversation, mine)

    # One arrival

    def take(self, arrival: Arrival) -> Outcome:
        """The turn that follows from one arrival."""
        mine = self.by_lookup.get(self._lookup(arrival), [])
        if arrival.channel != Channel.PAGE:
            membership.note(self.work, arrival.said, self._lookup(arrival), mine, self.now)
        if (told := ABOUT_A_CHAT.get(type(arrival.said))) is not None:
            return self._tell(arrival, *told)
        arrival = choosing.picked_by_name(arrival, mine)
        conversation = self._choose(arrival, mine)
        opened = arrival.update_id in self.opened
        if heard := self.claiming.heard.get(arrival.update_id):
            self._tell(arrival, *heard.told, language=heard.language)
            if not heard.opens:
                return self._take_beside(arrival, conversation)
        if isinstance(arrival.said, Opening) and arrival.said.credential and not opened:
            return self._tell(arrival, phrases.LINK_DOES_NOT_WORK)
        if arrival.said == Opening() and len(alive := [c for c in mine if is_alive(c)]) > 1:
            return self._ask_which(alive)
        wrong = is_wrong_code(arrival.said) and not opened
        if conversation is None:
            nobody = self.claiming.to_nobody(arrival, self._lookup(arrival))
            return self._tell(arrival, *([phrases.LINK_DOES_NOT_WORK] if wrong else nobody))
        if not conversation.available and not is_heard_when_ended(conversation, arrival.said, self.now):
            return self._end(conversation, arrival, known=conversation.response.bound and not wrong)
        self._come_here(conversation, arrival)
        arrival = self.choosing.led(arrival, conversation)
        arrival = silence.heard(arrival, conversation, self.prompts.get(conversation.response_id, []), self.now)
        if isinstance(arrival.said, Filled):
            return self._take_form(conversation, arrival.said, arrival.content)
        return self._take_input(conversation, arrival)

    def _take_beside(self, arrival: Arrival, conversation: Conversation | None) -> Outcome:
        """Take words beside a code that opens nothing as words of their own; else say that they are not saved."""
        said = beside(arrival.said)
        if said and conversation and choosing.is_open(conversation):
            self._come_here(conversation, arrival)
            return self._take_input(conversation, replace(arrival, said=said))
        return self._tell(arrival, *unsaved(said))

    def _say_beside(self, conversation: Conversation, said: Say) -> None:
        """Keep words beside the code that opened this as a note, or say that they are not saved; danger is heard."""
        if conversation.response.consented or distress.heard(said.words):
            said = replace(said, unseen=Unseen.SILENCE)
            self.keep(conversation, self._turn_of(interview.respond, conversation, said))
        else:
            self._say(conversation, plain(say(phrases.HELD_NOT_SAVED)), self._label(conversation))

    def _take_input(self, conversation: Conversation, arrival: Arrival) -> Outcome:
        """The turn of one input, and the buttons that go with it."""
        if arrival.content is not None and arrival.message_id is not None:
            conversation.contents[arrival.message_id] = arrival.content
        self.place_waiting(conversation)
        said = self._placed(arrival, conversation)
        waited = bool(conversation.response.unplaced)
        turn = self._turn_of(interview.respond, conversation, said)
        self.keep(conversation, turn, pressed=arrival.pressed)
        if said == No(REMINDERS):
            self._remind_no_more(conversation)
        if turn.response.unplaced and not waited:
            self.out.place_later(conversation)
        if arrival.pressed is not None and not any(m.rows for m in turn.messages) and is_done_with(said, turn):
            self.out.retire(conversation, arrival.address, arrival.pressed)
        if arrival.message_id is not None and any(m.later for m in turn.messages):
            self.out.react(conversation, arrival.message_id)
        if arrival.update_id in self.opened and (words := beside(arrival.said)) is not None:
            self._say_beside(conversation, words)
        alive = [c for c in self.by_lookup.get(conversation.lookup, []) if is_alive(c)]
        if any(c is not conversation for c in choosing.named(arrival.said, alive)):
            self._ask_which(alive, conversation)
        return Outcome(toast(conversation, turn), alert=must_be_read(turn), whose=conversation.response_id)

    def _remind_no_more(self, conversation: Conversation) -> None:
        """End reminders about every person, when somebody wants none in one conversation."""
        for other in self.by_lookup.get(conversation.lookup, []):
            if other is not conversation and not other.response.unreminded:
                other.take(Turn(response=replace(other.response, unreminded=True)))
                self.ended_pauses.append(other.response_id)

    def _take_form(self, conversation: Conversation, filled: Filled, content: bytes | None) -> Outcome:
        """The turns of everything in a form; words that were not understood keep it from going on to the next question."""
        unread, unkept, beside, last = False, None, list[Message](), Turn(response=conversation.response)
        halted = conversation.response.halted
        for said in in_order(filled, self.now):
            if unread and isinstance(said, Next):
                break
            if conversation.response.halted and not halted and not isinstance(said, Say):
                continue  # the questions have just stopped: the press was meant for one of them
            if content is not None and isinstance(said, Say) and said.attachment is not None:
                conversation.contents[said.sent] = content
            turn = self._turn_of(interview.respond, conversation, said)
            if turn.messages or turn.repaint:
                self.out.clear_page(conversation)
                last = turn
            self.keep(conversation, turn)
            for message in beside if turn.messages or turn.repaint else ():
                self._say(conversation, message)
            beside += [m for m in turn.messages if m.beside]
            unread, unkept = unread or turn.unread, unkept or turn.unkept
        self._stay_in_sight(conversation, last)
        return Outcome(unkept=unkept, whose=conversation.response_id)

    def _stay_in_sight(self, conversation: Conversation, last: Turn) -> None:
        """On a page the open question stands below what was said last, unless that leads on by itself."""
        open_now = in_sight(leder.load(conversation.response.version), conversation.response)
        if open_now and self.out.is_cleared(conversation) and not shows_a_way_on(last):
            self._say(conversation, open_now)

    def _turn_of(self, take: Callable[..., Turn], conversation: Conversation, said: Input) -> Turn:
        response = conversation.response
        return take(leder.load(response.version), response, said, now=self.now, spoken=spoken(response.language))

    def _come_here(self, conversation: Conversation, arrival: Arrival) -> None:
        """The conversation goes on where the person is now; a browser may be at the response of another account."""
        was = conversation.lookup, conversation.response.channel
        if arrival.channel == Channel.PAGE:
            conversation.channel, conversation.address, conversation.blocked = Channel.PAGE, "", False
        else:
            self.claiming.come_here(conversation, arrival, self._lookup(arrival))
        if conversation.response.channel != arrival.channel:
            conversation.response = replace(conversation.response, channel=arrival.channel)
            self.out.clear_page(conversation)
        if was != (conversation.lookup, conversation.response.channel):
            conversation.response = replace(conversation.response, aside=None)

    def keep(self, conversation: Conversation, turn: Turn, *, pressed: int | None = None) -> None:
        """Take the turn, say its messages, and do what else follows from it."""
        before = conversation.response
        self.own_deeds += own_deeds.follow(self.work, conversation, turn)
        if turn.messages:
            self.out.interrupt(conversation)
        conversation.take(turn)
        for message in turn.messages:
            shown = several.with_others(message, conversation, self.by_lookup.get(conversation.lookup, []))
            self._say(conversation, shown, self._label(conversation))
        if wants_another_way(turn):
            self.out.offer_ways(self.work, conversation, self.now, about=self._label(conversation))
        if turn.repaint:
            self.out.repaint(conversation, turn.repaint, pressed)
        for deposit in turn.deposits:
            self.out.fetch(conversation, deposit)
        if turn.remind_on:
            reminders.remind(self.work, conversation.response_id, reminders.COME_BACK, due_time(turn.remind_on))
        elif is_not_to_be_reminded(before, turn.response):
            self.ended_pauses.append(conversation.response_id)

    def save(self) -> list[Letter]:
        """Keep it all; gives what is to be sent, to the reviewers what they should hear."""
        if self.ended_pauses:
            reminders.forget(self.work, self.ended_pauses)
        told = responses.save(self.work, self.conversations, self.now)
        self.out.take_back(self.work)
        return [*self.out.letters, *letters_of(self.work, told, self.now)]

    def _choose(self, arrival: Arrival, mine: Sequence[Conversation]) -> Conversation | None:
        """The conversation that an arrival is for; a page shows one, whoever else there is."""
        if arrival.channel == Channel.PAGE:
            visit = self.visits.get(arrival.user)
            return next((c for c in mine if visit and c.response_id == visit.response_id), None)
        return self.choosing.choose(arrival, self._lookup(arrival), mine)

    def _placed(self, arrival: Arrival, conversation: Conversation) -> Input:
        """Words with the question above them in the chat, so that Next can't overtake the last sentence."""
        said = here(arrival.said, conversation.response.at)
        picked = arrival.update_id in self.opened or chosen(said) is not None
        if picked or isinstance(said, Opening | Stranger | Membership | Filled | Unreadable):
            return Begin()
        if not isinstance(said, Say) or arrival.message_id is None:
            return said
        return placed(self.work, conversation, self.prompts.get(conversation.response_id, []), said)

    def place_waiting(self, conversation: Conversation) -> None:
        """Take the turns of words that have waited, of those of which it is known by now where they belong."""
        newest = self.prompts.get(conversation.response_id, [])
        for said in conversation.response.unplaced:
            found = silence.settled(placed(self.work, conversation, newest, said), newest)
            if found.above is not Above.SOON:
                self.keep(conversation, self._turn_of(interview.place, conversation, found))

    def _say(self, conversation: Conversation, message: Message, about: Text | None = None) -> None:
        """Say a message; a question is kept in the response as it was shown."""
        asked = self.out.say(conversation, message, about=about)
        if asked is not None:
            conversation.response = interview.shown(conversation.response, asked)

    def _ask_which(self, alive: Sequence[Conversation], asking: Conversation | None = None) -> Outcome:
        """Ask which of several invitations of one account shall go on; a name answers that."""
        asking = asking or next((c for c in alive if c.current), alive[0])
        self._say(asking, several.question(alive))
        asking.take(Turn(response=replace(asking.response, aside=choosing.WHICH)))
        return Outcome()

    def _end(self, conversation: Conversation, arrival: Arrival, *, known: bool) -> Outcome:
        """Say that the invitation has ended; who has answered hears what can still be done. A page says so by itself."""
        self.out.clear_page(conversation)
        told = to_ended(alone(arrival.said), ended.over(conversation.response, leder.programme()["phone"]))
        if arrival.channel == Channel.PAGE or not known:
            return self._tell(arrival, *told[:-1], phrases.LINK_DOES_NOT_WORK)
        for message in told:
            self._say(conversation, message, self._label(conversation))
        return Outcome()

    def _tell(self, arrival: Arrival, *told: str | Message, language: str = "") -> Outcome:
        if arrival.channel == Channel.PAGE:
            return Outcome(known=False)
        mine = self.by_lookup.get(self._lookup(arrival), [])
        language = language or next((c.response.language for c in mine if c.current), "")
        for each in told:
            self.out.letters += self.turns.sentence(self.work, arrival, each, language)
        return Outcome()

    def _label(self, conversation: Conversation) -> Text | None:
        always = conversation.response_id in self.choosing.led_here
        return several.label(conversation, self.by_lookup.get(conversation.lookup, []), always=always)

    def _lookup(self, arrival: Arrival) -> bytes:
        if arrival.channel == Channel.PAGE and arrival.user in self.visits:
            return self.visits[arrival.user].lookup
        key = f"{arrival.channel} {arrival.user}"
        if key not in self.lookups:
            self.lookups[key] = lookup_of(self.work, arrival.channel, arrival.user)
        return self.lookups[key]
