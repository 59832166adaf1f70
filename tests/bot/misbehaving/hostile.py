"""Requests that no browser and no Telegram sends: bodies and updates with everything wrong that a stranger can think of."""

from __future__ import annotations

import encodings.aliases
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote_from_bytes

from tests.bot.misbehaving.mutation import CANARY, NONSENSE, REAL, mutated

FORM, PARTS, JSON = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"
CHARSETS = (*sorted({*encodings.aliases.aliases.values()}), "nope", "utf-8", "", "\xff", "a" * 500)
PATHS = (
    "/i/x",
    "/i/" + "A" * 43,
    "/i/x/words",
    "/chat",
    "/chat/voice",
    "/chat/telegram",
    "/exit",
    "/chat/answers",
    "/%ff",
)
NAMES = (
    "id",
    "version",
    "place",
    "do",
    "choice",
    "words",
    "was",
    "box",
    "token",
    "once",
    "seconds",
    "_charset_",
    "x\x00y",
)
VALUES = (
    b"", b"%", b"%zz", b"%00", b"\x00", b"\xff\xfe", b"%ff", b"%ED%A0%80", b"%F0%9F", b"9" * 5000, b"%EF%BF%BE", b"+" * 300,
    b"%E2%80%AE" * 30, b"choose:R1:sibling", b"next:P2", b"help", b"withdraw", b"change:P2", b"toggle:a:-", b"../../etc",
    b"2026-01", b"9999-99", b"%EF%B7%BA" * 200, b"\r\n" * 50, b"x" * 30_000, b"lang:xx", b"utf-16", b"{{7*7}}",
)  # fmt: skip
HEADS = (
    b'Content-Disposition: form-data; name="%s"', b"Content-Disposition: form-data; name=%s", b"Content-Disposition: %s",
    b'Content-Disposition: form-data; filename="%s"', b"Content-Disposition", b"", b"\xff: \xff", b"Content-Disposition: ;;=",
    b'Content-Disposition: form-data; name="recording"; filename="%s"',
)  # fmt: skip
LINES = (
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: nope",
    b"Content-Type: text/plain; charset=%s", b"Content-Type: multipart/mixed; boundary=c", b"Content-Length: -1", b"X",
    b"Content-Type: audio/ogg", b"Content-Encoding: gzip", b"Content-Type: ;;;",
)  # fmt: skip
CODINGS = ("gzip", "deflate", "br", "zstd", "identity", "nope", "gzip, gzip")


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request."""

    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    method: str = "POST"


def page_requests(random: Random, carried: tuple[tuple[str, str], ...], form: dict[str, str]) -> Iterator[Hostile]:
    """Requests to the page, without end: some of nobody, some with a cookie and a form that are right but for one thing."""
    while True:
        path = random.choice(PATHS)
        kind, body = _parts(random, form) if random.random() < 0.4 else _form(random, form)
        headers = [
            ("Content-Type", _kind(random, kind)),
            *(carried if path != "/exit" and random.random() < 0.6 else _strange_cookie(random)),
        ]
        if random.random() < 0.15:
            headers.append(("Content-Encoding", random.choice(CODINGS)))
            body = random.choice(
                (body, gzip.compress(body), zlib.compress(body), gzip.compress(body)[:-9], b"\x1f\x8b")
            )
        if random.random() < 0.1:
            headers.append((random.choice(("Origin", "Sec-Fetch-Site", "Accept-Language", "Content-Type")), "\xff;q=x"))
        yield Hostile(path, tuple(headers), _spoiled(random, body), random.choice(("POST",) * 9 + ("PUT",)))


def webhook_requests(random: Random, secret: str, first: int) -> Iterator[Hostile]:
    """Updates to both webhooks, without end."""
    right = (("X-Telegram-Bot-Api-Secret-Token", secret), ("Content-Type", JSON))
    for number, update in enumerate(mutated(random, range(first, 2**40))):
        body = json.dumps(_more(random, update)).encode()
        headers: tuple[tuple[str, str], ...] = right
        match number % 10:
            case 0:
                body = _unread(random, first + number)
            case 1:
                body = random.choice(
                    (body[: random.randrange(len(body))], b"", b"[]", b"5", b"nul", body + b"}", body[1:])
                )
            case 2:
                coding = random.choice(CODINGS)
                headers = (*right, ("Content-Encoding", coding))
                body = random.choice((body, gzip.compress(body), gzip.compress(body)[:-9], b"\x1f\x8b\x08"))
            case 3:
                body = body.decode().encode(random.choice(("utf-16", "utf-32", "utf-8-sig", "utf-16-be")))
            case 4:
                body = body.replace(
                    CANARY.encode(), random.choice((b"\\ud800", b"\xff", b"\x00", b"\\u0000", b"\xed\xa0\x80"))
                )
            case _:
                pass
        yield Hostile(random.choice(("/telegram/families", "/telegram/reviewers")), headers, body)


def strange_part(random: Random) -> tuple[str, Any]:
    """A part of a message that nobody reads."""
    names = (
        "external_reply",
        "quote",
        "reply_markup",
        "entities",
        "link_preview_options",
        "via_bot",
        "sender_chat",
        CANARY,
    )
    strange = (*NONSENSE, {"story": {}, "origin": {"type": "x"}}, json.loads("[" * 300 + "]" * 300))
    return random.choice(names), random.choice(strange)


def _more(random: Random, update: dict[str, Any]) -> dict[str, Any]:
    """An update with a strange part in what was said, and now and then with a strange person, chat or press."""
    said = next((part for part in update.values() if isinstance(part, dict)), None)
    if said is not None:
        name, value = strange_part(random)
        said[name] = value
        if random.random() < 0.2:
            said[random.choice(("id", "chat", "from", "message_id"))] = random.choice(
                (
                    "\ud800",
                    "7" * 5000,
                    {"id": "7" * 5000, "type": "private"},
                    {"id": "\udfff"},
                    10**400,
                    {"a": NONSENSE[:3]},
                )
            )
    return update


def _unread(random: Random, number: int) -> bytes:
    """An update of which a part can't be read by any reader of JSON."""
    part = random.choice(
        ("9" * 5000, "-" + "9" * 5000, "[" * 2000 + "]" * 2000, '{"a":' * 2000 + "1" + "}" * 2000, "1e999")
    )
    return f'{json.dumps({"update_id": number, **random.choice(REAL)})[:-1]}, "never_heard_of": {part}}}'.encode()


def _form(random: Random, form: dict[str, str]) -> tuple[str, bytes]:
    pairs = [(name.encode(), quote_from_bytes(value.encode()).encode()) for name, value in form.items()]
    more = random.choice((1, 1, 2, 5, 150))
    pairs += [(random.choice(NAMES).encode(), random.choice(VALUES)) for _ in range(more)]
    random.shuffle(pairs)
    return FORM, random.choice((b"&", b"&", b"&&", b";")).join(name + b"=" + value for name, value in pairs)


def _parts(random: Random, form: dict[str, str]) -> tuple[str, bytes]:
    parts = [(b'Content-Disposition: form-data; name="%s"' % n.encode(), v.encode()) for n, v in form.items()]
    for _ in range(random.choice((1, 1, 2, 5, 150))):
        head = random.choice(HEADS)
        head = (
            head % random.choice((*(n.encode() for n in NAMES), b"recording", b"recording")) if b"%s" in head else head
        )
        line = random.choice(LINES).replace(b"%s", random.choice(CHARSETS).encode())
        parts.append((head + b"\r\n" + line if random.random() < 0.4 else head, random.choice(VALUES)))
    written = b"".join(b"--b\r\n" + head + b"\r\n\r\n" + value + b"\r\n" for head, value in parts)
    return PARTS, written + random.choice((b"--b--\r\n", b"--b--", b"--b\r\n", b"", b"--b--" + written))


def _kind(random: Random, kind: str) -> str:
    strange = (
        f"{kind}; charset={random.choice(CHARSETS)}", kind.replace("=b", "="), "multipart/form-data", "text/plain", JSON,
        "multipart/mixed; boundary=b", "", ";", "multipart/form-data; boundary=" + "b" * 300, f"{kind}; {kind}", 'a/b; c="',
        FORM, PARTS,
    )  # fmt: skip
    return random.choice(strange) if random.random() < 0.5 else kind


def _strange_cookie(random: Random) -> list[tuple[str, str]]:
    return [
        (
            "Cookie",
            random.choice(("interview=\xff", "interview=", "interview=" + "x" * 43, "\xff", "=", "interview=a;" * 99)),
        )
    ]


def _spoiled(random: Random, body: bytes) -> bytes:
    """A body of which a byte is another one, a piece is missing, or there twice."""
    if not body or random.random() < 0.6:
        return body
    at = random.randrange(len(body))
    return random.choice(
        (
            body[:at],
            body[:at] + bytes([random.randrange(256)]) + body[at + 1 :],
            body + body[at:],
            body[:at] + body[at + 9 :],
        )
    )
