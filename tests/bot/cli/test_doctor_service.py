"""`interview doctor` on what is around the record: the tokens, the organisation's facts, the address, the desk, the disk."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import delete

from bot import version
from bot.bootstrap import running
from bot.cli.doctor_service import room
from bot.clock import utc_now
from bot.settings import Settings, read_settings
from storage.repositories import facts
from storage.repositories.flags import raise_flags
from storage.schema.tables import flags, responses
from storage.schema.vocabulary import Bot
from tests.bot.cli.conftest import Interview
from tests.bot.world import FAMILIES, REVIEWERS, free_port
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.proxy import certified
from tests.programme import entry, programme, usual

pytestmark = pytest.mark.usefixtures("waiting_for_the_disk")


def lines(said: str, about: str) -> list[str]:
    """What is said about one thing, with its level."""
    return [" ".join(line.split()) for line in said.splitlines() if line.split(maxsplit=1)[1].startswith(f"{about}: ")]


@pytest.fixture
def set_up(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> Interview:
    """A record store that was used, the organisation's facts, and no network."""
    interview.invited()
    monkeypatch.setenv("INTERVIEW_PROGRAMME", str(usual(interview.folder)))
    monkeypatch.setenv("INTERVIEW_PORT", str(free_port()))
    monkeypatch.setenv("INTERVIEW_TELEGRAM_API", "http://127.0.0.1:1")
    return interview


# Telegram


async def test_each_wrong_token_has_a_sentence_of_its_own(set_up: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    async def told() -> tuple[int, str]:
        done = await asyncio.to_thread(set_up, "doctor")
        [line, *_] = lines(done.out, "families bot")
        assert FAMILIES not in done.out
        return done.status, line

    monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", FAMILIES)
    assert await told() == (
        1,
        "fail families bot: Telegram was not reached within 5 seconds: is the way out closed, or HTTPS_PROXY to be set?",
    )
    async with FakeBotApi() as api:
        monkeypatch.setenv("INTERVIEW_TELEGRAM_API", api.url)
        status, line = await told()
        assert (status, "does not know the token in INTERVIEW_FAMILIES_TOKEN" in line) == (1, True)
        api.add_bot(FAMILIES, username="family_bot")
        assert await told() == (0, "ok families bot: it is @family_bot")
    for garbage in ("hello", "123456", f"{FAMILIES} ", f"bot{FAMILIES}"):
        monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", garbage)
        status, line = await told()
        assert (status, "INTERVIEW_FAMILIES_TOKEN is not a token" in line) == (1, True), garbage


async def test_tokens_that_were_swapped(set_up: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known by the names that the bots had when they last ran."""
    store = set_up.store()
    with store.begin() as work:
        facts.note_username(work, Bot.FAMILIES, "family_bot")
        facts.note_username(work, Bot.REVIEWERS, "reviewer_bot")
        work.commit()
    store.close()
    async with FakeBotApi() as api:
        api.add_bot(FAMILIES, username="family_bot")
        api.add_bot(REVIEWERS, username="reviewer_bot")
        monkeypatch.setenv("INTERVIEW_TELEGRAM_API", api.url)
        for families, reviewers, status in ((FAMILIES, REVIEWERS, 0), (REVIEWERS, FAMILIES, 1)):
            monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", families)
            monkeypatch.setenv("INTERVIEW_REVIEWERS_TOKEN", reviewers)
            done = await asyncio.to_thread(set_up, "doctor")
            assert (done.status, "are swapped" in done.out) == (status, status == 1)


# The organisation's facts


def test_the_organisations_facts(set_up: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing or wrong they are a failure as soon as there is something to run."""
    path = Path(read_settings().programme or "")
    path.write_text(entry("phone", "none"), encoding="utf-8")
    done = set_up("doctor")
    assert done.status == 1
    assert lines(done.out, "facts")[0].startswith(
        f"fail facts: INTERVIEW_PROGRAMME: {path}: phone: it must be a telephone number"
    )
    programme(set_up.folder, without=["phone"]).rename(path)
    assert lines(set_up("doctor").out, "facts")[0] == f"fail facts: INTERVIEW_PROGRAMME: {path} has no entry for phone."
    monkeypatch.delenv("INTERVIEW_PROGRAMME")
    assert lines(set_up.says("doctor"), "facts")[0].startswith("warn facts: INTERVIEW_PROGRAMME is not set")
    monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", "hello")
    assert lines(set_up("doctor").out, "facts")[0].startswith("fail facts: INTERVIEW_PROGRAMME is not set")


def test_old_facts_are_one_line(set_up: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.doctor.utc_now", lambda: utc_now() + timedelta(days=400))
    [line] = lines(set_up.says("doctor"), "facts")
    assert "were not checked for 90 days; interview check names them" in line


def test_drafts_on_offer_are_told(set_up: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_LANGUAGES", "en,pl,cy")
    assert "warn languages: nobody has checked pl, cy yet" in lines(set_up.says("doctor"), "languages")


# The service and its address


async def test_the_service_that_runs(set_up: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    port = read_settings().port
    assert lines(await asyncio.to_thread(set_up.says, "doctor"), "service") == [
        f"warn service: nothing of ours answers at 127.0.0.1:{port}; interview run starts it"
    ]
    monkeypatch.setenv("INTERVIEW_PUBLIC_URL", f"http://127.0.0.1:{port}")
    async with running(Settings()):
        said = await asyncio.to_thread(set_up.says, "doctor")
        assert lines(said, "public address") == [f"ok public address: http://127.0.0.1:{port} shows our page"]
        assert lines(said, "service") == [f"ok service: it runs at 127.0.0.1:{port} and is ready"]
        monkeypatch.setattr("bot.cli.doctor_service.version", lambda: "9.9.9")
        said = await asyncio.to_thread(set_up.says, "doctor")
        assert f"warn service: version {version()} runs, and 9.9.9 is installed: start it anew" in lines(
            said, "service"
        )


def test_an_address_that_is_not_ours(set_up: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def told(url: str) -> tuple[int, str]:
        monkeypatch.setenv("INTERVIEW_PUBLIC_URL", url)
        done = set_up("doctor")
        return done.status, lines(done.out, "public address")[0]

    monkeypatch.setattr("bot.cli.doctor_service.PATIENCE", 0.5)
    closed = f"127.0.0.1:{free_port()}"
    assert told(f"https://{closed}") == (
        1, f"fail public address: https://{closed} takes no connection: does nginx run, or the service?"
    )  # fmt: skip
    for status, found in (
        (200, (1, "another program")),
        (404, (1, "another program")),
        (502, (0, "no service behind it")),
    ):
        with answering(status) as port:
            got, line = told(f"http://127.0.0.1:{port}")
            assert (got, found[1] in line) == (found[0], True), line
            assert (
                told(f"https://127.0.0.1:{port}")[0],
                "does not speak https" in told(f"https://127.0.0.1:{port}")[1],
            ) == (1, True)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "does not answer within" in told(f"http://127.0.0.1:{silent.getsockname()[1]}")[1]
    with answering(200, certified(tmp_path, "localhost", days=3)) as port:
        url = f"https://localhost:{port}"
        assert told(url)[0] == 1
        assert "has a certificate that is not accepted: " in told(url)[1]
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        assert "a page that is not ours" in told(url)[1]


def test_a_certificate_that_ends_soon(set_up: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for days, warned in ((3, True), (60, False)):
        with answering(200, certified(tmp_path, "localhost", days=days), b'<main class="page-main">') as port:
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
            monkeypatch.setenv("INTERVIEW_PUBLIC_URL", f"https://localhost:{port}")
            said = lines(set_up.says("doctor"), "public address")
        assert said[0] == f"ok public address: https://localhost:{port} shows our page"
        assert [("its certificate ends in" in line) for line in said[1:]] == [True] * warned


@contextmanager
def answering(status: int, context: ssl.SSLContext | None = None, page: bytes = b"It works!") -> Iterator[int]:
    """Another program that answers everything so; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


# The desk and the disk


def test_what_nobody_sees_to(set_up: Interview) -> None:
    assert "warn reviews: nobody sees to R-1; see: interview review assign" in lines(set_up.says("doctor"), "reviews")
    set_up.says("reviewer", "add", "Jo Carter")
    set_up.says("review", "assign", "R-1", "--reviewer", "Jo Carter")
    told = "warn reviews: the reviewer has not enrolled, and hears nothing, of R-1"
    assert lines(set_up.says("doctor"), "reviews") == [told]
    set_up.says("review", "close", "R-1")
    assert lines(set_up.says("doctor"), "reviews") == []


def test_an_urgent_flag_past_its_day(set_up: Interview) -> None:
    set_up.consenting(set_up.invite())
    store = set_up.store()
    with store.begin() as work:
        response = work.execute(responses.select()).first()
        assert response is not None
        raise_flags(work, [(response.id, "distress")], utc_now())
        work.commit()
    assert lines(set_up.says("doctor"), "flags") == []
    with store.begin() as work:
        work.execute(delete(flags))
        raise_flags(work, [(response.id, "distress")], utc_now() - timedelta(days=20))
        work.commit()
    store.close()
    [line] = lines(set_up.says("doctor"), "flags")
    assert line.startswith("warn flags: 1 urgent are past their day, the oldest of ")


def test_how_much_room_is_left(set_up: Interview) -> None:
    assert len(lines(set_up("doctor").out, "disk")) == 1
    megabyte = 1024 * 1024
    assert [room(n * megabyte, "/srv").level for n in (0, 99, 100, 1023, 1024)] == [
        "fail",
        "fail",
        "warn",
        "warn",
        "ok",
    ]
