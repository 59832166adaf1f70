"""Look at what surrounds the service for `interview doctor`: whether it runs, its public address, the disk."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
from datetime import UTC, datetime
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from bot import version
from bot.cli.findings import FAIL, OK, WARN, Finding, Findings
from bot.clock import utc_now
from bot.settings import Settings
from storage.engine.inspection import database_file

PATIENCE, LARGEST = 5.0, 65536
# Every page has it.
OURS = b"page-main"
BEHIND_IS_NOBODY = {502, 503, 504}
LITTLE, TOO_LITTLE, MEGABYTE = 1024, 100, 1024 * 1024
DAYS_OF_CERTIFICATE = 14


def service(settings: Settings) -> Findings:
    """Look whether the service runs on this machine, and as which version."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::", ""} else settings.host  # noqa: S104 - it is only asked
    asking = http.client.HTTPConnection(host, settings.port, timeout=PATIENCE)
    try:
        asking.request("GET", "/readyz")
        told = asking.getresponse().read(LARGEST).decode(errors="replace").splitlines()
    except socket.gaierror:
        yield Finding(FAIL, f"service: INTERVIEW_HOST names {host}, and no machine has that name: is it spelt right?")
        return
    except (OSError, http.client.HTTPException):
        told = []
    finally:
        asking.close()
    if len(told) < 2 or not told[1].startswith("version "):  # noqa: PLR2004 - how it stands, and which version it is
        yield Finding(WARN, f"service: nothing of ours answers at {host}:{settings.port}; interview run starts it")
        return
    runs = told[1].removeprefix("version ")
    if runs != version():
        yield Finding(WARN, f"service: version {runs} runs, and {version()} is installed: start it anew")
    yield Finding(OK if told[0] == "ready" else FAIL, f"service: it runs at {host}:{settings.port} and is {told[0]}")


def public_address(settings: Settings) -> Findings:
    """Look whether families reach the page at the public address, as far as this machine can tell."""
    if not settings.public_url:
        return
    level, about = _reached(settings.public_url)
    yield Finding(level, f"public address: {settings.public_url} {about}")
    if level == OK:
        yield from _certificate(settings.public_url)


def _reached(url: str) -> tuple[str, str]:
    try:
        with urlopen(f"{url}/privacy", timeout=PATIENCE) as answer:  # noqa: S310 - the settings let through http and https alone
            page = answer.read(LARGEST)
    except HTTPError as error:
        if error.code in BEHIND_IS_NOBODY:
            return WARN, f"answers with {error.code}: the proxy is there, and no service behind it"
        return (
            FAIL,
            f"answers with {error.code} instead of our page: another program is there, or the proxy leads elsewhere",
        )
    except URLError as error:
        return _unreached(url, error.reason)
    except (OSError, http.client.HTTPException) as error:
        return _unreached(url, error)
    if OURS in page:
        return OK, "shows our page"
    return FAIL, "shows a page that is not ours: another program is there"


def _unreached(url: str, reason: object) -> tuple[str, str]:
    if isinstance(reason, socket.gaierror):
        return FAIL, "has a name that leads nowhere: is it spelt right, and in the DNS?"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return FAIL, f"has a certificate that is not accepted: {reason.verify_message}"
    if isinstance(reason, ssl.SSLError):
        return FAIL, "does not speak https"
    if isinstance(reason, TimeoutError):
        return FAIL, f"does not answer within {PATIENCE:.0f} seconds: does a firewall keep it away?"
    level = WARN if urlsplit(url).scheme == "http" else FAIL
    return level, "takes no connection: does nginx run, or the service?"


def _certificate(url: str) -> Findings:
    """Warn before the certificate ends; where a proxy stands between, it is looked at elsewhere."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return
    try:
        with (
            socket.create_connection((parts.hostname or "", parts.port or 443), PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as safe,
        ):
            seconds = ssl.cert_time_to_seconds(str((safe.getpeercert() or {})["notAfter"]))
    except (OSError, KeyError, ValueError):
        return
    ends = datetime.fromtimestamp(seconds, UTC)
    left = (ends - utc_now()).days
    if left < DAYS_OF_CERTIFICATE:
        yield Finding(WARN, f"public address: its certificate ends in {left} days, on {ends:%Y-%m-%d}; renew it")


def disk(settings: Settings) -> Findings:
    """Look how much room is left where words are kept."""
    file = database_file(settings.database)
    folder = file.parent if file is not None else settings.data_dir
    if folder.is_dir():
        yield room(shutil.disk_usage(folder).free, str(folder))


def room(free: int, folder: str) -> Finding:
    """Return how it stands with so many bytes."""
    left = free // MEGABYTE
    level = FAIL if left < TOO_LITTLE else WARN if left < LITTLE else OK
    about = ": make room, or no answer can be kept" if level == FAIL else ""
    return Finding(level, f"disk: {left} MB are left at {folder}{about}")
