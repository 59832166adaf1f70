"""The example for nginx, with a real nginx: whatever goes wrong behind it or before it, no log holds a link."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from tests.bot.world import free_port
from tests.crash import nginx

EXAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
TOKEN = "secret-token-of-a-family"
GET = f"GET /i/{TOKEN} HTTP/1.1\r\nHost: interview.example.org\r\nConnection: close\r\n\r\n"
TOO_LARGE = GET.replace("GET", "POST").replace("Connection", f"Content-Length: {30 << 20}\r\nConnection")
# What a service behind it may do with a request, and what nginx then answers.
BEHIND = {
    "stopped": None,
    "hangs": b"",
    "hangs up": b"",
    "talks nonsense": b"HTTP/1.1 200 OK\r\n\x00: no header\r\n\r\n",
}


@pytest.mark.parametrize("kept_quiet", [True, False], ids=["as it is", "without its error_log"])
def test_no_log_holds_a_link(program: str, tmp_path: Path, *, kept_quiet: bool) -> None:
    """Without its line about the error log a link stands there: what is looked for can be found."""
    port, statuses = free_port(), set()
    for how, answer in BEHIND.items():
        folder = tmp_path / how.replace(" ", "-")
        with behind(how, answer) as service:
            sites = site(folder, port, service, kept_quiet=kept_quiet)
            with nginx.running(program, folder, sites, f"{folder}/access.log"):
                statuses |= {status(port, GET), status(port, TOO_LARGE)}
    assert statuses == {502, 504, 413}
    logs = [*tmp_path.rglob("*.log")]
    assert len(logs) >= len(BEHIND)
    holding = {path.name for path in logs if TOKEN in path.read_text(encoding="utf-8", errors="replace")}
    assert holding == (set() if kept_quiet else {"interview.log"})


def site(folder: Path, port: int, service: int, *, kept_quiet: bool) -> str:
    """The example on loopback, in the clear and with little patience."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port}; proxy_read_timeout 1s;")
    text = re.sub(r"ssl_certificate\w* .*;", "", text)
    text = re.sub(r"server 10\.0\.0\.\d:8080", f"server 127.0.0.1:{service}", text)
    assert "/var/log/nginx/interview.log emerg;" in text
    return text.replace("/var/log/nginx/interview.log emerg", f"{folder}/interview.log{' emerg' if kept_quiet else ''}")


@contextmanager
def behind(how: str, answer: bytes | None) -> Iterator[int]:
    """A service that is not there, or takes a request and does this with it; gives its port."""
    if answer is None:
        yield free_port()
        return
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_serve, args=(server, how, answer, held), daemon=True).start()
        yield server.getsockname()[1]
    for session in held:
        session.close()


def _serve(server: socket.socket, how: str, answer: bytes, held: list[socket.socket]) -> None:
    while True:
        try:
            session, _ = server.accept()
            session.recv(65536)
            session.sendall(answer)
        except OSError:
            return
        if how == "hangs":
            held.append(session)
        else:
            session.close()


def status(port: int, request: str) -> int:
    """The status of the answer to a request, as soon as nginx serves."""
    end = monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as visitor:
                visitor.sendall(request.encode())
                return int(visitor.recv(1024).split()[1])
        except ConnectionRefusedError:
            assert monotonic() < end, "nginx does not start"
            sleep(0.05)
