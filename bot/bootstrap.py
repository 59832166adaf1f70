"""The one place where objects are made, and the one TaskGroup that owns what runs."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from bot.casework import overdue, retention
from bot.casework.upkeep import renew_keys, tell_head
from bot.clock import USUAL, Clock, Timing, utc_now
from bot.families.profile import PROFILE as FAMILIES
from bot.monitoring.health import Health, patience
from bot.monitoring.metrics import Metrics
from bot.monitoring.sweeper import Sweeper
from bot.participants import programme
from bot.participants.scheduler import Clockwork, Contact
from bot.participants.turns import Turns
from bot.reviewers.profile import PROFILE as REVIEWERS
from bot.reviewers.turns import DeskTurns
from bot.rounds.rounds import Rounds, Taker
from bot.rounds.threads import at_each, beside
from bot.settings import Settings
from bot.store import NotReady, open_record
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import BotApi, open_session
from bot.telegram.delivery import Delivery
from bot.telegram.edge import Edge
from bot.telegram.introduction import introduce
from bot.telegram.receiving import Receiving, hold_polling
from bot.terminal.channel import TerminalChannel
from bot.web.interview.channel import PageChannel
from bot.web.security import Guard
from bot.web.server import application, serving
from bot.web.site import Site
from dialogs import danger
from dialogs.inputs import Channel
from locales import catalogues
from storage.engine.unit_of_work import Store
from storage.schema.vocabulary import Bot

DRAIN_SECONDS = 5.0


def participants(settings: Settings, timing: Timing = USUAL) -> Turns:
    """Return the object that takes the turns of families, on every channel."""
    telegram = TelegramChannel(settings.public_url)
    channels = {Channel.TELEGRAM: telegram, Channel.TERMINAL: TerminalChannel(), Channel.PAGE: PageChannel()}
    fetches, page = {Channel.TELEGRAM: telegram.fetch}, settings.public_url
    return Turns(channels=channels, languages=settings.languages, fetches=fetches, page=page, timing=timing)


def takers(settings: Settings, bots: Iterable[Bot], timing: Timing = USUAL) -> dict[Bot, Taker]:
    """Return the objects that take the turns of these bots' arrivals; ours alone, without their libraries."""
    families = participants(settings, timing)
    reviewers = DeskTurns(settings, lambda: families)
    known: dict[Bot, Taker] = {Bot.FAMILIES: families, Bot.REVIEWERS: reviewers, Bot.PAGE: families}
    return {bot: known[bot] for bot in bots}


@asynccontextmanager
async def running(
    settings: Settings, now: Clock = utc_now, *, page: bool = False, for_families: bool = False, timing: Timing = USUAL
) -> AsyncIterator[int]:
    """The whole service while the context is open; gives the port. The page is part of it where there is a public address."""
    async with AsyncExitStack() as stack:
        store = _opened(settings)
        stack.callback(store.close)
        _require_all(settings, store, page=page, for_families=for_families)
        locks = hold_polling(settings, store.engine, timing, stack)
        session = await stack.enter_async_context(open_session())
        apis = {bot: BotApi(session, settings.telegram_api, token, timing) for bot, token in settings.tokens.items()}
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        watch, contact, turns = Metrics(now), Contact(now), participants(settings, timing)
        delivery = Delivery(apis=apis, now=now, tasks=tasks, timing=timing)
        owner, taking = f"{socket.gethostname()}:{settings.port}", takers(settings, [*apis, Bot.PAGE], timing)
        rounds = Rounds(store, taking, now, owner, delivery.deliver, tuple(apis), watch, timing=timing)
        rounds.release()
        delivery.mark = rounds.mark
        stack.push_async_callback(rounds.end, tasks.create_task(rounds.run()), partial(delivery.finish, DRAIN_SECONDS))
        edges = _edges(apis, rounds)
        receiving = Receiving(settings=settings, apis=apis, locks=locks, watch=watch, reached=contact.made, now=now)
        jobs = [overdue.job_of_the_clock(turns), retention.job_of_the_clock(turns), tell_head]
        sweep = Sweeper(store, now, watch).sweep
        clockwork = Clockwork(store, turns, now, contact.last, rounds.stir, sweep, watch, timing, jobs)
        parts = [clockwork.run(), *receiving.parts(edges), *_beside(settings, apis, store)]
        stack.push_async_callback(_cancel, [tasks.create_task(part) for part in parts])
        site = _site(settings, store, turns, rounds, now) if page or settings.public_url else None
        bearing = patience(edges, timing, webhook=settings.wants_webhooks)
        health = Health(store=store, silent=watch.silent, parts=bearing)
        app = application(receiving.hooks(edges), settings.secret, lambda: beside(health.problems), watch.text, site)
        yield await stack.enter_async_context(serving(app, settings.host, settings.port))


def _opened(settings: Settings) -> Store:
    """Return the record store, once the texts are there and the facts are in force; else NotReady."""
    if unknown := [language for language in settings.languages if language not in catalogues()]:
        raise NotReady(f"INTERVIEW_LANGUAGES names what there are no texts for: {', '.join(unknown)}.")
    programme.adopt(settings)
    danger.heard("")  # reads the lists, so that nobody's first message waits for it
    return open_record(settings)


def _require_all(settings: Settings, store: Store, *, page: bool, for_families: bool) -> None:
    """NotReady unless there is something to run, and for families nothing that is made up."""
    if not (settings.tokens or page or settings.public_url):
        raise NotReady(
            "Nothing is set up. Set INTERVIEW_FAMILIES_TOKEN, INTERVIEW_REVIEWERS_TOKEN, or INTERVIEW_PUBLIC_URL for the page."
        )
    if for_families:
        programme.require(settings)
        programme.note(store)


def _edges(apis: Mapping[Bot, BotApi], rounds: Rounds) -> dict[Bot, Edge]:
    """An edge for each bot; its library is imported only here, because that takes seconds."""
    edges = {}
    if families := apis.get(Bot.FAMILIES):
        from bot.families.router import translator

        edges[Bot.FAMILIES] = Edge(Bot.FAMILIES, translator(families.token), rounds.take, rounds.watch)
    if reviewers := apis.get(Bot.REVIEWERS):
        from bot.reviewers.router import translator as reviewers_translator

        edges[Bot.REVIEWERS] = Edge(Bot.REVIEWERS, reviewers_translator(reviewers.token), rounds.take, rounds.watch)
    return edges


def _site(settings: Settings, store: Store, turns: Turns, rounds: Rounds, now: Clock) -> Site:
    """The family's page, on the same road."""
    guard, telegram = Guard(settings.public_url), turns.channels[Channel.TELEGRAM]
    return Site(store, rounds.take, now, settings.languages, turns.around, guard, telegram, proxies=settings.proxies)


def _beside(settings: Settings, apis: Mapping[Bot, BotApi], store: Store) -> Iterator[Coroutine[None, None, None]]:
    """Yield what each bot does with Telegram at its start, in its languages; and the keys, read again at each SIGHUP."""
    profiles = {Bot.FAMILIES: (FAMILIES, settings.languages), Bot.REVIEWERS: (REVIEWERS, ())}
    for bot, api in apis.items():
        yield introduce(bot, api, store, *profiles[bot])
    if settings.key_command:
        yield at_each(signal.SIGHUP, partial(renew_keys, settings, store))


async def _cancel(running_tasks: list[asyncio.Task[None]]) -> None:
    for task in running_tasks:
        task.cancel()
    await asyncio.gather(*running_tasks, return_exceptions=True)
