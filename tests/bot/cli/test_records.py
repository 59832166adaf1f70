"""`interview record`, `interview withdraw` and `interview erase`."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.clock import utc_now
from bot.rounds import settlement
from dialogs import phrases
from dialogs.inputs import Attachment, Choose, Media, Say
from storage.outbox import queue
from storage.schema.tables import notices as notice_rows
from storage.schema.tables import responses
from storage.schema.vocabulary import Bot, CallState
from tests.bot.cli.conftest import Interview
from tests.storage.kept import answers, notices
from tests.storage.people import STORY, TOLD, rows

SOUND = b"OggS" + bytes(range(256))


def record(interview: Interview) -> Any:
    """The record of the review."""
    return json.loads(interview.says("record", "R-1"))


def told(interview: Interview) -> Any:
    """Somebody has consented and told something."""
    invited = interview.invited()
    interview.consenting(invited, *TOLD)
    interview.sent()
    return invited


def test_the_record_is_json(anywhere: Interview) -> None:
    told(anywhere)
    found = record(anywhere)
    assert list(found) == ["reference", "person", "participants"]
    [participant] = found["participants"]
    story = next(a for a in participant["answers"] if a["link_id"] == "P2")
    assert story["value"] == {"text": [STORY, "=1+1 was her favourite sum"]}
    assert json.loads(anywhere.says("record", "R-1", "--format", "json")) == found


def test_the_record_is_a_table(interview: Interview) -> None:
    told(interview)
    text = interview.says("record", "R-1", "--format", "csv")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert any(row["text"].startswith(STORY) for row in table)
    assert text.count("\r\n") == len(table) + 1


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_record_is_a_file_for_an_office(interview: Interview, form: str, tmp_path: Path) -> None:
    told(interview)
    file = tmp_path / f"record.{form}"
    assert "--out FILE" in interview.refuses("record", "R-1", "--format", form)
    assert interview.says("record", "R-1", "--format", form, "--out", str(file)) == f"The record is in {file}.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as written:
        assert STORY in "".join(written.read(name).decode() for name in written.namelist() if name.endswith(".xml"))
    assert [entry["deed"] for entry in json.loads(interview.says("audit", "list", "--json"))][-1] == "record.take"


def test_voice_messages_are_taken_out_as_files(interview: Interview) -> None:
    invited = told(interview)
    spoken = Attachment(kind=Media.VOICE, seconds=7, mime="audio/ogg", where="F1")
    interview.family(invited, Say(words="", sent=900, attachment=spoken), Choose("voice", "yes"))
    store = interview.store()
    with store.begin() as work:
        [claimed] = [
            c for n in range(9) for c in queue.claim(work, f"{n}", [Bot.FAMILIES], utc_now()) if c.wire.get("file_id")
        ]
        settlement.settle(
            work, [queue.Mark(id=claimed.id, state=CallState.SENT, fetched=queue.Fetched(1, SOUND))], utc_now()
        )
        work.commit()
    store.close()
    folder = interview.folder / "voices"
    done = interview("record", "R-1", "--attachments", str(folder))
    [one] = [a for p in json.loads(done.out)["participants"] for answer in p["answers"] for a in answer["attachments"]]
    [path] = folder.iterdir()
    assert (path.name, path.read_bytes()) == (one["file"], SOUND)
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)
    assert done.err == f"Voice messages in {folder}: 1. Still to be fetched: 0.\n"
    assert one["file"] in interview.says("record", "R-1", "--format", "csv")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_record_goes_to_a_file(interview: Interview, form: str) -> None:
    told(interview)
    path = interview.folder / "record.txt"
    path.write_text("something older, and longer than nothing")
    path.chmod(0o644)
    said = interview.says("record", "R-1", "--format", form, "--out", str(path))
    assert said == f"The record is in {path}.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    mark = b"\xef\xbb\xbf" if form == "csv" else b""
    assert path.read_bytes() == mark + interview.says("record", "R-1", "--format", form).encode()
    assert [p.name for p in interview.folder.iterdir() if "record.txt" in p.name] == ["record.txt"]


def test_a_file_that_cannot_be_written(interview: Interview) -> None:
    told(interview)
    assert "cannot be written" in interview.refuses("record", "R-1", "--out", "nowhere/record.json")
    (interview.folder / "folder").mkdir()
    assert "cannot be written" in interview.refuses("record", "R-1", "--out", "folder")
    assert list(interview.folder.glob(".folder*")) == []


def test_a_review_without_answers(interview: Interview) -> None:
    interview.review()
    assert record(interview) == {"reference": "R-1", "person": "Margaret", "participants": []}
    assert interview.refuses("record", "R-2") == "There is no review with the reference R-2."


def test_withdrawing_for_somebody(anywhere: Interview) -> None:
    invited = told(anywhere)
    anywhere.says("withdraw", invited["invitation"])
    [participant] = record(anywhere)["participants"]
    assert participant["answers"] == []
    assert participant["status"] == "withdrawn"
    assert participant["consents"]
    [word] = anywhere.texts()
    assert word.startswith(phrases.WITHDRAWN.partition("{")[0].rstrip())
    store = anywhere.store()
    assert answers(store) == []
    assert [row.kind for row in notices(store)][-1] == "withdrew"
    store.close()
    assert "before" in anywhere.refuses("withdraw", invited["invitation"])


def test_withdrawing_after_a_revocation(anywhere: Interview) -> None:
    invited = told(anywhere)
    anywhere.says("revoke", invited["invitation"])
    anywhere.says("withdraw", invited["invitation"])
    assert record(anywhere)["participants"][0]["answers"] == []


def test_withdrawing_what_nobody_answered_revokes_it(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.family(invited, Choose("W2", "no"))
    assert "revoked" in anywhere.says("withdraw", invited["invitation"])
    assert anywhere.status_of(invited["invitation"]) == "revoked"
    anywhere.refuses("withdraw", invited["invitation"])


def test_erasing_leaves_an_empty_row(anywhere: Interview) -> None:
    invited = told(anywhere)
    anywhere.says("erase", invited["invitation"])
    [listed] = anywhere.listed()
    assert (listed["to"], listed["status"], listed["last_activity"]) == (None, "withdrawn", None)
    store = anywhere.store()
    assert not any(rows(store, table) for table in (responses, notice_rows))
    store.close()
    for command in ("erase", "withdraw"):
        assert "erased" in anywhere.refuses(command, invited["invitation"])


class Terminal(io.StringIO):
    """A standard input that somebody types at."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.mark.parametrize(("typed", "more", "status"), [("y\n", [], 0), ("n\n", [], 1), ("", [], 1), ("", ["--yes"], 0)])
def test_erasing_asks_at_a_terminal(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, typed: str, more: list[str], status: int
) -> None:
    invited = interview.invited()
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    done = interview("erase", invited["invitation"], *more)
    assert done.status == status
    assert ("cannot be undone" in done.err) == (not more)
    assert (interview.listed()[0]["to"] is None) == (status == 0)


def test_a_record_that_cannot_be_opened_says_nothing_of_it(interview: Interview) -> None:
    invited = told(interview)
    store = interview.store()
    with store.begin() as work:
        work.execute(responses.update().values(history=b"\x01" + b"0" * 60))
        work.commit()
    store.close()
    sentence = interview.refuses("record", "R-1")
    assert invited["invitation"] not in sentence
    assert STORY not in sentence


def test_a_path_may_be_relative(interview: Interview) -> None:
    told(interview)
    interview.says("record", "R-1", "--out", "record.json")
    assert json.loads(Path("record.json").read_text(encoding="utf-8"))["reference"] == "R-1"
