"""`interview doctor`: check whether this installation can do its work safely. Look at everything and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from typer import Exit

from bot import version
from bot.cli.doctor_backup import backups
from bot.cli.doctor_keeping import kept, vacuumed
from bot.cli.doctor_service import disk, public_address, service
from bot.cli.doctor_telegram import bots
from bot.cli.errors import explain
from bot.cli.findings import FAIL, OK, WARN, Finding, Findings
from bot.cli.modes import open_to_others
from bot.clock import is_overdue, utc_now
from bot.participants import programme
from bot.settings import Settings, SettingsError, read_settings
from bot.store import has_store, no_store, outdated
from dialogs.leder.facts import FRESH, in_force
from locales import catalogues, is_draft
from storage.engine.inspection import database_file, durability, is_pooled, place
from storage.engine.unit_of_work import Engine, open_engine, open_store, opens
from storage.inbox import dead_letters, throttling
from storage.maintenance.rotation import wrapped_otherwise
from storage.maintenance.unattended import unattended
from storage.record import doubts
from storage.repositories import check_words, flags

_WHERE = {"INTERVIEW_KEYS": "the environment", "INTERVIEW_KEY_COMMAND": "what INTERVIEW_KEY_COMMAND prints"}
AFTER = "find out who could, and put back a backup from before"
KEPT_DAYS, MOST_NAMED = dead_letters.KEPT.days, 5


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
    yield Finding(OK, f"settings: they can be read, by version {version()}")
    looks = (_languages, _letters, _facts, _keys, _store, _folder, disk, _proxies, bots, public_address, service)
    said = set[str]()
    for look in looks:
        yield from _guarded(look, settings, said)


def _guarded(look: Callable[[Settings], Findings], settings: Settings, said: set[str]) -> Findings:
    """Yield the findings of a look; an error is a finding too, and is said once, although several looks may meet it."""
    try:
        yield from look(settings)
    except Exception as error:  # noqa: BLE001 - likewise
        if (sentence := explain(error)[1]) not in said:
            said.add(sentence)
            yield Finding(FAIL, f"{look.__name__.strip('_')}: {sentence}")


def _languages(settings: Settings) -> Findings:
    unknown = [language for language in settings.languages if language not in catalogues()]
    if unknown or not settings.languages:
        yield Finding(FAIL, f"languages: there is no catalogue for {', '.join(unknown) or 'no language at all'}")
        return
    yield Finding(OK, f"languages: {', '.join(settings.languages)}")
    if drafts := [language for language in settings.languages if is_draft(language)]:
        yield Finding(WARN, f"languages: nobody has checked {', '.join(drafts)} yet")


def _letters(settings: Settings) -> Findings:
    """Look for the fonts that letters to print need: one with boxes in the place of letters is never made."""
    from bot.documents.letter import Unmakeable, try_out

    without = []
    for language in catalogues().intersection(settings.languages):
        try:
            try_out(language)
        except Unmakeable:
            without.append(language)
    if without:
        yield Finding(
            WARN,
            f"letters: no font here can write {', '.join(sorted(without))}; install fonts-noto-core to print in them",
        )
    else:
        yield Finding(OK, "letters: they can be printed in each language")


def _facts(settings: Settings) -> Findings:
    """Look at the organisation's own facts: nothing is shown to a family without them."""
    programme.adopt(settings)
    try:
        programme.require(settings)
    except SettingsError as error:
        serves = settings.families_token or settings.reviewers_token or settings.public_url or settings.programme
        yield Finding(FAIL if serves else WARN, f"facts: {error}")
    if old := in_force().stale(utc_now().date()):
        days = FRESH.days
        yield Finding(WARN, f"facts: {len(old)} were not checked for {days} days; interview check names them: {old[0]}")
    else:
        yield Finding(OK, f"facts: each was checked within {FRESH.days} days")


def _keys(settings: Settings) -> Findings:
    ring = settings.key_ring()
    yield Finding(OK, f"keys: {len(ring.keys)} in {_WHERE.get(settings.keys_elsewhere, settings.ring_path)}")
    file = database_file(settings.database)
    if settings.keys_elsewhere or file is None:
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
        yield from _untouched(engine, settings)
        yield from _guessed(engine, settings)
        yield from _attended(engine, settings)
        yield from kept(engine, settings)
        yield from backups(engine, settings)
    else:
        yield Finding(WARN, "record store: it has no keys yet")
    yield from _durable(engine)
    yield from vacuumed(engine)


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


def _untouched(engine: Engine, settings: Settings) -> Findings:
    """Has somebody without the keys written to the store?"""
    with open_store(engine, settings.key_ring()).read() as work:
        found, unreadable = doubts.doubts(work), doubts.unreadable(work)
    for what in found.told:
        yield Finding(FAIL, f"record store: somebody without the keys {what}; {AFTER}")
    if unreadable:
        yield Finding(FAIL, f"record store: of {len(unreadable)} responses the words do not open: {_some(unreadable)}")
    if not found and not unreadable:
        yield Finding(OK, "record store: nobody without the keys has changed it")


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


def _attended(engine: Engine, settings: Settings) -> Findings:
    """Is there somebody who sees to each review, and was each urgent flag seen to in time?"""
    now = utc_now()
    with open_store(engine, settings.key_ring()).read() as work:
        nobody, raised = unattended(work), [f for f in flags.open_flags(work) if f.urgent]
    late = [f for f in raised if is_overdue(f, now)]
    if late:
        about = f"{len(late)} urgent are past their day, the oldest of {min(f.raised_at for f in late).date()}"
        yield Finding(WARN, f"flags: {about}; see: interview flags")
    if nobody.without:
        yield Finding(WARN, f"reviews: nobody sees to {_some(nobody.without)}; see: interview review assign")
    if nobody.not_enrolled:
        yield Finding(
            WARN, f"reviews: the reviewer has not enrolled, and hears nothing, of {_some(nobody.not_enrolled)}"
        )


def _some(references: Sequence[str]) -> str:
    more = f" and {len(references) - MOST_NAMED} more" if len(references) > MOST_NAMED else ""
    return f"{', '.join(references[:MOST_NAMED])}{more}"


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
