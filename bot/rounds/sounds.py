"""Is this a recording, and of which kind? Its first bytes say so; what a sender says of it is not believed."""

from __future__ import annotations

import re

# What a browser, a phone or Telegram records, and what people have on their computers.
_BEGINNINGS: tuple[tuple[str, str], ...] = (
    (r"OggS", "audio/ogg"),
    (r"ID3|\xff[\xe2\xe3\xf2-\xf5\xfa-\xfd]", "audio/mpeg"),
    (r"\xff[\xf0\xf1\xf8\xf9]|ADIF", "audio/aac"),
    (r"....ftyp", "audio/mp4"),
    (r"\x1a\x45\xdf\xa3", "audio/webm"),
    (r"(RIFF|RIFX|RF64)....WAVE", "audio/wav"),
    (r"#!AMR", "audio/amr"),
    (r"fLaC", "audio/flac"),
    (r"FORM....AIF[FC]", "audio/aiff"),
    (r"caff", "audio/x-caf"),
    (r"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "audio/x-ms-wma"),
)
_KINDS = tuple((re.compile(begins.encode("latin-1"), re.DOTALL), kind) for begins, kind in _BEGINNINGS)


def kind_of(content: bytes) -> str | None:
    """Return the media type of a recording; None if it is none."""
    return next((kind for begins, kind in _KINDS if begins.match(content)), None)
