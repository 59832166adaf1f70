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
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream services {{ {services} }}
    server {{
        listen 127.0.0.1:{port};
        location /telegram/ {{ proxy_pass http://services; }}
    }}
}}
"""


def found() -> str | None:
    """Where nginx is, if it is on this machine; Debian keeps it out of an ordinary user's way."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serving(program: str, folder: Path, port: int, services: Sequence[int]) -> Iterator[None]:
    """Spread what comes in at `port` over these services, in turn."""
    folder.mkdir()
    listed = " ".join(f"server 127.0.0.1:{service} max_fails=0;" for service in services)
    path = folder / "nginx.conf"
    path.write_text(CONFIGURATION.format(folder=folder, port=port, services=listed), encoding="utf-8")
    process = subprocess.Popen([program, "-c", str(path), "-e", str(folder / "start.log")])
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
