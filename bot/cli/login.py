"""Name the person at the command line, as the audit log does."""

from __future__ import annotations

import getpass
import os
import re

from bot.casework.access import Actor, Role

_SIGN = re.compile(r"[^A-Za-z0-9_.-]")
LONGEST = 64


def operator() -> Actor:
    """Return the actor for whoever is logged in on this machine, also where they work as somebody else by sudo."""
    login = os.environ.get("SUDO_USER") or _login()
    return Actor(Role.OPERATOR, _SIGN.sub("_", login)[:LONGEST])


def _login() -> str:
    """Return the name of the account that this process belongs to, or its number where it has no name."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        pass
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
