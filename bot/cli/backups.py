"""`interview backup` and `interview restore`: the whole record store in a file that only the holder of an age identity opens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer import Argument, Option

from bot.casework import backups as casework
from bot.cli.errors import Refused
from bot.cli.output import minute
from bot.cli.session import Desk, at_desk
from bot.clock import utc_now
from bot.participants import programme
from bot.settings import Settings, read_settings
from storage.deletion_list import Deletion, DeletionList
from storage.engine.inspection import database_file, place
from storage.engine.unit_of_work import Engine, open_store, opens
from storage.keys.sealing import SealError
from storage.maintenance import backup as backups
from storage.maintenance import restoring, wiping
from storage.maintenance.backup import About, BackupError
from storage.schema.vocabulary import DeletionKind

File = Annotated[Path, Argument(metavar="FILE", help="Where the backup is.")]


def backup(
    file: Annotated[Path, Argument(metavar="FILE", help="Where to put it; there must be no file yet.")],
    to: Annotated[
        str, Option("--to", metavar="RECIPIENT", help="An age recipient; otherwise INTERVIEW_BACKUP_RECIPIENT.")
    ] = "",
) -> None:
    """Write the whole record store into a file, encrypted, while the service runs. No key is in it."""
    with at_desk() as desk:
        whom = _recipient(to, desk.settings)
        if file.exists():
            raise Refused(f"There is a file {file} already: a backup takes the place of nothing.")
        if not file.absolute().parent.is_dir():
            raise Refused(f"There is no folder {file.parent}.")
        with _moving("Backing up") as moved:
            about = casework.back_up(desk.looking, file, whom, moved)
    print(f"The backup is in {file}: {about.rows} rows. Audit log: {about.entries} entries, head {about.head}")


def restore(
    file: File,
    identity: Annotated[Path, Option("--identity", metavar="FILE", help="The age identity that opens it.")],
    withdrawals: Annotated[
        Path | None,
        Option("--withdrawals", metavar="FILE", help="The list of withdrawals, if it is not beside the keys."),
    ] = None,
) -> None:
    """Put a backup back where there is no record store. What was withdrawn or erased since does not come back."""
    settings = read_settings()
    programme.adopt(settings)
    restoring.require_empty(settings.database)
    settings.key_ring()
    listed = _listed(settings, withdrawals)
    folder = _folder(settings)
    with _moving("Restoring") as moved, restoring.unpacked(file, identity, folder, moved) as (engine, about):
        again = _delete_again(engine, settings, about, listed or ())
        restoring.put(engine, settings.database, about)
    print(f"The record store {place(settings.database)} is as it was at {minute(about.made_at)}: {about.rows} rows.")
    withdrawn, erased = again[DeletionKind.WITHDRAWN], again[DeletionKind.ERASED]
    print(f"Deleted again, because it was since then: {withdrawn} withdrawn, {erased} erased.")
    if listed is None:
        print(
            f"There was no list of withdrawals at {' or '.join(map(str, settings.deletions.places))}. If there was one before, "
            "move this record store away, put the list there and restore again: else words come back that people have withdrawn."
        )


def _delete_again(
    engine: Engine, settings: Settings, about: About, listed: Collection[Deletion]
) -> dict[DeletionKind, int]:
    """Bring up to date what was unpacked, and delete again what was deleted since."""
    from bot.cli.service import bring_up

    try:
        opens(engine, settings.key_ring())
    except SealError as error:
        raise BackupError(f"The keys here do not open what is in the backup: {error}. Use those of its time.") from None
    bring_up(engine, settings)
    store = open_store(engine, settings.key_ring())
    store.deletions = settings.deletions
    with store.begin() as work:
        again = casework.restore(Desk(settings=settings, store=store, now=utc_now()).by(work), about, listed)
        if again:
            wiping.ask_to_rewrite(work)
        work.commit()
    wiping.wipe(store)
    wiping.rewrite(store)
    return dict.fromkeys(DeletionKind, 0) | again


def _recipient(given: str, settings: Settings) -> str:
    """Return for whom the backup is made."""
    named = (given or settings.backup_recipient).strip()
    if not named:
        raise Refused(
            "Say who can open the backup: --to RECIPIENT (it begins with age1), or set INTERVIEW_BACKUP_RECIPIENT."
        )
    if not backups.is_recipient(named):
        raise Refused("That is no age recipient: one begins with age1, and age-keygen prints it.")
    return named


def _listed(settings: Settings, named: Path | None) -> set[Deletion] | None:
    """Return what is on the list of withdrawals; None if there is no list."""
    if named is not None and not named.is_file():
        raise Refused(f"There is no list of withdrawals at {named}.")
    places = (*settings.deletions.places, *((named,) if named else ()))
    return DeletionList(*places).read() if any(place.exists() for place in places) else None


def _folder(settings: Settings) -> Path:
    """Return where the backup is unpacked: on the disk where the record store will be; else in the data directory."""
    file = database_file(settings.database)
    folder = settings.data_dir if file is None else file.absolute().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _moving(what: str) -> Iterator[Callable[[int, int], None]]:
    """A line that moves, for somebody who watches."""
    watched = Console(stderr=True)
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=watched, transient=True, disable=not watched.is_terminal) as line:
        task = line.add_task("", total=None)
        yield lambda done, total: line.update(task, completed=done, total=total)
