"""nginx in front of several services, as an operator would run it, on loopback and with a folder of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = """
worker_processes 1;
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log {access};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {sites}
}}
"""
SITES = """
    upstream services {{ {services} }}
    server {{
        listen 127.0.0.1:{port};
        location /telegram/ {{ proxy_pass http://services; }}
    }}
"""


def found() -> str | None:
    """Where nginx is, if it is on this machine; Debian keeps it out of an ordinary user's way."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serving(program: str, folder: Path, port: int, services: Sequence[int]) -> Iterator[None]:
    """Spread what comes in at `port` over these services, in turn."""
    listed = " ".join(f"server 127.0.0.1:{service} max_fails=0;" for service in services)
    with running(program, folder, SITES.format(port=port, services=listed)):
        yield


@contextmanager
def running(program: str, folder: Path, sites: str, access: str = "off") -> Iterator[None]:
    """Run nginx with these sites, and all that it writes in this folder."""
    folder.mkdir()
    path = folder / "nginx.conf"
    path.write_text(CONFIGURATION.format(folder=folder, sites=sites, access=access), encoding="utf-8")
    process = subprocess.Popen([program, "-c", str(path), "-e", str(folder / "start.log")])
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
