"""`interview doctor`: check whether this installation can do its work safely. Look at everything and change nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import SecretStr
from typer import Exit

from bot.cli.errors import explain
from bot.cli.links import ASK_SECONDS, ask_username, ask_webhook
from bot.cli.modes import open_to_others
from bot.clock import utc_now
from bot.settings import Settings, read_settings
from bot.store import has_store, no_store, outdated
from bot.telegram.webhooks import is_same
from dialogs.leder.facts import FRESH, in_force
from locales import catalogues
from storage.engine.inspection import database_file, durability, is_pooled, place
from storage.engine.unit_of_work import Engine, open_engine, open_store, opens
from storage.inbox import dead_letters, throttling
from storage.maintenance.rotation import wrapped_otherwise
from storage.repositories import check_words
from storage.schema.vocabulary import Bot

OK, WARN, FAIL = "ok", "warn", "fail"
KEPT_DAYS = dead_letters.KEPT.days


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how it stands, and with what."""

    level: str
    about: str


Findings = Iterator[Finding]


def doctor() -> None:
    """Look at settings, keys, record store, bots and languages: a line each."""
    findings = list(_findings())
    for finding in findings:
        print(f"{finding.level:<4}  {finding.about}")
    if any(f.level == FAIL for f in findings):
        raise Exit(1)


def _findings() -> Findings:
    try:
        settings = read_settings()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, it is said in a line
        yield Finding(FAIL, f"settings: {explain(error)[1]}")
        return
    yield Finding(OK, "settings: they can be read")
    for look in (_languages, _facts, _keys, _store, _folder, _proxies, _bots):
        yield from _guarded(look, settings)


def _guarded(look: Callable[[Settings], Findings], settings: Settings) -> Findings:
    """Yield the findings of a look; an error is a finding too."""
    try:
        yield from look(settings)
    except Exception as error:  # noqa: BLE001 - likewise
        yield Finding(FAIL, f"{look.__name__.strip('_')}: {explain(error)[1]}")


def _languages(settings: Settings) -> Findings:
    unknown = [language for language in settings.languages if language not in catalogues()]
    if unknown or not settings.languages:
        yield Finding(FAIL, f"languages: there is no catalogue for {', '.join(unknown) or 'no language at all'}")
    else:
        yield Finding(OK, f"languages: {', '.join(settings.languages)}")


def _facts(_settings: Settings) -> Findings:
    old = in_force().stale(utc_now().date())
    yield from (Finding(WARN, fact) for fact in old)
    if not old:
        yield Finding(OK, f"facts: each was checked within {FRESH.days} days")


def _keys(settings: Settings) -> Findings:
    ring = settings.key_ring()
    where = "the environment" if settings.keys else settings.ring_path
    yield Finding(OK, f"keys: {len(ring.keys)} in {where}")
    file = database_file(settings.database)
    if settings.keys or file is None:
        return
    if settings.ring_path.resolve().parent == file.resolve().parent:
        yield Finding(WARN, "keys: they lie in one folder with the record store, so whoever copies it can read all")


def _store(settings: Settings) -> Findings:
    if not has_store(settings):
        yield Finding(FAIL, f"record store: {no_store(settings)}")
        return
    engine = open_engine(settings.database)
    try:
        yield from _opened(engine, settings)
    finally:
        engine.dispose()


def _opened(engine: Engine, settings: Settings) -> Findings:
    if why := outdated(engine, settings):
        yield Finding(FAIL, f"record store: {why}")
        return
    pooled = ", through a pooler" if is_pooled(engine) else ""
    yield Finding(OK, f"record store: {place(settings.database)} is up to date ({engine.dialect.name}{pooled})")
    if opens(engine, settings.key_ring()):
        yield from _all_open(engine, settings)
        yield from _guessed(engine, settings)
    else:
        yield Finding(WARN, "record store: it has no keys yet")
    yield from _durable(engine)


def _all_open(engine: Engine, settings: Settings) -> Findings:
    """Check that the keys of the ring open every participant's data key, and report failed inputs that need a look."""
    ring = settings.key_ring()
    with open_store(engine, ring).read() as work:
        lost, failed = wrapped_otherwise(work, ring.keys), [f for f in dead_letters.kept(work) if not f.retried_at]
    if failed:
        about = f"dead letters: {len(failed)}, the oldest of {failed[0].at.date()}; each is kept for {KEPT_DAYS} days"
        yield Finding(WARN, f"{about}; see: interview dead-letters list")
    if lost:
        yield Finding(FAIL, f"record store: {lost} of its data keys are wrapped with a key that is not there")
    else:
        yield Finding(OK, "record store: the keys open it")


def _guessed(engine: Engine, settings: Settings) -> Findings:
    """Does somebody try links, codes or check words?"""
    now = utc_now()
    with open_store(engine, settings.key_ring()).read() as work:
        counted = {kind: throttling.together(work, kind, now) for kind in throttling.KINDS}
        guessed = check_words.guessed(work)
    for kind, failed in counted.items():
        if failed >= kind.each:
            yield Finding(WARN, f"guesses: {failed} {kind.name} were tried within the hour that do not work")
    for invitation, tries in guessed:
        after = f"ask the family by phone, and make a new link: interview renew {invitation} --check-word"
        yield Finding(
            WARN, f"guesses: wrong check words were written {tries} times for invitation {invitation}; {after}"
        )


def _durable(engine: Engine) -> Findings:
    """Check that a commit waits until it is on the disk."""
    waits, about = durability(engine)
    yield Finding(
        OK if waits else FAIL, f"record store: {'each commit is kept' if waits else 'a commit can be lost'} ({about})"
    )


def _folder(settings: Settings) -> Findings:
    for what, path, mode in open_to_others(settings):
        does = "look into" if path.is_dir() else "read"
        yield Finding(WARN, f"{what}: others can {does} {path}; run: chmod {mode:o} {path}")


def _proxies(settings: Settings) -> Findings:
    if settings.public_url and not settings.trusted_proxies:
        yield Finding(
            WARN,
            "proxies: INTERVIEW_TRUSTED_PROXIES is not set; behind a proxy all are one visitor: when one guesses, all wait",
        )


def _bots(settings: Settings) -> Findings:
    tokens = {Bot.FAMILIES: settings.families_token, Bot.REVIEWERS: settings.reviewers_token}
    for bot, token in tokens.items():
        yield (found := _bot(settings, bot, token))
        if token is not None and found.level == OK:
            yield from _webhook(settings, bot, token.get_secret_value())
    if settings.families_token and settings.families_token == settings.reviewers_token:
        yield Finding(FAIL, "bots: both have the same token, but they must be two")


def _webhook(settings: Settings, bot: Bot, token: str) -> Findings:
    """Check that Telegram calls our address. A process that polls with the same token takes the webhook away."""
    wanted = f"{settings.public_url}/telegram/{bot}" if settings.public_url else ""
    noted = asyncio.run(ask_webhook(settings, token))
    if noted is None or is_same(noted, wanted):
        return
    if wanted and not noted:
        about = (
            "Telegram calls nobody. While interview run serves, another process with this token takes the webhook away"
        )
    elif wanted:
        about = "Telegram calls another address than INTERVIEW_PUBLIC_URL; has somebody else this token?"
    else:
        about = "Telegram calls a webhook, but INTERVIEW_PUBLIC_URL is not set; has somebody else this token?"
    yield Finding(WARN, f"{bot} bot: {about}")


def _bot(settings: Settings, bot: Bot, token: SecretStr | None) -> Finding:
    if token is None:
        return Finding(WARN, f"{bot} bot: INTERVIEW_{bot.upper()}_TOKEN is not set")
    username = asyncio.run(ask_username(settings, token.get_secret_value()))
    if username is None:
        return Finding(
            FAIL, f"{bot} bot: Telegram was not reached within {ASK_SECONDS:.0f} seconds, or does not know the token"
        )
    return Finding(OK, f"{bot} bot: it is @{username}")
