"""Make the objects that take turns of what arrives; ours alone, without the bots' libraries."""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import USUAL, Timing
from bot.participants.turns import Turns
from bot.reviewers.turns import DeskTurns
from bot.rounds.channel import ChannelPort
from bot.rounds.rounds import Taker
from bot.settings import Settings
from bot.telegram.channel import TelegramChannel
from bot.terminal.channel import TerminalChannel
from bot.web.interview.channel import PageChannel
from dialogs.inputs import Channel
from storage.schema.vocabulary import Bot


def participants(settings: Settings, timing: Timing = USUAL) -> Turns:
    """Return the object that takes the turns of families, on every channel."""

    telegram = TelegramChannel(settings.public_url)
    channels: dict[Channel, ChannelPort] = {
        Channel.TELEGRAM: telegram,
        Channel.TERMINAL: TerminalChannel(),
        Channel.PAGE: PageChannel(),
    }
    fetches, page = {Channel.TELEGRAM: telegram.fetch}, settings.public_url
    return Turns(channels=channels, languages=settings.languages, fetches=fetches, page=page, timing=timing)


def takers(settings: Settings, bots: Iterable[Bot], timing: Timing = USUAL) -> dict[Bot, Taker]:
    """Return the objects that take the turns of these bots' arrivals; ours alone, without their libraries."""

    families = participants(settings, timing)
    reviewers = DeskTurns(settings, lambda: families)
    known: dict[Bot, Taker] = {Bot.FAMILIES: families, Bot.REVIEWERS: reviewers, Bot.PAGE: families}
    return {bot: known[bot] for bot in bots}
