"""Say why a command failed: one sentence, never with words, names or tokens of the record in it."""

from __future__ import annotations

from typer import Abort, TyperException

from bot.casework.access import Refused as Refused  # noqa: PLC0414 - a command refuses what was typed as a deed does
from bot.cli.troubles import sentence

DONE, TROUBLE, BAD_INPUT = 0, 1, 2


def explain(error: BaseException) -> tuple[int, str]:
    """The exit status for an error and the sentence about it."""
    status, text = _explained(_first(error))
    return status, " ".join(text.split())


def _explained(error: BaseException) -> tuple[int, str]:
    if isinstance(error, Refused):
        return BAD_INPUT, str(error)
    if isinstance(error, TyperException):
        return BAD_INPUT, _sentence(error.format_message())
    if isinstance(error, Abort):
        return TROUBLE, "Stopped: nothing was changed."
    return _of_ours(error) or _of_others(error)


def _of_ours(error: BaseException) -> tuple[int, str] | None:
    from bot.settings import SettingsError
    from bot.store import NotReady
    from bot.telegram.poll_lock import AlreadyPolling
    from storage.keys.key_command import KeyCommandError
    from storage.keys.sealing import KeyRingError, SealError
    from storage.maintenance.backup import BackupError
    from storage.repositories.reviews import AlreadyThere, NotFound

    if isinstance(error, KeyCommandError):
        return TROUBLE, str(error)
    if isinstance(error, BackupError):
        return TROUBLE, str(error)
    if isinstance(error, SettingsError | KeyRingError | NotReady | NotFound | AlreadyThere | AlreadyPolling):
        return BAD_INPUT, str(error)
    if isinstance(error, SealError):
        return BAD_INPUT, f"The keys do not open this record store: {error}."
    return None


def _of_others(error: BaseException) -> tuple[int, str]:
    from storage.engine.faults import is_conflict, is_no_address, is_outage, is_split_up
    from storage.engine.troubles import trouble_of

    if is_split_up(error):
        return BAD_INPUT, (
            "The pooler in front of PostgreSQL allows no transactions (PgBouncer's pool_mode is statement): "
            "set it to transaction or session."
        )
    if is_conflict(error):
        return TROUBLE, "Somebody else changed the same at this moment: please look, and try again."
    if is_no_address(error):
        return (
            BAD_INPUT,
            "INTERVIEW_DATABASE_URL is not an address that can be used: it begins with postgresql:// or sqlite:///.",
        )
    if trouble := trouble_of(error):
        return TROUBLE, sentence(trouble, _place())
    if isinstance(error, OSError) and error.filename:
        return BAD_INPUT, f"The file {error.filename} cannot be used: {error.strerror}."
    if isinstance(error, OSError) and error.strerror:
        return TROUBLE, f"The system says: {error.strerror}."
    if is_outage(error):
        return TROUBLE, f"The record store {_place()} cannot be reached, or it is busy: please try again."
    return TROUBLE, f"Something went wrong on our side ({type(error).__name__})."


def _place() -> str:
    """Return where the record store is that the settings name."""
    from bot.settings import read_settings
    from storage.engine.inspection import place

    return place(read_settings().database)


def _first(error: BaseException) -> BaseException:
    """Return the error that a group of errors began with."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _sentence(text: str) -> str:
    line = text.replace("Value error, ", "").strip() or "This command cannot be read"
    return line if line.endswith((".", "!", "?")) else f"{line}."
