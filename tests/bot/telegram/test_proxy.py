"""HTTPS_PROXY counts for both bots and for what they fetch, and NO_PROXY takes it away again."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from bot.settings import SettingsError, proxy_to
from bot.telegram.client import BotApi, CallFailed
from storage.schema.tables import attachments
from tests.bot.misbehaving.family import family, rows
from tests.bot.misbehaving.test_downloads import SOUND, kept, speaks
from tests.bot.world import FAMILIES, make_world
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.proxy import HOST, proxy

PROXY = "http://proxy.example.org:3128"
TELEGRAM = "https://api.telegram.org"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine that the test runs on."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_which_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_to(TELEGRAM) is None
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, PROXY)
        assert proxy_to(TELEGRAM) == PROXY
        assert proxy_to("http://127.0.0.1:8081") is None
        monkeypatch.delenv(name)
    monkeypatch.setenv("HTTP_PROXY", PROXY)
    assert proxy_to(TELEGRAM) is None
    for given in ("proxy.example.org:3128", f"{PROXY}/"):
        monkeypatch.setenv("HTTPS_PROXY", given)
        assert proxy_to(TELEGRAM) == PROXY
    for excepted in ("api.telegram.org", ".telegram.org", "telegram.org", "localhost,api.telegram.org", "*"):
        monkeypatch.setenv("NO_PROXY", excepted)
        assert proxy_to(TELEGRAM) is None
    monkeypatch.setenv("NO_PROXY", "example.org")
    assert proxy_to(TELEGRAM) == PROXY
    for wrong in ("socks5://proxy:1080", "http://", "http://proxy:port", "http://a b", "ftp://proxy"):
        monkeypatch.setenv("HTTPS_PROXY", wrong)
        with pytest.raises(SettingsError, match="HTTPS_PROXY: this must be an address like"):
            proxy_to(TELEGRAM)


async def test_a_call_goes_through_the_proxy_and_says_who_it_is(
    api: FakeBotApi, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    api.add_bot(FAMILIES, username="families_bot")
    async with proxy(tmp_path, int(api.url.rpartition(":")[2]), secret="bot:word") as (way, trusted):
        monkeypatch.setenv("HTTPS_PROXY", way.url)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted)) as session:
            me = await BotApi(session, f"https://{HOST}", FAMILIES).call("getMe")
            assert (me["username"], way.asked, way.turned_away) == ("families_bot", [f"CONNECT {HOST}:443"], 0)
            monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{way.port}")
            with pytest.raises(CallFailed):
                await BotApi(session, f"https://{HOST}", FAMILIES).call("getMe")
            assert way.turned_away == 1


async def test_both_bots_and_a_download_go_through_the_proxy(
    api: FakeBotApi, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str
) -> None:
    world = make_world(api, tmp_path, sqlite_url)
    ann = family(world, api)
    async with proxy(tmp_path, int(api.url.rpartition(":")[2])) as (way, trusted):
        monkeypatch.setenv("HTTPS_PROXY", way.url)
        world.settings["telegram_api"] = f"https://{HOST}"
        session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted))
        monkeypatch.setattr("bot.bootstrap.open_session", lambda: session)
        async with world.served():
            await ann.at_a_story()
            await speaks(ann)
            await ann.does("choose:voice:yes")
            await world.settled(api)
    assert [sound for _, _, sound in kept(world)] == [SOUND]
    assert [row.state for row in rows(world.store, attachments)] == ["kept"]
    assert {*way.asked} == {f"CONNECT {HOST}:443"}
    world.store.close()
