"""The one place where objects are made, and the one TaskGroup that owns what runs."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from bot.channel import Channel
from bot.clock import Clock, utc_now
from bot.clockwork import Clockwork
from bot.settings import Settings
from storage import inbox, outbox
from storage.revision import is_current
from storage.unit_of_work import Store, open_engine, open_store

if TYPE_CHECKING:
    from bot.delivery import Delivery
    from bot.rounds import Rounds, Taker
    from bot.telegram.client import BotApi
    from bot.telegram.edge import Edge
    from bot.turns import Turns

USERNAME = "families_username"
RETRY_SECONDS = 5.0
DRAIN_SECONDS = 20.0
log = structlog.get_logger(__name__)


class NotReady(Exception):  # noqa: N818 - one sentence for the operator
    """The program can't start; the message says what to do."""


def open_record(settings: Settings) -> Store:
    """The record store, if it is up to date; NotReady or KeyRingError in one sentence."""
    engine = open_engine(settings.database)
    if not is_current(engine):
        engine.dispose()
        raise NotReady("The record store is not up to date. Run: interview migrate")
    return open_store(engine, settings.key_ring())


def participants(settings: Settings) -> Turns:
    """What takes the turns of families, on every channel."""
    from bot.families.rendering import TelegramChannel
    from bot.terminal import TerminalChannel
    from bot.turns import Turns

    channels: dict[str, Channel] = {"telegram": TelegramChannel(), "terminal": TerminalChannel()}
    return Turns(channels=channels, languages=settings.languages)


async def run(settings: Settings) -> None:
    """Everything that is configured, until SIGTERM or SIGINT. What has arrived by then is kept, what is being sent is sent."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with running(settings):
        log.info("running")
        await stop.wait()
        log.info("stopping")


@asynccontextmanager
async def running(settings: Settings, now: Clock = utc_now) -> AsyncIterator[None]:
    """The whole service while the context is open."""
    from bot.telegram.client import BotApi, open_session

    store = open_record(settings)
    tokens = _tokens(settings)
    if not tokens:
        raise NotReady("No bot is set up. Set INTERVIEW_FAMILIES_TOKEN, INTERVIEW_REVIEWERS_TOKEN or both.")
    async with AsyncExitStack() as stack:
        stack.callback(store.close)
        session = await stack.enter_async_context(open_session())
        apis = {bot: BotApi(session, settings.telegram_api, token) for bot, token in tokens.items()}
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        rounds, delivery = _rounds(settings, store, apis, tasks, now)
        taking = tasks.create_task(rounds.run())
        stack.push_async_callback(_drain, rounds, delivery, taking)
        edges = await _edges(settings, tokens, rounds)
        clockwork = Clockwork(store, participants(settings), now, rounds.stir)
        beside = [tasks.create_task(clockwork.run())]
        beside += [tasks.create_task(_introduce(bot, api, store)) for bot, api in apis.items()]
        stack.push_async_callback(_cancel, beside)
        if settings.wants_webhooks:
            beside.append(tasks.create_task(_set_webhooks(settings, apis)))
        else:
            await _poll(settings, store, stack, edges, apis, tasks)
        await _serve(settings, store, stack, edges)
        yield


def _tokens(settings: Settings) -> dict[str, str]:
    given = {"families": settings.families_token, "reviewers": settings.reviewers_token}
    return {bot: token.get_secret_value() for bot, token in given.items() if token}


def _rounds(
    settings: Settings, store: Store, apis: dict[str, BotApi], tasks: asyncio.TaskGroup, now: Clock
) -> tuple[Rounds, Delivery]:
    """The rounds and their delivery. What this process had claimed before it died is given back first."""
    from bot.delivery import Delivery
    from bot.rounds import Rounds

    owner = f"{socket.gethostname()}:{settings.port}"
    with store.begin() as work:
        outbox.release(work, owner)
        work.commit()
    delivery = Delivery(apis=apis, now=now, tasks=tasks)
    takers = _takers(settings, apis)
    rounds = Rounds(store=store, takers=takers, now=now, owner=owner, claimed=delivery.deliver, sends=tuple(apis))
    delivery.mark = rounds.mark
    return rounds, delivery


def _takers(settings: Settings, bots: Iterable[str]) -> dict[str, Taker]:
    from bot.reviewers.turns import DeskTurns

    takers: dict[str, Taker] = {"families": participants(settings), "reviewers": DeskTurns(settings)}
    return {bot: takers[bot] for bot in bots}


async def _edges(settings: Settings, tokens: dict[str, str], rounds: Rounds) -> dict[str, Edge]:
    """An edge for each bot; its library is imported only here, because that takes seconds."""
    from bot.telegram.edge import Edge

    edges = {}
    if token := tokens.get("families"):
        from bot.families.router import translator

        edges["families"] = Edge("families", translator(token), rounds.take)
    if token := tokens.get("reviewers"):
        from bot.reviewers.router import translator as reviewers_translator

        edges["reviewers"] = Edge("reviewers", reviewers_translator(token), rounds.take)
    return edges


async def _poll(
    settings: Settings,
    store: Store,
    stack: AsyncExitStack,
    edges: dict[str, Edge],
    apis: dict[str, BotApi],
    tasks: asyncio.TaskGroup,
) -> None:
    from bot.lock import poll_lock
    from bot.telegram.edge import Poller

    pollers: list[Poller] = []
    for bot, edge in edges.items():
        stack.enter_context(poll_lock(store.engine, settings.data_dir, bot, apis[bot].token))
        pollers.append(Poller(edge, apis[bot]))
    stack.push_async_callback(_cancel, [tasks.create_task(p.run()) for p in pollers])


async def _serve(settings: Settings, store: Store, stack: AsyncExitStack, edges: dict[str, Edge]) -> None:
    """Health always; webhooks when there is a public address. A port of 0 is any free one, and is logged."""
    from bot.pages.server import application, serve

    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    hooks = {bot: edge.receive for bot, edge in edges.items()} if settings.wants_webhooks else {}

    async def is_ready() -> bool:
        return await asyncio.to_thread(_is_ready, store)

    port = await stack.enter_async_context(serve(application(hooks, secret, is_ready), settings.host, settings.port))
    log.info("serving", port=port)


async def _set_webhooks(settings: Settings, apis: dict[str, BotApi]) -> None:
    from bot.telegram.edge import set_webhook

    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    for bot, api in apis.items():
        await set_webhook(api, f"{settings.public_url}/telegram/{bot}", secret)


async def _introduce(bot: str, api: BotApi, store: Store) -> None:
    """Learn the bot's username, which links need, and bring its profile up to date; beside the start, never before it."""
    from bot.families import profile as families
    from bot.reviewers import profile as reviewers
    from bot.telegram.client import CallFailed
    from bot.telegram.profile import bring_up_to_date

    me = None
    while me is None:
        try:
            me = await api.call("getMe")
        except CallFailed as failed:
            log.warning("telegram not reached", bot=bot, code=failed.code)
            await asyncio.sleep(RETRY_SECONDS)
    await asyncio.to_thread(_note_username, store, bot, str(me["username"]))
    await bring_up_to_date(api, {"families": families.PROFILE, "reviewers": reviewers.PROFILE}[bot], bot)


def _note_username(store: Store, bot: str, username: str) -> None:
    with store.begin() as work:
        inbox.note_facts(work, [(f"{bot}_username", username)])
        work.commit()


def _is_ready(store: Store) -> bool:
    try:
        with store.read() as work:
            inbox.fact(work, USERNAME)
        return is_current(store.engine)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, the answer is no
        log.warning("not ready", error=type(error).__name__)
        return False


async def _drain(rounds: Rounds, delivery: Delivery, taking: asyncio.Task[None]) -> None:
    """Claim nothing more, finish what is being sent, commit what is waiting."""
    rounds.sends = ()
    await delivery.finish(DRAIN_SECONDS)
    rounds.stopping = True
    rounds.stir()
    await taking


async def _cancel(running_tasks: list[asyncio.Task[None]]) -> None:
    for task in running_tasks:
        task.cancel()
    await asyncio.gather(*running_tasks, return_exceptions=True)
