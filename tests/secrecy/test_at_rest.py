"""After a whole interview no byte of the record store tells what was said, by whom, or how to reach them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.clock import utc_now
from dialogs import interview
from storage.keys.sealing import Sealer
from storage.record import attachments
from storage.record.reading import record
from storage.schema.tables import dead_letters, invitations, outbox
from tests.bot.world import World
from tests.databases import Postgres
from tests.fakes.bot_api import FakeBotApi
from tests.secrecy.canaries import ALWAYS, ANN, LONG, MARK, PHONE, SAID, SOUND, as_number, forms, found
from tests.secrecy.story import Story, choke_on_poison


def files(folder: Path, since: float = 0.0) -> bytes:
    """Every byte of every file that was written since."""
    there = sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_mtime >= since)
    return b"\n".join(path.read_bytes() for path in there)


def at_rest(world: World, folder: Path, postgres: Postgres | None, since: float) -> bytes:
    """Everything that is kept: the files of the service, and all that the database has on its disk and gives out."""
    kept = files(folder)
    if postgres is None:
        return kept
    with world.store.engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
    dump = [str(postgres._server.bin_path / "pg_dump"), "--dbname", postgres.url("migrated")]
    plain = subprocess.run([*dump, "--inserts"], capture_output=True, check=True).stdout
    packed = subprocess.run([*dump, "--format", "tar", "--blobs"], capture_output=True, check=True).stdout
    return b"\n".join((kept, plain, packed, files(Path(postgres._server.pgdata), since)))


def secret_keys(world: World) -> list[bytes]:
    """Every key there is, as it is when it is used."""
    vault = world.store.vault
    with world.store.read() as work:
        wrapped = work.execute(select(invitations.c.id, invitations.c.data_key)).all()
    sealers: list[Sealer] = [vault.system, *(vault.participant(row.id, row.data_key) for row in wrapped)]
    return [vault._lookup, *(sealer.key for sealer in sealers), *vault.ring.keys.values()]


@pytest.mark.promise("locked", "profile-not-kept")
@pytest.mark.timeout(300)
async def test_nothing_can_be_read(
    world: World,
    api: FakeBotApi,
    tmp_path: Path,
    since: float,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    postgres = request.getfixturevalue("postgres") if world.store.engine.dialect.name == "postgresql" else None
    monkeypatch.setattr(interview, "respond", interview.respond)
    choke_on_poison()
    story = Story(world, api)
    async with world.served():
        await story.whole()
        during = at_rest(world, tmp_path, postgres, since)
    after = at_rest(world, tmp_path, postgres, since)
    with world.store.read() as work:
        assert {file.content for file in attachments.files(work, record(work, "LDR-1", utc_now()))} == {SOUND}
    told = str(world.record())
    assert [words for words in (*SAID, PHONE, LONG) if words not in told] == []
    with world.store.read() as work:
        kinds = set(work.execute(select(dead_letters.c.error)).scalars())
        assert kinds >= {"LookupError", "Unreadable"}
        assert len(work.execute(select(outbox)).all()) > 100
    for kept in (during, after):
        assert b"LDR-1" in kept
        assert found(kept, *story.credentials) == []
        assert [key for key in secret_keys(world) if key in kept or key.hex().encode() in kept] == []


def test_what_could_be_read_would_be_found() -> None:
    """The search finds what it looks for, wherever it begins and however it is written."""
    for what, canary in ALWAYS.items():
        for before in (b"", b"x", b"xy"):
            for written in written_down(before + canary.encode() + b"and more"):
                assert any(hit.startswith(what) for hit in found(written)), (what, written)
    for number in as_number(ANN):
        assert found(b"\x00\x00" + number + b"\x00\x00")
    assert found(b"nothing") == []
    assert len({form for form, _ in forms(MARK)}) == 4


def written_down(plain: bytes) -> list[bytes]:
    """The same in other forms."""
    import base64

    words = plain.decode()
    return [plain, plain.upper(), words.encode("utf-16"), words.encode("utf-16-be"), base64.b64encode(plain),
            plain.hex().encode()]  # fmt: skip
