"""The one place where objects are made, and the one TaskGroup that owns what runs."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import structlog

from bot import programme
from bot.casework import overdue, retention
from bot.casework.upkeep import tell_head
from bot.clock import USUAL, Clock, Timing, utc_now
from bot.families.profile import PROFILE as FAMILIES
from bot.monitoring.health import Health, patience
from bot.monitoring.metrics import Metrics
from bot.monitoring.sweeper import Sweeper
from bot.monitoring.telemetry import part_of
from bot.participants.scheduler import Clockwork, Contact
from bot.reviewers.profile import PROFILE as REVIEWERS
from bot.rounds.rounds import Rounds
from bot.rounds.threads import beside
from bot.settings import Settings
from bot.store import NotReady, open_record, read_keys_anew
from bot.takers import participants, takers
from bot.telegram.client import BotApi, open_session
from bot.telegram.delivery import Delivery
from bot.telegram.edge import Edge
from bot.telegram.introduction import introduce
from bot.telegram.poll_lock import PollLock, poll_lock
from bot.telegram.polling import Poller
from bot.telegram.webhooks import Reaching, set_webhook
from bot.web.security import Guard
from bot.web.server import application, serving
from bot.web.site import Site
from dialogs import danger
from dialogs.inputs import Channel
from dialogs.leder.facts import in_force
from locales import catalogues
from storage.engine.unit_of_work import Store
from storage.outbox import queue
from storage.schema.vocabulary import Bot

DRAIN_SECONDS = 5.0
log = structlog.get_logger(__name__)


async def run(
    settings: Settings,
    now: Clock = utc_now,
    *,
    page: bool = False,
    for_families: bool = False,
    serving: Callable[[int], None] = lambda _port: None,
    timing: Timing = USUAL,
) -> None:
    """Run everything that is configured, until SIGTERM or SIGINT. Arrived input is kept, calls under way are sent.

    `page`: the page too, without a public address. `for_families`: nothing is shown that is made up. `serving` hears the port.
    """
    stop = asyncio.Event()
    # A terminal that is closed stops it too, unless it was asked to outlive that (nohup).
    closing = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
    for sign in (signal.SIGTERM, signal.SIGINT, *closing):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with running(settings, now, page=page, for_families=for_families, timing=timing) as port:
        log.info("running")
        if old := in_force().stale(utc_now().date()):
            log.warning("facts of the programme are old: interview check names them", count=len(old))
        serving(port)
        _look_for_garbage_rarely()
        await stop.wait()
        log.info("stopping")


def _look_for_garbage_rarely() -> None:
    """Collect garbage rarely. A turn leaves few cycles, and looking through all that is loaded took an eighth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@asynccontextmanager
async def running(
    settings: Settings,
    now: Clock = utc_now,
    *,
    page: bool = False,
    for_families: bool = False,
    timing: Timing = USUAL,
) -> AsyncIterator[int]:
    """The whole service while the context is open; gives the port. The page is part of it where there is a public address."""

    _require_texts(settings)
    programme.adopt(settings)
    danger.heard("")  # reads the lists, so that nobody's first message waits for it
    store = open_record(settings)
    tokens = _tokens(settings, page=page)
    if for_families:
        programme.require(settings)
        programme.note(store)
    async with AsyncExitStack() as stack:
        stack.callback(store.close)
        locks = _hold_polling(settings, store, tokens, stack, timing)
        session = await stack.enter_async_context(open_session())
        apis = {bot: BotApi(session, settings.telegram_api, token, timing) for bot, token in tokens.items()}
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        shown = page or bool(settings.public_url)
        yield await _start(settings, store, apis, tasks, stack, now, timing=timing, locks=locks, page=shown)


async def _start(  # noqa: PLR0913 - every part there is
    settings: Settings,
    store: Store,
    apis: dict[Bot, BotApi],
    tasks: asyncio.TaskGroup,
    stack: AsyncExitStack,
    now: Clock,
    *,
    timing: Timing,
    locks: dict[Bot, PollLock],
    page: bool,
) -> int:
    """Start every part; the stack ends them in the opposite order: the edges first, the rounds last."""

    watch = Metrics(now)
    rounds, delivery = _rounds(settings, store, apis, tasks, now, timing)
    rounds.watch = watch
    stack.push_async_callback(_drain, rounds, delivery, tasks.create_task(rounds.run()))
    edges = _edges(apis, rounds)
    contact = Contact(now)
    sweeper = Sweeper(store, now, watch)
    turns = participants(settings, timing)
    jobs = [overdue.job_of_the_clock(turns), retention.job_of_the_clock(turns), tell_head]
    clockwork = Clockwork(store, turns, now, contact.last, rounds.stir, sweeper.sweep, watch, timing, jobs)
    beside = [clockwork.run(), *_introductions(settings, apis, store), *_keys_anew(settings, store)]
    if settings.wants_webhooks:
        beside += [_keep_webhook(settings, bot, api, watch, contact) for bot, api in apis.items()]
    else:
        beside += [poller.run() for poller in _pollers(edges, apis, locks, contact)]
        beside += [lock.run() for lock in locks.values()]
    stack.push_async_callback(_cancel, [tasks.create_task(part) for part in beside])
    site = _site(settings, store, rounds, now) if page else None
    parts = patience(edges, timing, webhook=settings.wants_webhooks)
    health = Health(store=store, silent=watch.silent, parts=parts)
    return await _serve(settings, stack, edges, health, watch, site)


def _require_texts(settings: Settings) -> None:
    """Refuse a language for which there are no texts."""

    if unknown := [language for language in settings.languages if language not in catalogues()]:
        raise NotReady(f"INTERVIEW_LANGUAGES names what there are no texts for: {', '.join(unknown)}.")


def _hold_polling(
    settings: Settings, store: Store, tokens: dict[Bot, str], stack: AsyncExitStack, timing: Timing
) -> dict[Bot, PollLock]:
    """Take the right to ask Telegram for updates before anything else is touched; nothing to take with webhooks."""

    polled = {} if settings.wants_webhooks else tokens
    return {
        bot: stack.enter_context(poll_lock(store.engine, settings.data_dir, bot, token, timing))
        for bot, token in polled.items()
    }


def _tokens(settings: Settings, *, page: bool) -> dict[Bot, str]:
    if not (settings.tokens or page or settings.public_url):
        raise NotReady(
            "Nothing is set up. Set INTERVIEW_FAMILIES_TOKEN, INTERVIEW_REVIEWERS_TOKEN, or INTERVIEW_PUBLIC_URL for the page."
        )
    return settings.tokens


def _rounds(
    settings: Settings, store: Store, apis: dict[Bot, BotApi], tasks: asyncio.TaskGroup, now: Clock, timing: Timing
) -> tuple[Rounds, Delivery]:
    """Run the rounds and their delivery. Rows that this process had claimed before it died are given back first."""

    owner = f"{socket.gethostname()}:{settings.port}"
    with store.begin() as work:
        queue.release(work, owner)
        work.commit()
    delivery = Delivery(apis=apis, now=now, tasks=tasks, timing=timing)
    taking = takers(settings, [*apis, Bot.PAGE], timing)
    rounds = Rounds(store, taking, now, owner, delivery.deliver, tuple(apis), timing=timing)
    delivery.mark = rounds.mark
    return rounds, delivery


def _edges(apis: dict[Bot, BotApi], rounds: Rounds) -> dict[Bot, Edge]:
    """An edge for each bot; its library is imported only here, because that takes seconds."""

    edges = {}
    if families := apis.get(Bot.FAMILIES):
        from bot.families.router import translator

        edges[Bot.FAMILIES] = Edge(Bot.FAMILIES, translator(families.token), rounds.take, rounds.watch)
    if reviewers := apis.get(Bot.REVIEWERS):
        from bot.reviewers.router import translator as reviewers_translator

        edges[Bot.REVIEWERS] = Edge(Bot.REVIEWERS, reviewers_translator(reviewers.token), rounds.take, rounds.watch)
    return edges


def _pollers(
    edges: dict[Bot, Edge], apis: dict[Bot, BotApi], locks: dict[Bot, PollLock], contact: Contact
) -> list[Poller]:
    """A poller for each bot, which asks while it may; the families' one knows when presses could come in."""

    pollers = {bot: Poller(edge, apis[bot], lock=locks[bot]) for bot, edge in edges.items()}
    if Bot.FAMILIES in pollers:
        pollers[Bot.FAMILIES].reached = contact.made
    return list(pollers.values())


def _site(settings: Settings, store: Store, rounds: Rounds, now: Clock) -> Site:
    """The family's page, on the same road."""

    turns, guard = participants(settings), Guard(settings.public_url)
    telegram = turns.channels[Channel.TELEGRAM]
    return Site(store, rounds.take, now, settings.languages, turns.around, guard, telegram, proxies=settings.proxies)


async def _serve(
    settings: Settings,
    stack: AsyncExitStack,
    edges: dict[Bot, Edge],
    health: Health,
    watch: Metrics,
    site: Site | None,
) -> int:
    """Health and metrics always; webhooks when there is a public address. A port of 0 is any free one, and is logged."""

    hooks = {bot: edge.receive for bot, edge in edges.items()} if settings.wants_webhooks else {}

    async def problems() -> list[str]:
        return await beside(health.problems)

    app = application(hooks, settings.secret, problems, watch.text, site)
    return await stack.enter_async_context(serving(app, settings.host, settings.port))


def _keys_anew(settings: Settings, store: Store) -> Iterator[Coroutine[None, None, None]]:
    """Yield what runs the command for the keys again at each SIGHUP, where there is one."""

    async def at_each_hup() -> None:
        told = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, told.set)
        while True:
            await told.wait()
            told.clear()
            try:
                log.info("keys read anew", count=await beside(partial(read_keys_anew, settings, store)))
            except Exception as error:  # noqa: BLE001 - whatever it was, the service goes on with the keys it has
                log.error("keys not read anew, those from before stay", error=type(error).__name__)

    if settings.key_command:
        yield at_each_hup()


def _introductions(settings: Settings, apis: dict[Bot, BotApi], store: Store) -> Iterator[Coroutine[None, None, None]]:
    """Yield what each bot does with Telegram beside its start. The reviewers' bot speaks English."""
    profiles = {Bot.FAMILIES: (FAMILIES, settings.languages), Bot.REVIEWERS: (REVIEWERS, ())}
    for bot, api in apis.items():
        yield introduce(bot, api, store, *profiles[bot])


async def _keep_webhook(settings: Settings, bot: Bot, api: BotApi, watch: Metrics, contact: Contact) -> None:
    """Set it, and again if it is taken away; know from Telegram whether presses still come in by the families' one."""
    url = f"{settings.public_url}/telegram/{bot}"
    again = partial(set_webhook, api, url, settings.secret)
    await again()
    watch.beat(part_of(bot, webhook=True))
    # The reviewers' buttons are good for longer: nobody has to know when they could come in.
    reached = contact.made if bot == Bot.FAMILIES else lambda: None
    await Reaching(api, reached, contact.now, url, again).run()


async def _drain(rounds: Rounds, delivery: Delivery, taking: asyncio.Task[None]) -> None:
    """Claim nothing more, finish what is being sent, commit what is waiting."""
    await rounds.claim_no_more()
    await delivery.finish(DRAIN_SECONDS)
    rounds.stopping = True
    rounds.stir()
    await taking


async def _cancel(running_tasks: list[asyncio.Task[None]]) -> None:
    for task in running_tasks:
        task.cancel()
    await asyncio.gather(*running_tasks, return_exceptions=True)
