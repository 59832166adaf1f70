"""Bodies of requests: what they say of their encoding is never believed, and they cost what their length says."""

from __future__ import annotations

import encodings
import io
import pkgutil
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from encodings.aliases import aliases
from functools import partial
from pathlib import Path
from time import thread_time
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

import pytest
from aiohttp import FormData, web
from hypothesis import given
from hypothesis.strategies import binary
from multidict import CIMultiDict

from bot.web.bodies import PATIENCE, UTF_8
from bot.web.fields import FORM, MOST_FIELDS, SHORT_FORM, fields_in, plain, read_fields
from bot.web.recordings import Recorded
from dialogs.route import VOICE
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, reaches
from tests.each import each

CODECS = sorted({*aliases.values(), *(module.name for module in pkgutil.iter_modules(encodings.__path__))})
FOREIGN = [name for name in sorted({*aliases, *CODECS}) if name not in UTF_8]
PIECE = 64 * 1024
SMALL, TIMES, MOST_TIMES, TRIES = 100_000, 10, 12, 12
BOUNDARY = "-------8e2a"
Reading = Callable[[], Awaitable[object]]
CANARY = b"PLAIN-VOICE-OF-ANN"
OGG = b"OggS"
ADDRESSES = ("/i/x", "/i/x/words", "/chat", "/chat/voice")


@dataclass(slots=True)
class Sent:
    """A request as a reader sees it."""

    body: bytes
    headers: CIMultiDict[str]
    at: int = 0
    content_length: int | None = None
    content: Any = field(init=False)

    def __post_init__(self) -> None:
        self.content = self

    async def readany(self) -> bytes:
        """The next piece."""
        self.at += PIECE
        return self.body[self.at - PIECE : self.at]


def sent(body: bytes, kind: str, **headers: str) -> Any:
    """A request with this body."""
    return Sent(body, CIMultiDict({"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}))


async def form(body: bytes, kind: str = FORM) -> Mapping[str, Any]:
    """The fields of a form."""
    return await read_fields(sent(body, kind), PATIENCE, 2 * TIMES * SMALL)


async def spoken(body: bytes, kind: str = f"multipart/form-data; boundary={BOUNDARY}") -> bytes:
    """The recording in a form."""
    reader = Recorded(sent(body, kind), PATIENCE)
    await reader.read_to_recording()
    return await reader.read_recording()


def part(name: str, value: bytes, *lines: str) -> bytes:
    """A part of a form."""
    head = [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{name}"', *lines, "", ""]
    return "\r\n".join(head).encode() + value + b"\r\n"


def parts(*written: bytes) -> bytes:
    """A form with a recording."""
    return b"".join(written) + f"--{BOUNDARY}--\r\n".encode()


# What a form says


@given(binary(max_size=200))
def test_what_was_escaped_comes_back(content: bytes) -> None:
    assert plain(quote_from_bytes(content, safe="").encode()) == content
    assert plain(quote_from_bytes(content).replace("%20", "+").encode()) == content


@given(binary(max_size=60))
def test_what_was_not_well_escaped_is_read_as_elsewhere_or_refused(content: bytes) -> None:
    try:
        found = plain(content)
    except web.HTTPBadRequest:
        assert any(len(rest) < 2 or not _is_hex(rest[:2]) for rest in content.split(b"%")[1:])
    else:
        assert found == unquote_to_bytes(content.replace(b"+", b" "))


def _is_hex(digits: bytes) -> bool:
    return all(digit in b"0123456789abcdefABCDEF" for digit in digits)


def test_the_fields_of_a_form() -> None:
    read = fields_in(b"box=a&box=b&words=h%C3%A9%20l%2Bo+x%0D%0A&empty=&&novalue&a=b=c")
    assert read == {"box": ["a", "b"], "words": ["hé l+o x\r\n"], "empty": [""], "novalue": [""], "a": ["b=c"]}


@each(
    ("body", "kind", "refusal"),
    [
        (b"a=%ff", FORM, web.HTTPBadRequest),
        (b"a=\xff", FORM, web.HTTPBadRequest),
        (b"a=%ED%A0%80", FORM, web.HTTPBadRequest),
        (b"a=%", FORM, web.HTTPBadRequest),
        (b"a=%\n", FORM, web.HTTPBadRequest),
        (b"a=%4", FORM, web.HTTPBadRequest),
        (b"a=%=3D", FORM, web.HTTPBadRequest),
        (b"n" * 101 + b"=", FORM, web.HTTPBadRequest),
        (b"a=1", f"{FORM}; charset=utf-8; charset=utf-8", web.HTTPBadRequest),
        (b"a=1", f"{FORM}; charset", web.HTTPBadRequest),
        (b"&" * MOST_FIELDS, FORM, web.HTTPRequestEntityTooLarge),
        (b"a=" + b"x" * SHORT_FORM, FORM, web.HTTPRequestEntityTooLarge),
        (b"a=1", "", web.HTTPUnsupportedMediaType),
        (b"a=1", "text/plain", web.HTTPUnsupportedMediaType),
        (b"{}", "application/json", web.HTTPUnsupportedMediaType),
        (b"", f"multipart/form-data; boundary={BOUNDARY}", web.HTTPUnsupportedMediaType),
        (b"a=1", f"{FORM}; charset=", web.HTTPUnsupportedMediaType),
        (b"a=1", f"{FORM}; charset*=utf-8", web.HTTPUnsupportedMediaType),
        (b"a=1", f'{FORM}; x="; charset=utf-8"; charset=utf-7', web.HTTPUnsupportedMediaType),
        (b"a=1&_charset_=utf-16", FORM, web.HTTPUnsupportedMediaType),
    ],
)
async def test_what_no_browser_sends_is_refused(body: bytes, kind: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await read_fields(sent(body, kind), PATIENCE)


@pytest.mark.parametrize("kind", [FORM, f"{FORM};charset=UTF-8", f'{FORM}; charset="utf-8"', f"{FORM}; charset=utf8;"])
async def test_utf_8_may_be_said(kind: str) -> None:
    assert await form("a=é&_charset_=UTF-8".encode(), kind) == {"a": ["é"], "_charset_": ["UTF-8"]}


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "x", "gzip, identity"])
async def test_what_is_compressed_is_refused(coding: str) -> None:
    for reading in (read_fields, _to_recording):
        kind = FORM if reading is read_fields else f"multipart/form-data; boundary={BOUNDARY}"
        with pytest.raises(web.HTTPUnsupportedMediaType):
            await reading(sent(b"", kind, Content_Encoding=coding), PATIENCE)


async def _to_recording(request: Any, _patience: object) -> None:
    await Recorded(request, PATIENCE).read_to_recording()


# Recordings


async def test_a_recording_is_read_to_the_last_byte() -> None:
    content = bytes(range(256)) * 1000 + b"\r\n--" + BOUNDARY.encode()[:-1] + b"\r\n"
    words = part("words", "Sie war fröhlich".encode(), "Content-Type: text/plain; charset=utf-8")
    reader = Recorded(
        sent(
            parts(words, part("recording", content, "Content-Type: audio/webm;codecs=opus"), part("seconds", b"7")),
            f'multipart/form-data; boundary="{BOUNDARY}"',
        ),
        PATIENCE,
    )
    await reader.read_to_recording()
    assert (reader.first("words"), reader.first("seconds"), reader.mime) == ("Sie war fröhlich", "", "audio/webm")
    assert await reader.read_recording() == content
    assert reader.first("seconds") == "7"


BROKEN_PARTS: tuple[tuple[str, bytes, type[Exception]], ...] = (
    ("nothing", b"", web.HTTPBadRequest),
    ("no boundary in it", b"x" * 50, web.HTTPException),
    ("cut in the head", part("words", b"")[:40], web.HTTPBadRequest),
    ("cut in a field", part("words", b"She sang")[:-4], web.HTTPBadRequest),
    ("cut in the recording", part("recording", b"OggS")[:-2], web.HTTPBadRequest),
    ("no end", part("recording", b"OggS"), web.HTTPBadRequest),
    ("no recording", parts(part("words", b"x")), web.HTTPBadRequest),
    ("two of them", parts(part("recording", b"a"), part("recording", b"b")), web.HTTPBadRequest),
    ("a part without a head", f"--{BOUNDARY}\r\n\r\nx\r\n".encode(), web.HTTPBadRequest),
    ("a head without a colon", parts(part("recording", b"x", "nonsense")), web.HTTPBadRequest),
    ("a head said twice", parts(part("recording", b"x", "X: 1", "X: 2")), web.HTTPBadRequest),
    ("a head that never ends", part("recording", b"", "X: " + "y" * 5000), web.HTTPRequestEntityTooLarge),
    ("half a character", parts(part("words", b"\xc3"), part("recording", b"x")), web.HTTPBadRequest),
    ("base64", parts(part("recording", b"!", "Content-Transfer-Encoding: base64")), web.HTTPUnsupportedMediaType),
    ("unknown", parts(part("words", b"!", "Content-Transfer-Encoding: x")), web.HTTPUnsupportedMediaType),
    ("nested", parts(part("words", b"", "Content-Type: multipart/mixed; boundary=a")), web.HTTPUnsupportedMediaType),
    ("too many", parts(*(part(f"f{n}", b"") for n in range(MOST_FIELDS + 1))), web.HTTPRequestEntityTooLarge),
    ("a file in a field", parts(part("words", b"x", "Content-Type: image/png")), web.HTTPUnsupportedMediaType),
    ("utf-16 is said", parts(part("_charset_", b"utf-16"), part("recording", b"x")), web.HTTPUnsupportedMediaType),
)


@each(("body", "refusal"), [b[1:] for b in BROKEN_PARTS])
async def test_a_form_in_parts_that_is_broken_is_refused(body: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await spoken(body)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff",
        f"multipart/form-data; boundary={'b' * 71}",
        f"multipart/form-data; boundary={BOUNDARY}; charset=punycode",
        f"multipart/mixed; boundary={BOUNDARY}",
        FORM,
    ],
)
async def test_a_recording_comes_in_parts_alone(kind: str) -> None:
    with pytest.raises((web.HTTPBadRequest, web.HTTPUnsupportedMediaType)):
        await spoken(parts(part("recording", b"OggS")), kind)


# Every codec


@pytest.mark.parametrize("where", ["header", "field", "part"])
async def test_no_codec_but_utf_8_is_asked(where: str) -> None:
    assert len(FOREIGN) > 300
    for codec in FOREIGN:
        with pytest.raises(web.HTTPUnsupportedMediaType):
            await said(where, codec, 1000)()


@pytest.mark.parametrize("where", ["header", "field", "part"])
async def test_ten_times_the_body_costs_twelve_times_at_most_in_every_codec(where: str) -> None:
    for codec in CODECS:
        await grows_with_its_length(partial(said, where, codec), codec)


SHAPES: dict[str, bytes] = {
    "letters": b"x", "escapes": b"%41", "signs": b"%F0%9F%98%80", "blanks": b"+", "equal signs": b"=", "lines": b"\r\n",
    "empty escapes": b"%00", "marks": b"\r\n--" + BOUNDARY.encode()[:-1], "dashes": b"-", "returns": b"\r",
}  # fmt: skip


@each("shape", SHAPES.values())
async def test_ten_times_the_body_costs_twelve_times_at_most(shape: bytes) -> None:
    def as_form(size: int) -> Reading:
        return partial(form, b"words=" + shape * (size // len(shape)))

    def as_recording(size: int) -> Reading:
        return partial(spoken, parts(part("recording", shape * (size // len(shape)))))

    for read in (as_form, as_recording):
        await grows_with_its_length(read, read.__name__)


def said(where: str, codec: str, size: int) -> Reading:
    """The reading of a body of this size that names a codec."""
    content = b"xn--" + b"a" * size
    match where:
        case "header":
            return partial(form, b"words=" + content, f"{FORM}; charset={codec}")
        case "field":
            return partial(form, b"_charset_=" + codec.encode() + b"&words=" + content)
        case _:
            words = part("words", content, f"Content-Type: text/plain; charset={codec}")
            return partial(spoken, parts(words, part("recording", b"")))


async def grows_with_its_length(reading: Callable[[int], Reading], what: str) -> None:
    """Ten times the size costs no more than twelve times the processor time; the least of a few tries, as others run too."""
    short, long = reading(SMALL), reading(TIMES * SMALL)
    small = large = float("inf")
    for _ in range(TRIES):
        small, large = min(small, await cost(short)), min(large, await cost(long))
        if large <= MOST_TIMES * small:
            return
    raise AssertionError(f"{what}: {large / small:.1f} times")


async def cost(reading: Reading) -> float:
    """The processor time that reading takes, refused or not."""
    began = thread_time()
    with suppress(web.HTTPClientError):
        await reading()
    return thread_time() - began


# Over the wire


@pytest.mark.parametrize("path", ADDRESSES)
async def test_a_codec_that_is_named_is_refused_at_every_address(place: Place, ann: Browser, path: str) -> None:
    await agreed(ann, place.invited()[0])
    for codec in ("punycode", "idna", "utf-16", "utf-7", "hex", "undefined", "raw_unicode_escape", "nope", "latin-1"):
        for kind in (f"{FORM}; charset={codec}", f"multipart/form-data; boundary={BOUNDARY}; charset={codec}"):
            answer = await ann.asks("POST", path, data=b"words=xn--aaaa", headers={"Content-Type": kind})
            assert (answer.status, "not saved" in answer.body) == (415, True)


async def test_a_form_in_parts_is_refused_where_no_recording_is_meant(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    for path in ("/i/x", "/i/x/words", "/chat", "/chat/telegram"):
        data = FormData({"token": ann.form["token"]}, default_to_multipart=True)
        assert (await ann.asks("POST", path, data=data)).status == 415


async def test_a_recording_of_a_stranger_is_not_even_read(place: Place, ann: Browser) -> None:
    """The answer comes while the recording is still to come."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    for token in ("", "0" * 64):
        more: list[bytes] = []

        async def sending(token: str = token, more: list[bytes] = more) -> Any:
            yield part("token", token.encode()) + part("words", b"She sang") + part("recording", b"OggS")[:-6]
            for _ in range(400):
                more.append(CANARY * 1000)
                yield more[-1]

        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        answer = await ann.asks("POST", "/chat/voice", data=sending(), headers=kind)
        assert answer.status == 403
    assert [x for a in place.world.record()["participants"][0]["answers"] for x in a["attachments"]] == []


async def test_a_recording_that_is_too_large_is_refused_kindly(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    large = parts(part("token", ann.form["token"].encode()), part("recording", b"x" * (21 * 1024 * 1024 + 1)))
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = await ann.asks("POST", "/chat/voice", data=io.BytesIO(large), headers=kind)
    assert (answer.status, "too big for us to keep" in answer.body) == (413, True)


async def test_nothing_of_a_recording_lies_on_the_disk(place: Place, ann: Browser) -> None:
    """While it comes in, and after it."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    seen: list[str] = []
    before = {*open_files()}
    content = OGG + CANARY * 200_000

    async def sending() -> Any:
        fields = {**ann.form, "do": "write", "seconds": "7"}
        yield b"".join(part(name, value.encode()) for name, value in fields.items())
        yield part("recording", b"", "Content-Type: audio/ogg")[:-2]
        for at in range(0, len(content), PIECE):
            yield content[at : at + PIECE]
            seen.extend(path for path in {*open_files()} - before if holds(path, CANARY))
        yield f"\r\n--{BOUNDARY}--\r\n".encode()

    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    assert (await ann.asks("POST", "/chat/voice", data=sending(), headers=kind)).status == 303
    await ann.opens("/chat")
    await ann.sends("choose", choice=f"choose:{VOICE}:yes")
    assert seen == []
    assert [path for path in open_files() if holds(path, CANARY)] == []
    [kept] = [x for a in place.world.record()["participants"][0]["answers"] for x in a["attachments"]]
    assert kept["bytes"] == len(content)


def open_files() -> Iterator[str]:
    """What this process has open, by its descriptors."""
    yield from (str(entry) for entry in Path("/proc/self/fd").iterdir())


def holds(descriptor: str, words: bytes) -> bool:
    """Whether a file that is open has these words in it; it may have no name any more."""
    try:
        return Path(descriptor).is_file() and words in Path(descriptor).read_bytes()
    except OSError:
        return False


def test_the_list_of_codecs_is_that_of_python() -> None:
    wanted: Iterable[str] = ("punycode", "idna", "utf_16", "raw_unicode_escape", "undefined", "hex_codec", "zlib_codec")
    assert {*wanted} <= {*FOREIGN}
