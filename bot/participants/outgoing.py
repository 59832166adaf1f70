"""Put the messages of one round's turns into the words of each channel, as letters for the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.clock import Timing
from bot.participants import several
from bot.participants.addressing import CHOICE
from bot.rounds.arrivals import Arrival
from bot.rounds.channel import Call, ChannelPort
from bot.rounds.lanes import lane, letter, letters
from dialogs import leder, phrases, untold
from dialogs.inputs import Channel, Open
from dialogs.messages import RESUME, Button, Message, Row, plain, wording
from dialogs.response import OVER, Status
from dialogs.text import Speech, Text, fill, say, verbatim
from dialogs.turn import Deposit, Keeping, Turn
from locales import speech
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import live_buttons, page
from storage.outbox.live_buttons import Live
from storage.outbox.queue import Letter
from storage.outbox.unplaced import PLACE
from storage.repositories import moving
from storage.repositories.conversations import Conversation
from storage.schema.vocabulary import Bot

# Who has ended it themselves may come back until the invitation expires.
COMES_BACK = frozenset({Status.STOPPED, Status.DECLINED})


@dataclass(slots=True)
class Outgoing:
    """Gathers letters, in order, for the outbox. `page`: where the page is, if there is one."""

    channels: Mapping[Channel, ChannelPort]
    fetches: Mapping[Channel, Callable[[Deposit], Call]]
    page: str
    now: datetime
    timing: Timing
    letters: list[Letter] = field(default_factory=list)
    _said: set[tuple[int, str]] = field(default_factory=set)
    _cleared: set[int] = field(default_factory=set)
    _interrupted: set[int] = field(default_factory=set)

    def take_back(self, work: UnitOfWork) -> None:
        """Take away what is said no more: what a page showed before, receipts that have waited."""
        page.clear(work, self._cleared)
        live_buttons.drop_receipts(work, self._interrupted)

    def say(self, conversation: Conversation, message: Message, *, about: Text | None = None) -> str | None:
        """Say a message. Gives the wording of the question on the screen, if it asks that.

        `about` says first which invitation it is of.
        """
        if message.once and (conversation.response_id, message.once) in self._said:
            return None
        self._said.add((conversation.response_id, message.once))
        channel, how, names = self.channels[conversation.channel], *speaking(conversation)
        if not conversation.notified:
            message = untold.honest(message, leder.programme())
        said = _with_way_back(several.labelled(message, conversation, about), conversation)
        self._post(conversation, channel.send(said, how, names, conversation.address), later=message.later)
        asks = message.prompt == conversation.response.at
        return wording(message, how, names, numbered=channel.numbered) if asks else None

    def repaint(self, conversation: Conversation, message: Message, pressed: int | None) -> None:
        """The question on the screen with its options as they are now."""
        channel, how, names = self.channels[conversation.channel], *speaking(conversation)
        self._post(conversation, channel.repaint(message, how, names, conversation.address, pressed))

    def retire(self, conversation: Conversation, address: str, message_id: int) -> None:
        """Take the buttons off a message that was pressed, where no newer one does."""
        self._post(conversation, self.channels[conversation.channel].retire(address, message_id))

    def offer_ways(self, work: UnitOfWork, conversation: Conversation, now: datetime, *, about: Text | None) -> None:
        """The way back to here; and a link that opens the whole response on the page, without the check words: only this
        person gets it."""
        ways = [say(phrases.HERE_AFTER_ALL)]
        if self.page:
            link = token_urlsafe(32)
            moving.offer(work, conversation.response_id, link, now)
            ways += [say(phrases.ON_PAGE_INSTEAD), verbatim(f"{self.page}/i/{link}")]
        self.say(conversation, plain(*ways, rows=(_way_back(conversation),)), about=about)

    def fetch(self, conversation: Conversation, deposit: Deposit) -> None:
        """A voice message that is wanted is asked for after the commit, in a lane of its own; also from a blocked chat."""
        fetch = self.fetches.get(conversation.channel)
        if fetch and deposit.keeping is Keeping.WANTED and deposit.attachment.where:
            whose = lane(
                f"{Bot.FAMILIES}:voice-{conversation.response_id}-{deposit.attachment.number}", conversation.lookup
            )
            self.letters.append(letter(conversation, Bot.FAMILIES, whose, fetch(deposit)))

    def place_later(self, conversation: Conversation) -> None:
        """Behind the question that is on its way: nothing is sent, but words that wait are placed when this comes up."""
        self.letters.append(
            letter(conversation, Bot.FAMILIES, lane(Bot.FAMILIES, conversation.lookup), Call(PLACE, {}))
        )

    def interrupt(self, conversation: Conversation) -> None:
        """Take back a receipt that may be waiting, because something newer is said."""
        response = conversation.response
        answer = response.answers.get(response.at)
        if answer is not None and answer.growing and len(answer.messages) > 1:
            self._interrupted.add(conversation.response_id)
            self.letters = [x for x in self.letters if not (x.due_at and x.response_id == conversation.response_id)]

    def react(self, conversation: Conversation, message_id: int) -> None:
        """A sign on a message that came after others, in a lane of its own: no word waits for it."""
        whose = lane(f"{Bot.FAMILIES}:sign-{message_id}", conversation.lookup)
        calls = self.channels[conversation.channel].react(conversation.address, message_id)
        self.letters += [letter(conversation, Bot.FAMILIES, whose, call) for call in calls if not conversation.blocked]

    def clear_page(self, conversation: Conversation) -> None:
        """Take everything that was said to this conversation off the page; a message said only once may be said again."""
        self._cleared.add(conversation.response_id)
        self._said = {(whose, once) for whose, once in self._said if whose != conversation.response_id}
        self.letters = [x for x in self.letters if not (x.on_page and x.response_id == conversation.response_id)]

    def is_cleared(self, conversation: Conversation) -> bool:
        """Tell whether the page shows what is said in this round, and nothing from before it."""
        return conversation.response_id in self._cleared

    def _post(self, conversation: Conversation, calls: Iterable[Call], *, later: bool = False) -> None:
        if conversation.blocked:
            return
        bot = Bot.FAMILIES if conversation.channel == Channel.TELEGRAM else Bot(conversation.channel)
        whose = lane(bot, conversation.lookup)
        made = [letter(conversation, bot, whose, _alone(call, conversation)) for call in calls]
        self.letters += map(self._put_off, made) if later and bot == Bot.FAMILIES else made

    def _put_off(self, receipt: Letter) -> Letter:
        """Return the receipt as it waits until no more words come; it makes no sound."""
        wire = {**receipt.wire, "disable_notification": True}
        return replace(receipt, due_at=self.now + timedelta(seconds=self.timing.receipt), wire=wire)


def _with_way_back(message: Message, conversation: Conversation) -> Message:
    """Return the message with Go on below it, where somebody in Telegram has stopped: they need no link to come back."""
    response = conversation.response
    if (
        response.channel != Channel.TELEGRAM
        or response.status not in COMES_BACK
        or not response.bound
        or message.prompt
    ):
        return message
    return replace(message, rows=(*(row for row in message.rows if row != RESUME), _way_back(conversation)))


def _way_back(conversation: Conversation) -> Row:
    return (Button(say(phrases.GO_ON), Open(f"{CHOICE}{conversation.response_id}")),)


def _alone(call: Call, conversation: Conversation) -> Call:
    """Return the call as one that ends what was asked, where nothing is asked any more: in distress, after the end."""
    response = conversation.response
    ends = call.live and (response.halted or response.status in OVER)
    return replace(call, live=Live.QUESTION) if ends else call


def speaking(conversation: Conversation) -> tuple[Speech, dict[str, str]]:
    """Return the speech for somebody's language, and the names to use."""
    return speech(conversation.response.language), conversation.response.people.names(phrases.YOUR_REVIEWER)


def to_anybody(channel: ChannelPort, arrival: Arrival, whose: str, told: str | Message, how: Speech) -> list[Letter]:
    """Return the letters that say something to the sender of an arrival, of whom nothing need be known."""
    facts = {name: say(fact) if fact else "" for name, fact in leder.programme().items()}
    message = told if isinstance(told, Message) else plain(say(told, **facts))
    return letters(arrival.bot, whose, channel.send(message, how, {}, arrival.address))


def must_be_read(turn: Turn) -> bool:
    """Return whether the word that answers a press says more than that it is saved."""
    return turn.toast is not None and turn.toast.msgid != phrases.SAVED_TOAST


def toast(conversation: Conversation, turn: Turn) -> str | None:
    """The word that answers a press at once, if there is one."""
    return fill(turn.toast, *speaking(conversation)) if turn.toast else None
