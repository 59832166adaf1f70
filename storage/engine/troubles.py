"""Tell what an operator has to mend when the store can't be used: the server, the address, a right, the file.

A server that lets nobody in gives no code to the driver, only its words; one that speaks another language is only not reached.
"""

from __future__ import annotations

import re
from enum import StrEnum

from sqlalchemy.exc import DBAPIError


class Trouble(StrEnum):
    """A thing that is wrong with a store, each with another remedy."""

    DAMAGED = "damaged"
    DISK = "disk"
    NOT_A_STORE = "not a store"
    NO_FILE = "no file"
    READ_ONLY = "read only"
    NO_ROOM = "no room"
    BUSY = "busy"
    PASSWORD = "password"  # noqa: S105 - the name of a trouble
    NOT_LET_IN = "not let in"
    NO_DATABASE = "no database"
    NO_RIGHT = "no right"
    TOO_MANY = "too many"
    NOT_THERE = "not there"


# SQLite's own numbers for what went wrong; the lowest byte says the kind.
_KIND = 0xFF
_OF_SQLITE = {
    5: Trouble.BUSY,
    6: Trouble.BUSY,
    8: Trouble.READ_ONLY,
    10: Trouble.DISK,
    11: Trouble.DAMAGED,
    13: Trouble.NO_ROOM,
    14: Trouble.NO_FILE,
    26: Trouble.NOT_A_STORE,
}
_OF_POSTGRES = {
    "28P01": Trouble.PASSWORD,
    "28000": Trouble.NOT_LET_IN,
    "3D000": Trouble.NO_DATABASE,
    "42501": Trouble.NO_RIGHT,
    "25006": Trouble.READ_ONLY,
    "53100": Trouble.NO_ROOM,
    "53300": Trouble.TOO_MANY,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}
_UNREACHED = re.compile(
    "failed to resolve|could not translate|refused|timeout|timed out|no route|unreachable|no such file", re.IGNORECASE
)
_WORDS = (
    (re.compile("password authentication failed|no password supplied|scram"), Trouble.PASSWORD),
    (
        re.compile('role "[^"]*" does not exist|pg_hba|authentication failed|not permitted to log in'),
        Trouble.NOT_LET_IN,
    ),
    (re.compile('database "[^"]*" does not exist'), Trouble.NO_DATABASE),
    (re.compile("permission denied"), Trouble.NO_RIGHT),
    (re.compile("too many clients|too many connections|connection slots are reserved"), Trouble.TOO_MANY),
    (_UNREACHED, Trouble.NOT_THERE),
)


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what is wrong with the store, if the error says so."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    if (number := getattr(cause, "sqlite_errorcode", None)) is not None:
        return _OF_SQLITE.get(number & _KIND)
    if code := getattr(cause, "sqlstate", None):
        return _OF_POSTGRES.get(code)
    return next((what for words, what in _WORDS if words.search(str(cause))), None) if cause else None
