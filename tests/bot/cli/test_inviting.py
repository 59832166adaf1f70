"""`interview invite` and `interview renew`: links, codes and check words, shown once."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli.links import ask_username
from bot.clock import utc_now
from bot.settings import read_settings
from dialogs.inputs import Say
from dialogs.invitation import RELATIONSHIPS, code_in, is_token
from dialogs.reviewer_bot import phrases
from storage.repositories import facts
from storage.schema.tables import invitations
from tests.bot.cli.conftest import Interview
from tests.fakes.bot_api import FakeBotApi
from tests.storage.people import TOLD, rows

TOKEN = "111111:" + "F" * 35
KEYS = ["invitation", "token", "code", "check_word", "telegram_link", "page_link", "expires_at"]
ANN = ("--to", "Ann", "--relationship", "sister")


def days_left(invited: Any) -> float:
    """For how long an invitation can be opened."""
    left = datetime.fromisoformat(invited["expires_at"]) - utc_now()
    return left / timedelta(days=1)


def test_an_invitation_as_the_contract_has_it(anywhere: Interview) -> None:
    invited = anywhere.invited()
    assert list(invited) == KEYS
    assert is_token(invited["token"])
    assert code_in(invited["code"]) == invited["code"]
    assert len(invited["check_word"].split()) == 2
    assert invited["telegram_link"] is invited["page_link"] is None
    assert 28 <= days_left(invited) < 29
    assert invited["expires_at"].endswith("+00:00")


def test_a_second_invitation_of_one_name_is_said(interview: Interview) -> None:
    """Two links for one person mix up the record; one that is revoked, or of another review, is none of them."""
    first = interview.invited()["invitation"]
    interview.says("review", "open", "LR-77", "--person", "Asha", "--age", "50")
    told = interview.says("invite", "R-1", "--to", "ANN", "--relationship", "sister")
    assert f"Somebody called ANN is invited to this review already: {first}." in told
    assert "is invited to this review already" not in interview.says("invite", "LR-77", *ANN)
    for one in (first, told.split(",")[0].removeprefix("Invitation ")):
        interview.says("revoke", one)
    assert "is invited to this review already" not in interview.says("invite", "R-1", *ANN)


def test_only_hashes_are_kept(anywhere: Interview) -> None:
    invited = anywhere.invited()
    store = anywhere.store()
    [row] = rows(store, invitations)
    assert row.token_hash == store.vault.link(invited["token"])
    assert row.code_hash == store.vault.hash("code", invited["code"])
    assert row.check_hash == store.vault.hash("check word", invited["check_word"])
    store.close()


def test_an_invitation_for_people(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_PUBLIC_URL", "https://interview.example/")
    said = interview.says("invite", interview.review(), *ANN)
    assert "https://interview.example/i/" in said
    assert "Say the check word on the phone" in said
    code = next(line for line in said.splitlines() if line.startswith("Code"))
    assert [len(group) for group in code.split()[1:]] == [4, 4, 4]
    assert "Text message (SMS, sent as 2), to be copied as it is:\nHello Ann. Here is the link" in said


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_every_relationship(interview: Interview, relationship: str) -> None:
    interview.json("invite", interview.review(), "--to", "Ann", "--relationship", relationship)
    assert [i["relationship"] for i in interview.listed()] == [relationship]


@pytest.mark.parametrize(
    "wrong",
    [
        ("R-9", *ANN),
        ("R-1", "--to", " ", "--relationship", "sister"),
        ("R-1", "--to", "Ann", "--relationship", "Sisters"),
        ("R-1", "--to", "Ann", "--relationship", "paid-carer"),
        ("R-1", *ANN, "--language", "tlh"),
        ("R-1", *ANN, "--language", ""),
        ("R-1", *ANN, "--days", "0"),
        ("R-1", *ANN, "--days", "366"),
        ("R-1", *ANN, "--days", "-1"),
    ],
)
def test_what_is_refused_leaves_nothing(interview: Interview, wrong: tuple[str, ...]) -> None:
    interview.review()
    interview.refuses("invite", *wrong, "--json")
    assert interview.listed() == []


@pytest.mark.parametrize("state", ["hold", "close"])
def test_nobody_is_invited_while_a_review_is_not_open(anywhere: Interview, state: str) -> None:
    invited = anywhere.invited()
    anywhere.says("review", state, "R-1")
    assert "nobody can be invited" in anywhere.refuses("invite", "R-1", *ANN)
    anywhere.refuses("renew", invited["invitation"])
    assert len(anywhere.listed()) == 1


def test_languages_that_the_settings_offer(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_LANGUAGES", "en, pl")
    interview.json("invite", interview.review(), *ANN, "--language", "pl", "--days", "365")
    assert [i["language"] for i in interview.listed()] == ["pl"]


def test_a_draft_is_named_to_whoever_picks_it(interview: Interview) -> None:
    review = interview.review()
    told = interview("invite", review, *ANN, "--language", "pl").err
    assert "Polski is a draft translation: nobody has checked it yet. " + phrases.DRAFT_TWICE in told
    assert interview("invite", review, *ANN, "--language", "en").err == ""


def test_without_a_language_the_first_question_asks(interview: Interview) -> None:
    invited = interview.json("invite", interview.review(), *ANN)
    assert interview.listed()[0]["language"] is None
    interview.family(invited)
    assert "language" in interview.texts()[0]


def test_a_renewed_invitation_has_another_link(anywhere: Interview) -> None:
    old = anywhere.invited()
    new = anywhere.json("renew", old["invitation"], "--days", "3")
    assert list(new) == KEYS
    assert new["invitation"] == old["invitation"]
    assert not {new[k] for k in KEYS[1:4]} & {old[k] for k in KEYS[1:4]}
    assert 3 <= days_left(new) < 4
    anywhere.family(old)
    assert "does not work" in anywhere.texts()[0]
    anywhere.family(new)
    assert anywhere.status_of(new["invitation"]) == "opened"


def test_a_revoked_or_expired_invitation_can_be_renewed(anywhere: Interview) -> None:
    old = anywhere.invited()
    anywhere.says("revoke", old["invitation"])
    new = anywhere.json("renew", old["invitation"].upper())
    assert anywhere.status_of(new["invitation"]) == "issued"
    assert 28 <= days_left(new) < 29
    store = anywhere.store()
    with store.begin() as work:
        gone = {"expires_at": utc_now() - timedelta(days=1)}
        work.execute(invitations.update().values(**gone))
        work.commit()
    store.close()
    assert anywhere.status_of(new["invitation"]) == "expired"
    anywhere.says("renew", old["invitation"])
    assert anywhere.status_of(new["invitation"]) == "issued"


def test_a_bound_invitation_goes_on_after_a_renewal(anywhere: Interview) -> None:
    old = anywhere.invited()
    anywhere.consenting(old, *TOLD)
    new = anywhere.json("renew", old["invitation"])
    anywhere.sent()
    anywhere.family(new)
    assert "Welcome back." in anywhere.texts()[0]
    anywhere.family(new, user="9999")
    assert "write your two check words" in anywhere.texts()[0]


def test_a_renewal_of_what_is_bound_shows_check_words_only_when_asked_to_and_tells_the_family(
    anywhere: Interview,
) -> None:
    old = anywhere.invited()
    assert anywhere.json("renew", old["invitation"])["check_word"] is not None
    anywhere.consenting(anywhere.json("renew", old["invitation"]), *TOLD)
    anywhere.sent()
    before = check_hash(anywhere)
    assert anywhere.json("renew", old["invitation"])["check_word"] is None
    assert "check words stay" in anywhere.says("renew", old["invitation"])
    assert (check_hash(anywhere), anywhere.texts()) == (before, [])
    new = anywhere.json("renew", old["invitation"], "--check-word")
    store = anywhere.store()
    assert check_hash(anywhere) == store.vault.hash("check word", new["check_word"])
    store.close()
    assert "new check words" in anywhere.texts()[0]


def test_after_a_wrong_person_the_invitation_is_given_to_the_right_one(anywhere: Interview) -> None:
    """What was written is kept and doubted; who had begun is out, and nobody begins again without the check words."""
    old = anywhere.invited()
    assert "enough" in anywhere.refuses("renew", old["invitation"], "--unbind")
    anywhere.consenting(old, *TOLD)
    new = anywhere.json("renew", old["invitation"], "--unbind")
    assert list(new) == KEYS
    assert len(new["check_word"].split()) == 2
    assert anywhere.status_of(old["invitation"]) == "issued"
    assert anywhere.reminders() == 0
    anywhere.sent()
    anywhere.family(new, Say(words=new["check_word"], sent=1), user="7002")
    assert "Are you" in anywhere.texts()[-1]
    anywhere.family(old, Say(words="Hello, it is me", sent=2))
    assert "Hello, it is me" not in anywhere.says("record", "R-1")
    [doubted] = [p for p in json.loads(anywhere.says("record", "R-1"))["participants"] if p.get("doubted")]
    assert doubted["answers"]
    [entry] = [e for e in anywhere.json("audit", "list") if e["deed"] == "invitation.unbind"]
    assert entry["invitation"] == old["invitation"]


def check_hash(interview: Interview) -> bytes:
    """What is kept of the check words."""
    store = interview.store()
    [row] = rows(store, invitations)
    store.close()
    return bytes(row.check_hash)


@pytest.mark.parametrize("end", ["withdraw", "erase"])
def test_what_is_final_stays_final(anywhere: Interview, end: str) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD)
    anywhere.says(end, invited["invitation"])
    anywhere.refuses("renew", invited["invitation"])
    assert anywhere.status_of(invited["invitation"]) == "withdrawn"


def test_an_unknown_invitation(interview: Interview) -> None:
    for command in ("renew", "revoke", "withdraw", "erase"):
        assert interview.refuses(command, "nonsense") == "There is no invitation nonsense."
    assert interview.refuses("invitation", "edit", "nonsense", "--to", "Ann") == "There is no invitation nonsense."


class TestTheNameOfTheBot:
    """It stands in the link; Telegram is asked for it once, and not for long."""

    @pytest.fixture
    async def telegram(self, monkeypatch: pytest.MonkeyPatch, interview: Interview) -> AsyncIterator[FakeBotApi]:
        async with FakeBotApi() as api:
            monkeypatch.setenv("INTERVIEW_TELEGRAM_API", api.url)
            monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", TOKEN)
            interview.review()
            yield api

    async def link(self, interview: Interview) -> str | None:
        interview.capsys.readouterr()
        assert await asyncio.to_thread(main, ["invite", "R-1", *ANN, "--json"]) == 0
        captured = interview.capsys.readouterr()
        assert captured.err == ""
        invited = json.loads(captured.out)
        found = invited["telegram_link"]
        assert found is None or found.endswith(f"?start={invited['token']}")
        return str(found).partition("?")[0] if found else None

    async def test_it_is_asked_for_once(self, interview: Interview, telegram: FakeBotApi) -> None:
        telegram.add_bot(TOKEN, username="family_bot")
        assert await self.link(interview) == "https://t.me/family_bot"
        asked = len([c for c in telegram.calls if c.method == "getMe"])
        assert await self.link(interview) == "https://t.me/family_bot"
        assert len([c for c in telegram.calls if c.method == "getMe"]) == asked == 1

    async def test_an_unknown_token_gives_no_link(self, interview: Interview, telegram: FakeBotApi) -> None:
        assert await self.link(interview) is None

    async def test_a_silent_telegram_is_not_waited_for(
        self, interview: Interview, telegram: FakeBotApi, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("INTERVIEW_TELEGRAM_API", f"http://127.0.0.1:{port}")
        assert await ask_username(read_settings(), TOKEN, within=0.2) is None
        server.close()

    async def test_a_telegram_that_is_not_there(
        self, interview: Interview, telegram: FakeBotApi, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("INTERVIEW_TELEGRAM_API", "http://127.0.0.1:1")
        assert await self.link(interview) is None

    async def test_without_a_token_nothing_is_asked(
        self, interview: Interview, telegram: FakeBotApi, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = interview.store()
        with store.begin() as work:
            facts.note(work, [("families_username", "family_bot")])
            work.commit()
        store.close()
        assert await self.link(interview) == "https://t.me/family_bot"
        monkeypatch.delenv("INTERVIEW_FAMILIES_TOKEN")
        assert read_settings().families_token is None
        assert await self.link(interview) is None
        assert telegram.calls == []


def test_the_page_has_a_link_too(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_PUBLIC_URL", "https://interview.example/")
    invited = interview.invited()
    assert invited["page_link"] == f"https://interview.example/i/{invited['token']}"


def test_the_link_that_is_printed_opens_in_the_language_that_was_picked(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renewed one too."""
    monkeypatch.setenv("INTERVIEW_PUBLIC_URL", "https://interview.example/")
    done = interview("invite", interview.review(), *ANN, "--language", "pl")
    [line] = [x for x in done.out.splitlines() if x.startswith("Web page")]
    assert line.endswith("?lang=pl")
    [invited] = interview.listed()
    assert "?lang=pl" in interview.says("renew", invited["invitation"])


def test_a_letter_to_print_is_made_with_the_invitation(interview: Interview, tmp_path: Path) -> None:
    interview.review()
    file = tmp_path / "letter.pdf"
    shown = interview.says("invite", "R-1", *ANN, "--letter", str(file))
    assert f"Letter      {file}" in shown
    assert file.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [listed] = interview.listed()
    again = tmp_path / "again.pdf"
    interview.says("letter", listed["invitation"], "--out", str(again))
    assert again.read_bytes() != file.read_bytes()


def test_no_link_is_made_for_a_letter_that_cannot_be(interview: Interview, tmp_path: Path) -> None:
    interview.review()
    nowhere = str(tmp_path / "nowhere" / "letter.pdf")
    assert "nowhere" in interview.refuses("invite", "R-1", *ANN, "--letter", nowhere)
    assert interview.listed() == []
