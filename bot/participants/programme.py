"""Put the organisation's own facts in force, out of the file that INTERVIEW_PROGRAMME names."""

from __future__ import annotations

from bot.clock import utc_now
from bot.settings import Settings, SettingsError
from dialogs.leder import facts, reading
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.repositories import facts as stored

NAME, NOTED = "INTERVIEW_PROGRAMME", "programme"


def adopt(settings: Settings) -> None:
    """Use the organisation's facts from now on, or the package's where it has none; SettingsError in one sentence."""
    facts.adopt(_own(settings))


def require(settings: Settings) -> None:
    """Refuse to write to families without the organisation's own name, telephone number and reply time."""
    needed = "organisation, phone and reply_time"
    if settings.programme is None:
        raise SettingsError(
            f"{NAME} is not set, so families would read what is made up: name a file with your own {needed}, in the form of "
            f"{facts.FILE}."
        )
    if lacking := reading.missing(_own(settings)):
        listed = " and ".join((", ".join(lacking[:-1]), lacking[-1])) if lacking[1:] else lacking[0]
        raise SettingsError(f"{NAME}: {settings.programme} has no entry for {listed}.")


def note(store: Store) -> None:
    """Remember in the store that families read the organisation's own facts, so that no command tells them others."""
    with store.begin() as work:
        stored.note(work, [(NOTED, "own")])
        work.commit()


def require_as_served(settings: Settings, work: UnitOfWork) -> None:
    """Refuse to write to families from a shell without the organisation's facts, where the service has them."""
    if settings.programme is None and stored.fact(work, NOTED):
        raise SettingsError(
            f"{NAME} is set for the service and not in this shell, where families would be told what is made up: set it here too."
        )


def made_up() -> str:
    """Return a sentence about what is made up of that which is in force; nothing where all of it is an organisation's."""
    names = facts.in_force().made_up
    return f"Made up, to try things out: {', '.join(names)}." if names else ""


def _own(settings: Settings) -> tuple[facts.Table, ...]:
    path = settings.programme
    if path is None:
        return ()
    try:
        entries = reading.read(path.read_text(encoding="utf-8-sig"), utc_now().date())
    except reading.WrongFact as wrong:
        raise SettingsError(f"{NAME}: {path}: {wrong}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{NAME}: {path} is not a text in UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{NAME}: {path} cannot be read: {error.strerror}.") from None
    return tuple({**entry, "file": str(path)} for entry in entries)
