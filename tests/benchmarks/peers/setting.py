"""What a peer is told when it starts."""

from __future__ import annotations

import os
from pathlib import Path

API = os.environ.get("BENCH_API", "")
PORT = int(os.environ.get("BENCH_PORT", "0"))
TOKEN = os.environ.get("BENCH_TOKEN", "")
FOLDER = Path(os.environ.get("BENCH_FOLDER", "."))
HOST, PATH, SECRET = "127.0.0.1", "/webhook", "s" * 40
URL = f"http://{HOST}:{PORT}{PATH}"
