"""Somebody opens, in Telegram, what somebody has begun elsewhere: the check words, and whether it was they who began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.participants import company, own_deeds
from bot.participants.addressing import alone, credential, is_own_words, meant, mended, to_nobody
from bot.participants.opening import Begun, Previewed, opens
from bot.participants.own_deeds import OwnDeed
from bot.participants.previews import preview
from bot.rounds.arrivals import Arrival, Opening, Said
from bot.rounds.channel import ChannelPort
from dialogs import distress, leder, phrases
from dialogs.copies import replace
from dialogs.inputs import Amend, Back, Channel, Command, No, Open, Say, Yes
from dialogs.languages import first_offered
from dialogs.london import day_in_london
from dialogs.messages import Message, plain
from dialogs.text import say
from dialogs.whose import screens
from dialogs.whose.phrases import PUT_OUT, TOO_LATE, TOO_MANY_TRIES, TOO_MANY_WORDS
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import may_be_check_words
from storage.outbox import prompts
from storage.repositories import check_words, claims, openings, responses
from storage.repositories.check_words import Tried
from storage.repositories.claims import Claim
from storage.repositories.conversations import Conversation, Surroundings
from storage.schema.vocabulary import ClaimState

OPEN = (ClaimState.WORDS, ClaimState.ASKED)
BUTTONS = (Yes(screens.SCREEN), No(screens.SCREEN), Open(screens.NO_WORDS))


@dataclass(frozen=True, slots=True)
class Heard:
    """The result of an arrival: the first things to say, their language, and whether a conversation is open now."""

    told: tuple[Message | str, ...] = ()
    opens: bool = False
    language: str = ""


@dataclass(slots=True)
class Claiming:
    """The claims of the accounts in a round. `telegram`: how other chats are told of it."""

    work: UnitOfWork
    around: Surroundings
    telegram: ChannelPort
    heard: dict[int, Heard] = field(default_factory=dict)
    _open: dict[bytes, list[Claim]] = field(default_factory=dict)
    _closed: set[tuple[bytes, int]] = field(default_factory=set)

    def open_all(self, arrivals: Sequence[tuple[Arrival, bytes]]) -> set[int]:
        """Open what came with these arrivals, each with its account's lookup; gives the updates that have opened something."""
        known, self._closed = claims.of_accounts(self.work, {lookup for _, lookup in arrivals})
        for claim in known:
            self._open.setdefault(claim.who, []).append(claim)
        return {arrival.update_id for arrival, lookup in arrivals if self._opens(arrival, lookup)}

    def load_shared(self, loaded: list[Conversation], by_lookup: dict[bytes, list[Conversation]]) -> None:
        """Load what these accounts may go on with too, although another account had it last."""
        here = {(c.who, c.response_id) for mine in self._open.values() for c in mine if c.state is ClaimState.HERE}
        if not (shared := claims.elsewhere(self.work, here)):
            return
        missing = {one for _, one in shared} - {c.response_id for c in loaded}
        loaded += responses.load_by_id(self.work, missing, self.around)
        known = {c.response_id: c for c in loaded}
        for lookup, one in shared:
            by_lookup.setdefault(lookup, []).append(known[one])

    def come_here(self, conversation: Conversation, arrival: Arrival, lookup: bytes) -> None:
        """A conversation that another account had last is this one's now."""
        if conversation.lookup != lookup:
            where = arrival.channel, arrival.address
            conversation.account_id = claims.come(self.work, conversation.response_id, lookup, *where)
            conversation.lookup, (conversation.channel, conversation.address) = lookup, where

    def is_closed(self, lookup: bytes, carrier: int, mine: Sequence[Conversation]) -> bool:
        """Tell whether a message in the chat of this account is of a response that is set aside, and of none that is open."""
        theirs = [response_id for who, response_id in self._closed if who == lookup]
        if not theirs or prompts.response_of(self.work, [c.response_id for c in mine], carrier) is not None:
            return False
        return prompts.response_of(self.work, theirs, carrier) is not None

    def to_nobody(self, arrival: Arrival, lookup: bytes) -> list[str | Message]:
        """Return what somebody hears who has no conversation: another thing where it was set aside."""
        put_out = arrival.channel != Channel.PAGE and claims.is_put_out(self.work, lookup)
        return [PUT_OUT if put_out and told == phrases.NO_INVITATION else told for told in to_nobody(arrival.said)]

    def _opens(self, arrival: Arrival, lookup: bytes) -> bool:
        given = credential(arrival)
        came = self._hear(arrival, lookup) or (
            given and opens(self.work, arrival, given, lookup, self._around(arrival))
        )
        if isinstance(came, Previewed):
            came = Heard(tuple(preview(self.work, came.invitation_id, self._around(arrival))))
        if isinstance(came, Begun):
            came = self._want(arrival, lookup, came.invitation_id)
        if isinstance(came, Heard):
            self.heard[arrival.update_id] = came
            return came.opens
        if came:
            self._forget(lookup)
        return bool(came)

    def _around(self, arrival: Arrival) -> Surroundings:
        """Return the facts with which somebody begins: in the language of their device, where it is on offer."""
        language = first_offered([arrival.language], self.around.languages) or self.around.language
        return replace(self.around, language=language)

    def _forget(self, lookup: bytes) -> None:
        """Ask no more whoever has opened something else: their words go there."""
        for claim in (c for c in self._open.get(lookup, []) if c.state in OPEN):
            claims.drop(self.work, claim)
        self._open[lookup] = [c for c in self._open.get(lookup, []) if c.state not in OPEN]

    def _want(self, arrival: Arrival, lookup: bytes, invitation_id: str) -> Heard:
        """Ask for the check words of an invitation with which somebody else has begun; who may go on with it comes in."""
        mine = self._open.get(lookup, [])
        here = next((c for c in mine if c.invitation_id == invitation_id and c.state is ClaimState.HERE), None)
        if here is not None and here.response_id is not None:
            claims.come(self.work, here.response_id, lookup, arrival.channel, arrival.address)
            return Heard(opens=True)
        wanted = Claim(who=lookup, invitation_id=invitation_id, state=ClaimState.WORDS, since=self.around.now)
        return self._ask_words(wanted)

    def _hear(self, arrival: Arrival, lookup: bytes) -> Heard | None:
        """Return what follows from an arrival of somebody on the way in; None if it is about something else."""
        said, mine = alone(arrival.said), self._open.get(lookup, [])
        if said == Back(screens.SCREEN):
            return self._take_back(arrival, lookup, mine)
        claim = next((c for c in reversed(mine) if c.state in OPEN), None)
        if claim is not None and isinstance(said, Amend) and not claims.has_another(self.work, lookup):
            said = mended(said)
        if claim is None or not self._is_about(arrival, claim, said):
            return None
        if self.around.now - claim.since >= claims.ASKS:
            return self._ask_words(claim) if said in BUTTONS else None
        if said == Open(screens.NO_WORDS):
            claims.need_words(self.work, claim.invitation_id, self.around.now)
            return self._heard(claim, screens.no_words(leder.programme()))
        if claim.state is ClaimState.ASKED:
            return self._decide(arrival, claim, said)
        return self._try(arrival, claim, said.words) if isinstance(said, Say) else self._ask_words(claim)

    def _is_about(self, arrival: Arrival, claim: Claim, said: Said) -> bool:
        """Tell whether this may be an answer to what was asked; words may belong to another conversation of theirs."""
        if said in BUTTONS or said == Opening():
            return True
        if not isinstance(said, Say) or not is_own_words(said) or credential(arrival):
            return False
        if distress.heard(said.words) or isinstance(meant(said), Command | Open):
            return False
        if not claims.has_another(self.work, claim.who):
            return True
        if claim.state is ClaimState.ASKED:
            return screens.decides(said, self._language(claim)) is not None
        return may_be_check_words(said.words)

    def _try(self, arrival: Arrival, claim: Claim, words: str) -> Heard:
        row = openings.live(self.work, claim.invitation_id)
        if row is None:
            return self._heard(claim, phrases.LINK_DOES_NOT_WORK)
        match check_words.tried(self.work, row, words, self.around.now):
            case Tried.WRONG:
                return self._heard(claim, screens.words_wanted(leder.programme(), wrong=True))
            case Tried.TOO_SOON:
                return self._heard(claim, TOO_MANY_TRIES)
            case Tried.TOO_SOON_TODAY:
                return self._heard(claim, TOO_MANY_WORDS)
            case Tried.FITS:
                return self._ask(claim) or self._begin(arrival, claim)

    def _ask(self, claim: Claim, *before: Message) -> Heard | None:
        """Ask who began; None if nobody has, since somebody was put out."""
        if (begun := claims.begun(self.work, claim.invitation_id)) is None:
            return None
        since, response_id = self.around.now, begun.response_id
        self._put(replace(claim, state=ClaimState.ASKED, since=since, response_id=response_id))
        return self._heard(claim, *before, screens.who_began(day_in_london(begun.opened_at)))

    def _decide(self, arrival: Arrival, claim: Claim, said: Said) -> Heard:
        begun = claims.begun(self.work, claim.invitation_id)
        if begun is None or begun.response_id != claim.response_id:
            return self._ask_words(claim)
        was_me = screens.decides(said, self._language(claim)) if isinstance(said, Yes | No | Say) else None
        if was_me is None:
            unsaved = (plain(say(phrases.NOT_SAVED_YET)),) if isinstance(said, Say) else ()
            return self._ask(claim, *unsaved) or self._ask_words(claim)
        if was_me:
            claims.let_in(self.work, claim, arrival.channel, arrival.address)
            company.tell(self.work, self.telegram, begun.response_id, claim.who, self.around.now)
            self._refresh(claim.who)
            return Heard(opens=True)
        if openings.live(self.work, claim.invitation_id) is None:
            return self._heard(claim, phrases.LINK_DOES_NOT_WORK)
        claims.set_aside(self.work, claim, self.around.now)
        own_deeds.note(self.work, OwnDeed.NOT_ME, claim.invitation_id, self.around.now)
        return self._begin(arrival, claim, screens.set_aside())

    def _begin(self, arrival: Arrival, claim: Claim, *told: Message) -> Heard:
        """This account begins with the invitation."""
        row = openings.live(self.work, claim.invitation_id)
        if row is None or row.expires_at <= self.around.now:
            return self._heard(claim, phrases.LINK_DOES_NOT_WORK)
        openings.open_visit(self.work, row, claim.who, arrival.channel, arrival.address, self.around)
        if not told:
            claims.drop(self.work, claim)
        self._refresh(claim.who)
        return replace(self._heard(claim, *told), opens=True)

    def _take_back(self, arrival: Arrival, lookup: bytes, mine: list[Claim]) -> Heard:
        if (claim := claims.newest_no(mine, self.around.now)) is None:
            return Heard((TOO_LATE,))
        claims.take_back(self.work, claim, self.around.now)
        own_deeds.note(self.work, OwnDeed.ME_AFTER_ALL, claim.invitation_id, self.around.now)
        claims.let_in(self.work, claim, arrival.channel, arrival.address)
        self._refresh(lookup)
        return Heard(opens=True)

    def _ask_words(self, claim: Claim) -> Heard:
        self._put(replace(claim, state=ClaimState.WORDS, since=self.around.now, response_id=None))
        return self._heard(claim, screens.words_wanted(leder.programme()))

    def _put(self, claim: Claim) -> None:
        claims.put(self.work, claim)
        self._refresh(claim.who)

    def _refresh(self, who: bytes) -> None:
        self._open[who] = claims.of(self.work, [who])

    def _heard(self, claim: Claim, *told: Message | str) -> Heard:
        return Heard(told, language=self._language(claim))

    def _language(self, claim: Claim) -> str:
        row = openings.live(self.work, claim.invitation_id)
        return (row.language if row is not None else None) or self.around.language
