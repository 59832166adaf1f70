"""A recording is known by its bytes."""

from __future__ import annotations

from bot.rounds.sounds import kind_of
from tests.each import each

SOUNDS = [
    (b"OggS\x00\x02", "audio/ogg"),
    (b"ID3\x04\x00", "audio/mpeg"),
    (b"\xff\xfb\x90\x64", "audio/mpeg"),
    (b"\xff\xf3\x40\xc0", "audio/mpeg"),
    (b"\xff\xf1\x50\x80", "audio/aac"),
    (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
    (b"\x00\x00\x00\x18ftypiso5", "audio/mp4"),
    (b"\x00\x00\x00\x1cftyp3gp4", "audio/mp4"),
    (b"\x1aE\xdf\xa3\x9fB\x86", "audio/webm"),
    (b"RIFF\x24\x00\x0a\x0aWAVEfmt ", "audio/wav"),
    (b"#!AMR\n", "audio/amr"),
    (b"#!AMR-WB\n", "audio/amr"),
    (b"fLaC\x00\x00", "audio/flac"),
    (b"FORM\x00\x00\x00\x00AIFF", "audio/aiff"),
    (b"caff\x00\x01", "audio/x-caf"),
]
NONE = [
    b"",
    b"O",
    b"<!doctype html><script>alert(1)</script>",
    b"\x7fELF\x02\x01\x01",
    b"MZ\x90\x00",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"\xff\xfe<\x00",
    b"RIFF\x00\x00\x00\x00WEBP",
    b"RIFF\x00\x00\x00\x00AVI ",
    b"#!/bin/sh\n",
    b"\x00" * 64,
    b" OggS",
]


@each(("content", "kind"), SOUNDS)
def test_what_is_a_recording(content: bytes, kind: str) -> None:
    assert kind_of(content + bytes(100)) == kind


@each("content", NONE)
def test_what_is_none(content: bytes) -> None:
    assert kind_of(content) is None
