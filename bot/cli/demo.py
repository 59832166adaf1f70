"""`interview demo`: the interview in the browser, with a record that is thrown away."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
import webbrowser
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from bot.participants import programme
from bot.settings import Settings
from storage.engine.unit_of_work import Store
from storage.keys.credentials import Credentials

ABOUT = """open {link}

Check words, for another browser:  {words}
Read the record, in another terminal, as often as you like:
    INTERVIEW_DATA_DIR={folder} {program} record REHEARSAL
With Telegram bots of your own, and a record that stays:
    export INTERVIEW_FAMILIES_TOKEN=… INTERVIEW_REVIEWERS_TOKEN=…   (from Telegram's BotFather)
    export INTERVIEW_PROGRAMME=programme.toml   (your organisation's name, phone, reply time)
    {program} migrate && {program} run
{made_up}Everything here is thrown away when you stop it: Ctrl-C."""


def demo(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 is any that is free.", min=0, max=65535)] = 8080,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Hold the interview in the browser, with a record that is thrown away."""
    from bot.cli.serving import serve
    from bot.clock import utc_now
    from bot.logs import set_up
    from bot.terminal.rehearsal import invite

    set_up("text", least=logging.WARNING)
    for sign in (signal.SIGTERM, signal.SIGHUP):  # until it serves: the folder goes when the demo is stopped
        if signal.getsignal(sign) is signal.SIG_DFL:
            signal.signal(sign, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="interview-") as folder:
        settings = _settings(Path(folder), host, port)
        store = _made(settings)
        invited = invite(store, utc_now(), None)
        store.close()

        def serving(at: int) -> None:
            _say(_link(host, at, invited), folder, invited, browser=not no_browser)

        asyncio.run(serve(settings, page=True, serving=serving))


def _settings(folder: Path, host: str, port: int) -> Settings:
    """Return the settings of this demo alone: no bots, no public address, every language there is."""
    from locales import in_order

    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'interview.db'}",
        families_token=None,
        reviewers_token=None,
        public_url="",
        webhook_secret=None,
        host=host,
        port=port,
        keys=None,
        key_file=folder / "keys",
        languages=in_order(),
    )


def _made(settings: Settings) -> Store:
    """An empty record store with a key file beside it."""
    from storage.engine.unit_of_work import open_engine, open_store
    from storage.keys import key_file
    from storage.keys.sealing import new_ring_entry
    from storage.maintenance.upgrade import upgrade

    key_file.make(settings.ring_path, new_ring_entry("demo"))
    engine = open_engine(settings.database)
    upgrade(engine)
    return open_store(engine, settings.key_ring())


def _link(host: str, port: int, invited: Credentials) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - the address is only shown
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/i/{invited.token}"


def _say(link: str, folder: str, invited: Credentials, *, browser: bool) -> None:
    program = Path(sys.argv[0]).resolve()
    named = program if program.name == "interview" else f"{sys.executable} -m bot"
    made_up = f"{line}\n" if (line := programme.made_up()) else ""
    print(ABOUT.format(link=link, words=invited.check_word, folder=folder, program=named, made_up=made_up), flush=True)
    if browser and _has_desktop():
        Thread(target=webbrowser.open, args=[link], daemon=True).start()


def _has_desktop() -> bool:
    """Tell whether there is a screen to open a browser on."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
