"""The drill: back up in the middle of the work, lose the store, put the backup back; from each database to each."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyrage import decrypt, encrypt
from pyrage.x25519 import Identity
from sqlalchemy import MetaData, insert, select

from bot.casework import backups
from bot.clock import utc_now
from dialogs.inputs import Command, Input, Yes
from storage.engine.unit_of_work import Store, open_engine
from storage.keys.sealing import new_ring_entry
from storage.maintenance import copying
from storage.maintenance.backup import About
from storage.maintenance.deletions import unlisted
from storage.record import erasure
from storage.repositories import facts
from storage.repositories.attachments import attachment_place, sound
from storage.repositories.invitations import sealer_of
from storage.schema.tables import attachments, deletions, invitations, outbox, responses, reviews
from tests.bot.cli.conftest import INVITED, Done, Interview
from tests.storage.maintenance.test_sealing_over import BEFORE, HERE, in_order, records
from tests.storage.people import STORY, TOLD, rows

WITHDRAWING: tuple[Input, ...] = (Command.WITHDRAW, Yes("withdraw"))
SOUND = b"Her own voice. " * 100


@dataclass(slots=True)
class Drill:
    """A record store that will be lost, its backup, and where that is put back."""

    interview: Interview
    monkeypatch: pytest.MonkeyPatch
    elsewhere: str
    folder: Path
    identity: Identity

    @property
    def file(self) -> Path:
        """Return where the backup is."""
        return self.folder / "backup.age"

    def back_up(self) -> str:
        """Make the backup; gives what is said."""
        return self.interview.says("backup", str(self.file), "--to", str(self.identity.to_public()))

    def restore(self) -> Done:
        """Put the backup back elsewhere."""
        identity = self.folder / "identity"
        identity.write_text(f"# created: today\n# public key: {self.identity.to_public()}\n{self.identity}\n")
        self.monkeypatch.setenv("INTERVIEW_DATABASE_URL", self.elsewhere)
        return self.interview("restore", str(self.file), "--identity", str(identity))

    def family(self, number: int, *said: Input) -> Any:
        """Somebody is invited, says this, and leaves a voice message; gives the invitation."""
        made = self.interview.json("invite", "R-1", *INVITED)
        self.interview.consenting(made, *TOLD, *said, user=f"70010000{number}")
        store = self.interview.store()
        with store.begin() as work:
            visit = work.execute(
                select(responses.c.id).where(responses.c.invitation_id == made["invitation"])
            ).scalar_one()
            sealed = sealer_of(work, made["invitation"]).seal_bytes(attachment_place(visit, 1, "content"), SOUND)
            row = {"response_id": visit, "number": 1, "kind": "voice", "mime": "audio/ogg", "seconds": 3}
            work.execute(insert(attachments), [row | {"size": len(SOUND), "state": "kept", "content": sealed}])
            work.commit()
        store.close()
        return made

    def withdraws(self, number: int, made: Any) -> None:
        """The same person withdraws."""
        self.interview.family(made, *WITHDRAWING, user=f"70010000{number}")

    def record(self) -> dict[str, Any]:
        """What the record holds of each, by their invitations."""
        found = json.loads(self.interview.says("record", "R-1"))["participants"]
        return {one["invitation"]: one for one in found}

    def log(self) -> list[Any]:
        """The audit log."""
        return list(self.interview.json("audit", "list"))


@pytest.fixture(params=["sqlite-sqlite", "postgres-postgres", "sqlite-postgres", "postgres-sqlite"])
def drill(
    request: pytest.FixtureRequest, bare: Interview, monkeypatch: pytest.MonkeyPatch, ring: str, tmp_path: Path
) -> Drill:
    """From each database to each."""
    source, target = request.param.split("-")
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", request.getfixturevalue(f"{source}_url"))
    monkeypatch.setenv("INTERVIEW_KEYS", ring)
    return Drill(bare, monkeypatch, request.getfixturevalue(f"empty_{target}_url"), tmp_path, Identity.generate())


@pytest.fixture
def small(interview: Interview, monkeypatch: pytest.MonkeyPatch, empty_sqlite_url: str, tmp_path: Path) -> Drill:
    """On SQLite alone."""
    return Drill(interview, monkeypatch, empty_sqlite_url, tmp_path, Identity.generate())


def keys(store: Store) -> dict[str, bytes]:
    """The wrapped key of each invitation."""
    return {row.id: row.data_key for row in rows(store, invitations)}


def sounds(store: Store, work_of: list[int]) -> list[bytes]:
    """The voice messages of these responses."""
    with store.read() as work:
        found = [sound(work, visit, 1) for visit in work_of]
    return [one.content for one in found if one]


@dataclass(slots=True, kw_only=True)
class Before:
    """What there was at the moment of the backup: of whom nothing is deleted, who withdraws, who is erased, who had withdrawn."""

    invited: tuple[str, str, str, str]
    keys: dict[str, bytes]
    visits: list[int]
    states: list[bytes]
    log: list[Any]
    record: dict[str, Any]


def test_a_restored_old_backup_brings_no_withdrawn_word_back(drill: Drill) -> None:
    """Not an answer, not a voice message, not a key that opens one; everything else is as it was, and so is the log."""
    drill.interview.review()
    made = [drill.family(number) for number in range(4)]
    drill.withdraws(3, made[3])
    before = backed_up(drill, made)
    made.append(drill.family(4))
    for number in (1, 4):
        drill.withdraws(number, made[number])
    drill.interview.says("erase", before.invited[2])
    done = drill.restore()
    assert (done.status, done.err) == (0, "")
    assert "Deleted again, because it was since then: 1 withdrawn, 1 erased.\n" in done.out
    the_log_goes_on(drill, before)
    assert made[4]["invitation"] not in drill.record()
    nobody_else_has_lost_a_word(drill, before)
    nothing_opens_what_is_deleted(drill, before)


def backed_up(drill: Drill, made: list[Any]) -> Before:
    """Make the backup, and note what there is."""
    store = drill.interview.store()
    visits, wrapped = rows(store, responses), keys(store)
    store.close()
    drill.back_up()
    one, two, three, four = (each["invitation"] for each in made)
    return Before(
        invited=(one, two, three, four),
        keys=wrapped,
        visits=[row.id for row in visits],
        states=[row.state for row in visits],
        log=drill.log(),
        record=drill.record(),
    )


def the_log_goes_on(drill: Drill, before: Before) -> None:
    """The log is equal up to the backup's head; after it there is only the restore, and what it carried out."""
    whole = drill.log()
    log = [(entry["deed"], entry["invitation"]) for entry in whole[len(before.log) :]]
    assert whole[: len(before.log)] == before.log
    assert log[0] == ("store.restore", None)
    _, withdraws, erased, _ = before.invited
    assert sorted(log[1:]) == [("invitation.erase", erased), ("invitation.withdraw", withdraws)]
    assert "The audit log holds" in drill.interview.says("audit", "verify")


def nobody_else_has_lost_a_word(drill: Drill, before: Before) -> None:
    """The record is equal, less what was withdrawn and erased."""
    stays, withdraws, erased, already = before.invited
    found, told = drill.record(), before.record
    assert found[stays] == told[stays]
    assert found[already] == told[already]
    assert found[withdraws] == {**told[withdraws], "status": "withdrawn", "answers": []}
    assert found[erased]["answers"] == []
    assert [STORY in str(found[one]) for one in before.invited] == [True, False, False, False]


def nothing_opens_what_is_deleted(drill: Drill, before: Before) -> None:
    """Their keys are gone, and so is what they sealed, out of the tables and out of the file."""
    store = drill.interview.store()
    now = keys(store)
    assert [now[one] == before.keys[one] for one in before.invited] == [True, False, False, True]
    assert now[before.invited[2]] is None
    assert sounds(store, before.visits) == [SOUND]
    left = {row.response_id for row in rows(store, outbox) if row.payload is not None}
    assert left <= {before.visits[0], before.visits[3]}
    assert unlisted(store) == set()
    store.close()
    if drill.elsewhere.startswith("sqlite"):
        raw = Path(drill.elsewhere.removeprefix("sqlite:///")).read_bytes()
        assert [is_in(raw, state) for state in before.states] == [True, False, False, True]
        assert [before.keys[one] in raw for one in before.invited] == [True, False, False, True]


def is_in(raw: bytes, sealed: bytes) -> bool:
    """Tell whether any part of a sealed value is in a file, which holds it in pages."""
    return any(sealed[n : n + 32] in raw for n in range(0, len(sealed), 512))


def test_what_a_backup_is(small: Drill, ring: str) -> None:
    """For its owner alone, whole, with neither a key nor a word in it; and it says how much is in it."""
    small.interview.review()
    small.family(0)
    said = small.back_up()
    assert [path.name for path in small.folder.iterdir() if "backup" in path.name] == ["backup.age"]
    assert small.file.stat().st_mode & 0o777 == 0o600
    inside = decrypt(small.file.read_bytes(), [small.identity])
    lines = [json.loads(line) for line in inside.splitlines()]
    assert (lines[0]["kind"], lines[-1]) == ("interview backup", {"whole": lines[0]["rows"]})
    assert f": {lines[0]['rows']} rows. Audit log: 3 entries, head {small.log()[-1]['hash']}\n" in said
    assert [word for word in (ring, "Margaret", STORY, SOUND.decode()) if word.encode() in inside] == []


def test_a_setting_says_for_whom(small: Drill) -> None:
    small.interview.review()
    assert "or set INTERVIEW_BACKUP_RECIPIENT" in small.interview.refuses("backup", str(small.file))
    assert "is no age recipient" in small.interview.refuses("backup", str(small.file), "--to", "age1nobody")
    small.monkeypatch.setenv("INTERVIEW_BACKUP_RECIPIENT", str(small.identity.to_public()))
    small.interview.says("backup", str(small.file))
    content = small.file.read_bytes()
    assert "takes the place of nothing" in small.interview.refuses("backup", str(small.file))
    assert small.file.read_bytes() == content
    assert "There is no folder" in small.interview.refuses("backup", "nowhere/backup")
    assert [entry["deed"] for entry in small.log()] == ["review.open", "store.backup"]


def not_put_back(small: Drill, content: bytes) -> str:
    """Return the one sentence; nothing is left in the place."""
    small.file.write_bytes(content)
    place = Path(small.elsewhere.removeprefix("sqlite:///"))
    done = small.restore()
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert [path.name for path in place.parent.iterdir() if path.name.startswith((place.name, ".restoring"))] == []
    return done.err


def test_what_is_not_put_back(small: Drill, ring: str) -> None:
    """Torn at any place; whole, and not a backup; of a newer version; for another identity; of another key ring."""
    small.interview.review()
    small.family(0)
    small.back_up()
    whole, mine = small.file.read_bytes(), small.identity
    first, *others = decrypt(whole, [mine]).splitlines(keepends=True)
    lost = next(n for n, line in enumerate(others) if line.startswith(b"["))
    newer = json.dumps(json.loads(first) | {"revision": "9999"}).encode()
    for cut in (0, 10, 150, 1000, len(whole) // 2, len(whole) - 1):
        assert "is torn, or is no backup" in not_put_back(small, whole[:cut]), cut
    for what in (
        b"words",
        b"{}\n",
        first,
        first + b"".join(others[:-1]),
        first + b"".join(others[:lost] + others[lost + 1 :]),
    ):
        assert "is torn, or is no backup" in not_put_back(small, encrypt(what, [mine.to_public()])), what[:60]
    assert "newer version" in not_put_back(small, encrypt(newer + b"\n", [mine.to_public()]))
    small.identity = Identity.generate()
    assert "is for another one" in not_put_back(small, whole)
    small.identity = mine
    small.monkeypatch.setenv("INTERVIEW_KEYS", new_ring_entry("test"))
    assert "keys here do not open what is in the backup" in not_put_back(small, whole)


def test_only_an_empty_place_takes_it(small: Drill) -> None:
    """What SQLite keeps beside a store is a part of one; what a restore that was killed has left is none, and goes."""
    place = Path(small.elsewhere.removeprefix("sqlite:///"))
    small.interview.review()
    small.back_up()
    beside = Path(f"{place}-wal")
    beside.touch()
    assert f"There is a record store at {beside} already" in small.restore().err
    beside.unlink()
    left = place.parent / ".restoring-left"
    left.mkdir()
    (left / "record.db").touch()
    assert small.restore().status == 0
    assert not left.exists()
    content, again = place.read_bytes(), small.restore()
    assert (again.status, again.out) == (1, "")
    assert again.err.startswith(f"There is a record store at {place} already")
    assert place.read_bytes() == content


def test_a_server_that_is_not_empty(small: Drill, postgres_url: str) -> None:
    """Tables without a row are an empty place; a key is a store."""
    small.interview.review()
    small.back_up()
    small.elsewhere = postgres_url
    assert small.restore().status == 0
    assert "already, or a part of one" in small.restore().err
    assert small.record() == {}


def test_a_file_of_identities_without_one(small: Drill) -> None:
    small.interview.review()
    small.back_up()
    small.monkeypatch.setenv("INTERVIEW_DATABASE_URL", small.elsewhere)
    nothing = small.folder / "nothing"
    nothing.write_text("# age1…\n")
    command = ("restore", str(small.file), "--identity", str(nothing))
    assert "There is no age identity in" in small.interview.refuses(*command, status=1)


def test_with_keys_in_a_file(bare: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The list lies beside the keys; a list that is elsewhere is named, and one that is nowhere is missed."""
    keys = tmp_path / "apart" / "keys"
    keys.parent.mkdir()
    monkeypatch.setenv("INTERVIEW_KEY_FILE", str(keys))
    bare.says("migrate")
    drill = Drill(bare, monkeypatch, "sqlite:///second.db", tmp_path, Identity.generate())
    bare.review()
    made = drill.family(0)
    drill.back_up()
    bare.says("withdraw", made["invitation"])
    listed = keys.parent / "withdrawals"
    assert f"withdrawn {made['invitation']} " in listed.read_text()
    assert "1 withdrawn, 0 erased" in drill.restore().out
    away = listed.rename(tmp_path / "away")
    drill.elsewhere = "sqlite:///third.db"
    done = drill.restore()
    assert "0 withdrawn, 0 erased" in done.out
    assert f"There was no list of withdrawals at {listed} or data/withdrawals." in done.out
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", "sqlite:///fourth.db")
    said = bare.says("restore", str(drill.file), "--identity", str(tmp_path / "identity"), "--withdrawals", str(away))
    assert "1 withdrawn, 0 erased" in said
    assert f"withdrawn {made['invitation']} " in listed.read_text()
    assert drill.record()[made["invitation"]]["answers"] == []


def test_a_list_that_the_service_could_not_put_beside_the_keys(
    bare: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It lies in the data directory, and the doctor says what that means."""
    keys = tmp_path / "apart" / "keys"
    keys.parent.mkdir()
    monkeypatch.setenv("INTERVIEW_KEY_FILE", str(keys))
    bare.says("migrate")
    bare.review()
    made = bare.invite()
    (keys.parent / "withdrawals").mkdir()
    bare.says("erase", made["invitation"])
    assert "erased" in Path("data/withdrawals").read_text()
    (keys.parent / "withdrawals").rmdir()
    assert "withdrawals: the list data/withdrawals is in one folder with the record store" in bare("doctor").out
    Path("data/withdrawals").unlink()
    assert "withdrawals: 1 are not on the list at" in bare("doctor").out


def test_the_doctor_knows_how_old_the_last_one_is(small: Drill) -> None:
    small.interview.review()

    def told() -> list[str]:
        said = small.interview("doctor").out.splitlines()
        return [line for line in said if line[6:].startswith(("backup:", "withdrawals:"))]

    assert told() == ["warn  backup: there is none yet; see: interview backup"]
    small.back_up()
    (line,) = told()
    assert line.startswith("ok    backup: the last one was made on ")
    made = small.family(0)
    small.interview.says("erase", made["invitation"])
    store = small.interview.store()
    with store.begin() as work:
        facts.note(work, [(backups.LAST, (utc_now() - timedelta(days=3)).isoformat())])
        work.commit()
    store.close()
    Path("data/withdrawals").unlink()
    old, left = told()
    assert old == "warn  backup: the last one is 3 days old; see: interview backup"
    assert left.startswith("warn  withdrawals: 1 are not on the list at data/withdrawals, so a backup would bring")


def test_a_review_that_went_by_the_schedule_does_not_come_back(small: Drill) -> None:
    """Neither its words nor the name of who died, although the backup is from before it was closed."""
    small.interview.review()
    gone = small.family(0)
    small.back_up()
    store = small.interview.store()
    [review] = [row.id for row in rows(store, reviews)]
    with store.begin() as work:
        erasure.erase_review(work, review, utc_now())
        work.commit()
    store.close()
    small.restore()
    assert small.interview.json("review", "list") == []
    told = small.interview.json("retention", "--certificate")
    assert ("review.expire", review, "restored") in [(e["deed"], e["review"], e["detail"]["rule"]) for e in told]
    store = small.interview.store()
    assert rows(store, invitations) == rows(store, responses) == []
    assert gone["invitation"] in {row.invitation_id for row in rows(store, deletions)}
    assert unlisted(store) == set()
    store.close()


def test_a_backup_of_an_older_version_is_brought_up(small: Drill, tmp_path: Path) -> None:
    """As `migrate` would: here from before everything was sealed, and with the record as it was then."""
    file = tmp_path / "before.db"
    file.write_bytes(gzip.decompress((HERE / "record.db.gz").read_bytes()))
    engine = open_engine(f"sqlite:///{file}")
    known = MetaData()
    known.reflect(engine)
    tables = [table for table in known.sorted_tables if table.name != "alembic_version"]
    with engine.connect() as connection:
        found = {table: [list(row) for row in connection.execute(select(table))] for table in tables}
        about = About(
            revision="0014",
            made_at=utc_now(),
            rows=sum(map(len, found.values())),
            entries=0,
            head="",
            given=copying.highest(connection),
        )
    engine.dispose()
    lines = [about.line()]
    for table, theirs in found.items():
        lines.append(copying._line({"table": table.name, "columns": [column.name for column in table.columns]}))
        lines += [copying._line([copying._written(aware(value)) for value in row]) for row in theirs]
    lines.append(json.dumps({"whole": about.rows}).encode() + b"\n")
    small.file.write_bytes(encrypt(b"".join(lines), [small.identity.to_public()]))
    small.monkeypatch.setenv("INTERVIEW_KEYS", BEFORE["keys"])
    done = small.restore()
    assert (done.status, done.err) == (0, "")
    store = small.interview.store()
    assert in_order(records(store)) == in_order(BEFORE["records"])
    store.close()


def aware(value: Any) -> Any:
    """SQLite keeps moments in UTC, without saying so."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
