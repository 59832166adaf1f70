"""The fake Bot API keeps, orders, repeats and drops updates as Telegram does, and breaks off as it is told."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.bot_api import FakeBotApi, Person
from tests.fakes.bot_api_client import TOKEN, Client

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update.get("message", {}).get("text") or update["callback_query"]["data"] for update in updates]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def webhook(handler: Handler, port: int = 0) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


class Hook:
    """A webhook that keeps what it gets and answers with the statuses it was given, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str] = []
        self.reply: dict[str, Any] | None = None
        self._statuses = list(statuses)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        status = self._statuses.pop(0) if self._statuses else 200
        return web.json_response(self.reply, status=status) if self.reply else web.Response(status=status)

    def texts(self) -> list[str]:
        return texts(self.got)


async def test_updates_come_again_until_the_offset_passes_them(client: Client, ann: Person) -> None:
    ann.says("One")
    ann.says("Two")
    first, second = await client.updates()
    assert second["update_id"] == first["update_id"] + 1
    assert texts(await client.updates(limit=1)) == ["One"]
    assert texts(await client.updates(first["update_id"])) == ["One", "Two"]
    assert texts(await client.updates(second["update_id"])) == ["Two"]
    assert texts(await client.updates()) == ["Two"]
    ann.says("Three")
    assert texts(await client.updates(-1)) == ["Three"]
    assert texts(await client.updates()) == ["Three"]


async def test_long_polling_wakes_and_an_older_poll_ends(client: Client, ann: Person) -> None:
    older = asyncio.create_task(client.refused("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(client.updates(timeout=20))
    assert (await older)[0] == 409
    ann.says("Hello")
    assert texts(await newer) == ["Hello"]
    newest = (await client.updates())[-1]["update_id"] + 1
    last = asyncio.create_task(client.refused("getUpdates", offset=newest, timeout=20))
    await asyncio.sleep(0.05)
    async with webhook(Hook().answer) as url:
        await client.call("setWebhook", url=url)
        assert await last == (409, "Conflict: terminated by setWebhook request")
        assert (await client.refused("getUpdates"))[1].startswith("Conflict: can't use getUpdates method while webhook")


async def test_allowed_updates_are_remembered(client: Client, ann: Person) -> None:
    await client.updates(allowed_updates=["message"])
    ann.presses_raw("a", 1)
    ann.says("Hello")
    assert texts(await client.updates()) == ["Hello"]
    await client.updates(allowed_updates=[])
    ann.presses_raw("a", 1)
    assert texts(await client.updates()) == ["Hello", "a"]


async def test_presses_die_young_and_messages_after_a_day(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.says("Hello")
    ann.presses_raw("a", 1)
    api.advance(149)
    assert texts(await client.updates()) == ["Hello", "a"]
    api.advance(2)
    assert texts(await client.updates()) == ["Hello"]
    api.advance(86400)
    assert await client.updates() == []


async def test_after_a_quiet_week_numbers_start_elsewhere(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.says("One")
    old = (await client.updates())[0]["update_id"]
    await client.updates(old + 1)
    api.advance(8 * 86400)
    ann.says("Two")
    [new] = await client.updates(old + 1)
    assert abs(new["update_id"] - old) > 1
    await client.updates(new["update_id"] + 1)
    assert api.jump_update_id(TOKEN, 5) == 5
    ann.says("Three")
    [third] = await client.updates(new["update_id"] + 1)
    assert (third["update_id"], texts([third])) == (5, ["Three"])


async def test_a_press_overtakes_words_that_are_held(client: Client, ann: Person) -> None:
    ann.hold_messages()
    said = ann.says("My last sentence")
    ann.presses_raw("next:P2", said["message_id"])
    assert texts(await client.updates()) == ["next:P2"]
    ann.release()
    assert texts(await client.updates()) == ["next:P2", "My last sentence"]
    with pytest.raises(RuntimeError):
        ann.hold_messages(numbered=True)


async def test_updates_come_twice_and_unknown_ones_come(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.says("One")
    [one] = await client.updates()
    await client.updates(one["update_id"] + 1)
    api.redeliver(one["update_id"])
    api.raw_update(TOKEN, {"telepathy": {"thought": "hm"}})
    again, strange = await client.updates(one["update_id"] + 1)
    assert again == one
    assert strange["telepathy"] == {"thought": "hm"}
    assert await client.updates(strange["update_id"] + 1) == []
    with pytest.raises(AssertionError):
        api.redeliver(1)


async def test_edited_messages_and_other_kinds(client: Client, ann: Person) -> None:
    ann.edits(ann.says("Helo"), "Hello")
    ann.edits(ann.sends_photo(caption="Mum"), "Mum and me")
    ann.sends_voice()
    ann.sends_sticker()
    ann.sends_location()
    ann.sends_document()
    ann.sends_video_note()
    ann.sends_contact()
    updates = await client.updates()
    assert updates[1]["edited_message"]["text"] == "Hello"
    assert updates[3]["edited_message"]["caption"] == "Mum and me"
    kinds = ["voice", "sticker", "location", "document", "video_note", "contact"]
    assert [kind in update["message"] for kind, update in zip(kinds, updates[4:], strict=True)] == [True] * 6


async def test_webhook_with_its_secret_and_retries(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.says("Before the webhook was set")
    hook = Hook(500, 503)
    async with webhook(hook.answer) as url:
        answer = await client.post("setWebhook", url=url, secret_token="Se-cret_1", max_connections=100)
        assert answer["description"] == "Webhook was set"
        assert (await client.post("setWebhook", url=url, secret_token="Se-cret_1", max_connections=100))[
            "description"
        ] == "Webhook is already set"
        ann.says("After")
        await api.until(lambda: not api.pending(TOKEN))
        assert hook.texts() == ["Before the webhook was set"] * 3 + ["After"]
        assert set(hook.secrets) == {"Se-cret_1"}
        info = await client.call("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
        assert (info["pending_update_count"], info["max_connections"]) == (0, 100)
        await client.call("deleteWebhook")
    ann.says("Polled")
    assert texts(await client.updates()) == ["Polled"]


async def test_webhooks_refused(client: Client) -> None:
    bad = {"secret_token": "with space"}
    unallowed = (400, "Bad Request: secret token contains unallowed characters")
    assert await client.refused("setWebhook", url="https://example.org/", **bad) == unallowed
    long = await client.refused("setWebhook", url="https://example.org/", secret_token="s" * 257)
    assert long == (400, "Bad Request: secret token is too long")
    assert (await client.refused("setWebhook", url="nowhere"))[1] == "Bad Request: invalid webhook URL specified"


async def test_webhook_is_tried_until_the_product_is_back(api: FakeBotApi, client: Client, ann: Person) -> None:
    port = free_port()
    await client.call("setWebhook", url=f"http://127.0.0.1:{port}/hook")
    ann.says("While down")
    await asyncio.sleep(0.1)
    hook = Hook()
    async with webhook(hook.answer, port):
        await api.until(lambda: not api.pending(TOKEN))
    ann.says("Down again")
    await asyncio.sleep(0.1)
    async with webhook(hook.answer, port):
        await api.until(lambda: not api.pending(TOKEN))
    assert hook.texts() == ["While down", "Down again"]


async def test_webhook_replies_are_carried_out(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.starts()
    hook = Hook()
    async with webhook(hook.answer) as url:
        hook.reply = {"method": "sendMessage", "chat_id": 7, "text": "In reply"}
        await client.call("setWebhook", url=url)
        await ann.expects("In reply")
        press = ann.presses_raw("a", 1)
        hook.reply = {"method": "answerCallbackQuery", "callback_query_id": press.id}
        await api.until(lambda: press.answer)
        hook.reply = {"method": "sendMessage", "chat_id": 8, "text": "To nobody"}
        ann.says("Hello")
        await api.until(lambda: api.counts["sendMessage"] == 2)
        hook.reply = {"method": "deleteWebhook"}
        ann.says("Hello")
        await api.until(lambda: not api.pending(TOKEN))
        assert (await client.call("getWebhookInfo"))["url"] == url
        await client.call("deleteWebhook")


async def test_webhook_connections_and_order(api: FakeBotApi, client: Client, ann: Person) -> None:
    bob = api.person(TOKEN, first_name="Bob")
    busy = most = 0

    async def slow(request: web.Request) -> web.StreamResponse:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        got.append(await request.json())
        await asyncio.sleep(0.01)
        busy -= 1
        return web.Response()

    got: list[dict[str, Any]] = []
    people = [ann, bob, *(api.person(TOKEN) for _ in range(3))]
    async with webhook(slow) as url:
        await client.call("setWebhook", url=url, max_connections=3)
        for number in range(5):
            for person in people:
                person.says(str(number))
        await api.until(lambda: not api.pending(TOKEN))
        for person in people:
            mine = [update for update in got if update["message"]["from"]["id"] == person.chat_id]
            assert texts(mine) == ["0", "1", "2", "3", "4"]
        assert most == 3
        await client.call("deleteWebhook")


async def test_webhook_presses_overtake_numbered_words(api: FakeBotApi, client: Client, ann: Person) -> None:
    hook = Hook()
    async with webhook(hook.answer) as url:
        await client.call("setWebhook", url=url)
        ann.hold_messages(numbered=True)
        ann.says("Words")
        ann.presses_raw("next:P2", 1)
        await api.until(lambda: len(api.pending(TOKEN)) == 1)
        ann.release()
        await api.until(lambda: not api.pending(TOKEN))
        press, words = hook.got
        assert hook.texts() == ["next:P2", "Words"]
        assert words["update_id"] < press["update_id"]
        api.redeliver(words["update_id"])
        await api.until(lambda: len(hook.got) == 3)
        await client.call("deleteWebhook")


@pytest.mark.parametrize(
    ("kind", "code", "description"),
    [
        (400, 400, "Bad Request: chat not found"),
        (401, 401, "Unauthorized"),
        (403, 403, "Forbidden: bot was blocked by the user"),
        (429, 429, "Too Many Requests: retry after 3"),
        (500, 500, "Internal Server Error"),
    ],
)
async def test_refusals_on_demand(
    api: FakeBotApi, client: Client, ann: Person, kind: int, code: int, description: str
) -> None:
    ann.starts()
    fault = api.fault("sendMessage", kind, chat_id=7, retry_after=3)
    body = await client.post("sendMessage", chat_id=7, text="Hello")
    assert (body["error_code"], body["description"]) == (code, description)
    assert body.get("parameters") == ({"retry_after": 3} if kind == 429 else None)
    await client.call("sendMessage", chat_id=7, text="Hello")
    assert fault.hits == 1
    assert [(call.method, call.ok, call.fault) for call in api.calls] == [
        ("sendMessage", False, str(kind)),
        ("sendMessage", True, ""),
    ]


async def test_faults_of_the_wire(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.starts()
    for kind, done in (("reset", 0), ("effect_without_reply", 1)):
        api.fault("sendMessage", kind)
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.post("sendMessage", chat_id=7, text="Hello")
        assert len(ann.received) == done
    api.fault("*", "502")
    with pytest.raises(aiohttp.ContentTypeError):
        await client.post("sendMessage", chat_id=7, text="Hello")
    api.fault("sendMessage", "hang", seconds=0.1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await client.post("sendMessage", chat_id=7, text="Late")
    assert (await ann.expects("Late")).text == "Late"
    forever = api.fault("getMe", "reset", None)
    for _ in range(3):
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.post("getMe")
    forever.stop()
    await client.call("getMe")
    with pytest.raises(ValueError, match="no such fault"):
        api.fault("getMe", "flood")


def test_in_a_thread_of_its_own() -> None:
    async def talk(url: str) -> None:
        async with aiohttp.ClientSession() as session:
            answer = {"chat_id": 7, "text": "Hello Ann"}
            async with session.get(f"{url}/bot{TOKEN}/getUpdates", params={"timeout": "5"}) as response:
                assert texts((await response.json())["result"]) == ["/start"]
            async with session.post(f"{url}/bot{TOKEN}/sendMessage", json=answer) as response:
                assert response.status == 200

    with FakeBotApi.in_thread() as api:
        api.add_bot(TOKEN)
        ann = api.person(TOKEN, user_id=7)
        product = threading.Thread(target=lambda: asyncio.run(talk(api.url)))
        product.start()
        api.wait_until(lambda: api.counts["getUpdates"])
        ann.starts()
        assert ann.wait_for("Hello").text == "Hello Ann"
        ann.wait_quiet(0.05)
        product.join()


async def test_a_coroutine_waits_for_a_server_in_a_thread() -> None:
    with FakeBotApi.in_thread() as api:
        api.add_bot(TOKEN)
        ann = api.person(TOKEN, user_id=7)
        ann.starts()
        expected = asyncio.create_task(ann.expects("Hello"))
        async with aiohttp.ClientSession() as session:
            await Client(api, session).call("sendMessage", chat_id=7, text="Hello")
        assert (await expected).message_id == 2


def test_goes_on_while_the_product_is_killed_and_started_again() -> None:
    """One process polls and dies, the next one gets what the first never confirmed."""
    product = f"""
import json, sys, urllib.request
url, first = sys.argv[1], sys.argv[2] == "first"
read = lambda call: json.load(urllib.request.urlopen(f"{{url}}/bot{TOKEN}/{{call}}"))["result"]
update = read("getUpdates?timeout=20")[0]
if first:
    read("getUpdates?timeout=20&limit=1")
    sys.stdin.read()
read(f"sendMessage?chat_id=7&text=Got+{{update['update_id']}}")
read(f"getUpdates?offset={{update['update_id'] + 1}}")
"""
    with FakeBotApi.in_thread() as api:
        api.add_bot(TOKEN)
        ann = api.person(TOKEN, user_id=7)
        first = subprocess.Popen([sys.executable, "-c", product, api.url, "first"], stdin=subprocess.PIPE)
        ann.starts()
        api.wait_until(lambda: api.counts["getUpdates"] == 2)
        first.kill()
        first.communicate()
        [waiting] = api.pending(TOKEN)
        subprocess.run([sys.executable, "-c", product, api.url, "second"], check=True)
        assert ann.last_text() == f"Got {waiting['update_id']}"
        assert api.pending(TOKEN) == []
