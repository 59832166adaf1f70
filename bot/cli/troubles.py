"""Say in one sentence what an operator has to mend when the record store can't be used."""

from __future__ import annotations

from storage.engine.troubles import Trouble

SENTENCES = {
    Trouble.DAMAGED: "The record store {place} is damaged: keep it as it is, and put the newest backup in its place.",
    Trouble.DISK: "The disk under the record store {place} fails: look at the disk before anything else.",
    Trouble.NOT_A_STORE: (
        "The file {place} is not a record store, or is what is left of one: keep it as it is, and put the newest backup in its "
        "place."
    ),
    Trouble.NO_FILE: "The record store {place} cannot be opened: is its folder there, and may this user write in it?",
    Trouble.READ_ONLY: (
        "The record store {place} can be read but not written: this user lacks the right, or the disk is mounted for reading."
    ),
    Trouble.NO_ROOM: "There is no room left for the record store {place}: nothing more is taken until there is.",
    Trouble.BUSY: "The record store {place} is busy with another process: please try again.",
    Trouble.PASSWORD: "The server of the record store {place} does not take the password in INTERVIEW_DATABASE_URL.",
    Trouble.NOT_LET_IN: (
        "The server of the record store {place} does not let in the user in INTERVIEW_DATABASE_URL: is there such a role, and a "
        "line for it in pg_hba.conf?"
    ),
    Trouble.NO_DATABASE: (
        "The server answers, but there is no database for the record store {place}: make it, or correct INTERVIEW_DATABASE_URL."
    ),
    Trouble.NO_RIGHT: (
        "The user in INTERVIEW_DATABASE_URL lacks a right in the record store {place}: run interview migrate as the owner of its "
        "tables, which gives the roles of docs/postgresql-roles.sql theirs."
    ),
    Trouble.TOO_MANY: (
        "The server of the record store {place} has no connection left: give it more, or stop what holds them."
    ),
    Trouble.NOT_THERE: (
        "The server of the record store {place} cannot be reached: is it running, and is the address in INTERVIEW_DATABASE_URL "
        "right?"
    ),
}


def sentence(trouble: Trouble, place: str) -> str:
    """Return the sentence about this trouble with the record store at `place`."""
    return SENTENCES[trouble].format(place=place)
