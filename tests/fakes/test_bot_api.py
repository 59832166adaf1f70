"""The fake Bot API refuses what Telegram refuses, and shows a test what the person sees."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.fakes.bot_api import FakeBotApi, Person
from tests.fakes.bot_api_client import TOKEN, Client

PNG = b"\x89PNG\r\n\x1a\n rest"


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(data: str, text: str = "Yes") -> dict[str, Any]:
    return {"text": text, "callback_data": data}


async def test_unknown_tokens_methods_and_paths(api: FakeBotApi, client: Client) -> None:
    assert await client.post("getMe", token="1:other") == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }
    assert await client.refused("getMoon") == (404, "Not Found: method not found")
    async with aiohttp.ClientSession() as session, session.get(f"{api.url}/elsewhere") as response:
        assert response.status == 404


async def test_who_the_bot_is(client: Client) -> None:
    me = await client.call("getme")
    assert (me["id"], me["is_bot"], me["username"]) == (42, True, "family_bot")


async def test_every_form_of_parameters(api: FakeBotApi, ann: Person) -> None:
    ann.starts()
    url = f"{api.url}/bot{TOKEN}/sendMessage"
    markup = '{"inline_keyboard": [[{"text": "Yes", "callback_data": "a"}]]}'
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data={"chat_id": "7", "text": "form", "reply_markup": markup}) as response:
            assert response.status == 200
        form = aiohttp.FormData(
            {"chat_id": "7", "text": "multipart", "reply_markup": markup}, default_to_multipart=True
        )
        async with session.post(url, data=form) as response:
            assert response.status == 200
        async with session.get(url, params={"chat_id": "7", "text": "query", "reply_markup": markup}) as response:
            assert response.status == 200
        async with session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400
    assert [entry.text for entry in ann.received] == ["form", "multipart", "query"]
    assert api.calls[0].params["reply_markup"] == keyboard([button("a")])


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("a" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("a" * 40000, "text is too long"),
        ("\ud800", "strings must be encoded in UTF-8"),
    ],
)
async def test_texts_refused(client: Client, ann: Person, text: str, description: str) -> None:
    ann.starts()
    assert await client.refused("sendMessage", chat_id=7, text=text) == (400, f"Bad Request: {description}")


async def test_texts_are_trimmed_and_cleaned_with_their_entities(client: Client, ann: Person) -> None:
    ann.starts()
    bold = {"type": "bold", "offset": 6, "length": 4}
    sent = await client.call("sendMessage", chat_id=7, text="  😀\u202a\tabcd  ", entities=[bold])
    assert sent["text"] == "😀 abcd"
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 4}]
    assert (await client.call("sendMessage", chat_id=7, text="😀" * 2048))["text"] == "😀" * 2048


@pytest.mark.parametrize(
    ("entity", "description"),
    [
        ({"type": "loud", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
        ({"type": "text_link", "offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"url\""),
        ({"type": "bold", "offset": 9, "length": 1}, "entity begins after the end of the text at UTF-16 offset 9"),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        (
            {"type": "bold", "offset": 1, "length": 9},
            "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10",
        ),
        (
            {"type": "bold", "offset": 2, "length": 1},
            "entity begins in a middle of a UTF-16 symbol at UTF-16 offset 2",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "javascript:x"},
            "entity URL 'javascript:x' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_entities_refused(client: Client, ann: Person, entity: dict[str, Any], description: str) -> None:
    ann.starts()
    refused = await client.refused("sendMessage", chat_id=7, text="a😀b", entities=[entity])
    assert refused == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("rows", "description"),
    [
        ([[{"text": "Yes"}]], "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ([[{"callback_data": "a"}]], "can't parse inline keyboard button: Can't find field \"text\""),
        ([[button("a", " ")]], "inline keyboard button text must be non-empty"),
        ([[button("é" * 33)]], "BUTTON_DATA_INVALID"),
        ([[button("a") | {"url": "https://example.org"}]], "BUTTON_TYPE_INVALID"),
        (
            [[{"text": "Go", "url": "ftp://a.b"}]],
            "inline keyboard button URL 'ftp://a.b' is invalid: Unsupported URL protocol",
        ),
        (
            [[{"text": "Go", "url": "https://localhost/x"}]],
            "inline keyboard button URL 'https://localhost/x' is invalid: Wrong HTTP URL",
        ),
        ([[{"text": "Copy", "copy_text": {"text": "c" * 257}}]], "BUTTON_COPY_TEXT_INVALID"),
        ([[button("a")] * 9], "reply markup is too long"),
        ([[button("a")]] * 101, "reply markup is too long"),
        ([button("a")], 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    ],
)
async def test_keyboards_refused(client: Client, ann: Person, rows: list[Any], description: str) -> None:
    ann.starts()
    refused = await client.refused("sendMessage", chat_id=7, text="Hello", reply_markup=keyboard(*rows))
    assert refused == (400, f"Bad Request: {description}")


async def test_keyboards_taken(client: Client, ann: Person) -> None:
    ann.starts()
    links = [{"text": "Go", "url": url} for url in ("https://example.org", "tg://user?id=1", "http://127.0.0.1:8/i/x")]
    copied = {"text": "Copy", "copy_text": {"text": "c" * 256}}
    markup = keyboard([button("x" * 64)], links, [copied])
    assert (await client.call("sendMessage", chat_id=7, text="Hello", reply_markup=markup))["reply_markup"] == markup


async def test_whom_the_bot_may_write_to(client: Client, ann: Person) -> None:
    async def refused() -> tuple[int, str]:
        return await client.refused("sendMessage", chat_id=7, text="Hello")

    assert await client.refused("sendMessage", chat_id=8, text="Hello") == (400, "Bad Request: chat not found")
    assert await client.refused("sendMessage", text="Hello") == (400, "Bad Request: chat_id is empty")
    assert await refused() == (403, "Forbidden: bot can't initiate conversation with a user")
    ann.says("Hello")
    ann.blocks()
    assert await refused() == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(AssertionError, match="unblocks"):
        ann.says("Still here")
    ann.unblocks()
    await client.call("sendMessage", chat_id=7, text="Hello")
    ann.deletes_account()
    assert await refused() == (403, "Forbidden: user is deactivated")
    kinds = [next(iter(update.keys() - {"update_id"})) for update in await client.updates()]
    assert kinds == ["message", "my_chat_member", "my_chat_member"]


async def test_a_conversation_as_the_person_sees_it(client: Client, ann: Person) -> None:
    ann.starts("token-1")
    rows = [button("choose:W2:yes")], [button("choose:W2:no", "No")]
    sent = await client.call("sendMessage", chat_id=7, text="Are you Ann?", reply_markup=keyboard(*rows))
    asked = await ann.expects("Are you")
    assert asked.buttons == ann.buttons() == ["choose:W2:yes", "choose:W2:no"]
    press = ann.presses("choose:W2:y*")
    assert await client.call("answerCallbackQuery", callback_query_id=press.id, text="Thanks") is True
    assert press.answer == {"text": "Thanks", "show_alert": False}
    await client.call("editMessageReplyMarkup", chat_id=7, message_id=sent["message_id"])
    assert (asked.buttons, asked.current_buttons, ann.buttons()) == (["choose:W2:yes", "choose:W2:no"], [], [])
    with pytest.raises(AssertionError, match="no button"):
        ann.presses("choose:W2:yes", message=sent)
    ann.presses_raw("choose:W2:no", sent["message_id"])
    start, first, second = await client.updates()
    assert start["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert first["callback_query"]["message"]["reply_markup"] == keyboard(*rows)
    assert "reply_markup" not in second["callback_query"]["message"]
    assert ann.transcript().splitlines()[:4] == [
        "   1 Ann: /start token-1",
        "   2 bot: Are you Ann?",
        "      [Yes = choose:W2:yes] [No = choose:W2:no]",
        "Ann presses choose:W2:yes (on 2)",
    ]


async def test_expectations_are_taken_in_order(client: Client, ann: Person) -> None:
    ann.starts()
    for text in ("One", "Two", "Three"):
        await client.call("sendMessage", chat_id=7, text=text)
    assert (await ann.expects("Two")).message_id == 3
    assert (await ann.expects()).text == ann.last_text() == "Three"
    await ann.quiet(0.05)
    with pytest.raises(AssertionError, match="One"):
        await ann.expects("One", timeout=0.05)


async def test_presses_can_be_answered_once_and_soon(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.starts()
    too_old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    in_time, late = ann.presses_raw("old", 1), ann.presses_raw("old", 99)
    await client.call("answerCallbackQuery", callback_query_id=in_time.id)
    api.advance(151)
    for query_id in (in_time.id, late.id, "12345"):
        assert await client.refused("answerCallbackQuery", callback_query_id=query_id) == too_old


async def test_edits_and_deletions(api: FakeBotApi, client: Client, ann: Person) -> None:
    said = ann.says("Hello")
    sent = await client.call("sendMessage", chat_id=7, text="One", reply_markup=keyboard([button("a")]))
    place = {"chat_id": 7, "message_id": sent["message_id"]}
    code, description = await client.refused("editMessageReplyMarkup", **place, reply_markup=keyboard([button("a")]))
    assert (code, description.partition(":")[2][:24]) == (400, " message is not modified")
    assert await client.refused("editMessageText", **place, text="") == (400, "Bad Request: message text is empty")
    missing = await client.refused("editMessageReplyMarkup", chat_id=7, message_id=99)
    assert missing == (400, "Bad Request: message to edit not found")
    foreign = await client.refused("editMessageText", chat_id=7, message_id=said["message_id"], text="No")
    assert foreign == (400, "Bad Request: message can't be edited")
    edited = await client.call("editMessageText", **place, text="Two")
    assert (edited["text"], "reply_markup" in edited) == ("Two", False)
    assert await client.call("deleteMessage", **place) is True
    assert await client.refused("deleteMessage", **place) == (400, "Bad Request: message to delete not found")
    api.advance(49 * 3600)
    old = await client.refused("deleteMessage", chat_id=7, message_id=said["message_id"])
    assert old == (400, "Bad Request: message can't be deleted")


async def test_photos_and_documents_keep_their_bytes(api: FakeBotApi, client: Client, ann: Person) -> None:
    ann.starts()

    async def send(method: str, field: str, content: bytes, **params: Any) -> dict[str, Any]:
        form = aiohttp.FormData({"chat_id": "7"} | params)
        form.add_field(field, content, filename="f.png", content_type="image/png")
        async with aiohttp.ClientSession() as session, session.post(f"{api.url}/bot{TOKEN}/{method}", data=form) as got:
            body: dict[str, Any] = await got.json()
            return body

    assert (await send("sendPhoto", "photo", PNG, caption="Code"))["ok"]
    assert (await send("sendDocument", "attached", b"%PDF", document="attach://attached"))["ok"]
    assert [entry.content for entry in ann.received] == [PNG, b"%PDF"]
    assert "IMAGE_PROCESS_FAILED" in (await send("sendPhoto", "photo", b"text"))["description"]
    assert "caption is too long" in (await send("sendPhoto", "photo", PNG, caption="c" * 1025))["description"]
    assert "no photo" in (await client.refused("sendPhoto", chat_id=7))[1]
    assert "wrong file identifier" in (await client.refused("sendPhoto", chat_id=7, photo="F9"))[1]


async def test_files_of_people_can_be_fetched(api: FakeBotApi, client: Client, ann: Person) -> None:
    voice = ann.sends_voice(b"OggS spoken")["voice"]
    file = await client.call("getFile", file_id=voice["file_id"])
    address = f"{api.url}/file/bot{TOKEN}/{file['file_path']}"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert await response.read() == b"OggS spoken"
    assert (await client.refused("getFile", file_id="F"))[0] == 400


async def test_profile(client: Client) -> None:
    await client.call("setMyCommands", commands=[{"command": "help", "description": "Help"}], language_code="cy")
    assert await client.call("getMyCommands", language_code="cy") == [{"command": "help", "description": "Help"}]
    assert await client.call("getMyCommands") == []
    for command in ({"command": "Help", "description": "x"}, {"command": "a" * 33, "description": "x"}):
        assert (await client.refused("setMyCommands", commands=[command]))[0] == 400
    assert (await client.refused("setMyCommands", commands=[{"command": "a", "description": ""}]))[0] == 400
    too_many = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert await client.refused("setMyCommands", commands=too_many) == (400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    assert (await client.refused("getMyCommands", language_code="english"))[0] == 400
    for name, field, limit in (("Description", "description", 512), ("ShortDescription", "short_description", 120)):
        await client.call(f"setMy{name}", **{field: "d" * limit})
        assert await client.call(f"getMy{name}") == {field: "d" * limit}
        assert (await client.refused(f"setMy{name}", **{field: "d" * (limit + 1)}))[0] == 400
    assert await client.call("getMyName") == {"name": "Bot"}


async def test_groups(client: Client, ann: Person) -> None:
    group = ann.makes_group("Family")
    ann.says("Hello all", chat=group)
    joined, said = await client.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert said["message"]["chat"] == {"id": group.chat_id, "type": "supergroup", "title": "Family"}
    await client.call("sendMessage", chat_id=group.chat_id, text="Kind words")
    await group.expects("Kind words")
    await client.call("leaveChat", chat_id=group.chat_id)
    gone = await client.refused("sendMessage", chat_id=group.chat_id, text="More")
    assert gone == (403, "Forbidden: bot is not a member of the supergroup chat")
