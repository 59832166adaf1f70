"""Sealing: what was sealed opens in its own place, with its own key, unchanged, and in no other way."""

from __future__ import annotations

import base64
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys.credentials import Credentials
from storage.keys.sealing import (
    KEY_BYTES,
    KeyRing,
    KeyRingError,
    Sealer,
    SealError,
    Vault,
    new_key,
    new_ring_entry,
    place,
)
from tests.each import each

HERE = place("answer", "7/P2/1", "value")
SEALER = Sealer(new_key())
ELSEWHERE = (
    place("answer", "8/P2/1", "value"),
    place("answer", "7/P2/1", "question"),
    place("note", "7/P2/1", "value"),
)


@given(st.text())
def test_what_was_sealed_opens(words: str) -> None:
    sealed = SEALER.seal(HERE, words)
    assert SEALER.open(HERE, sealed) == words
    assert len(words) < 4 or words.encode() not in sealed


def test_the_same_words_are_never_sealed_alike() -> None:
    assert SEALER.seal(HERE, "words") != SEALER.seal(HERE, "words")


@pytest.mark.parametrize("other", ELSEWHERE, ids=["another row", "another column", "another table"])
def test_a_moved_value_does_not_open(other: str) -> None:
    with pytest.raises(SealError, match="changed or moved"):
        SEALER.open(other, SEALER.seal(HERE, "words"))


@given(st.data())
def test_a_flipped_bit_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(SEALER.seal(HERE, "words"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealError):
        SEALER.open(HERE, bytes(sealed))


@given(st.data())
def test_a_value_cut_short_does_not_open(data: st.DataObject) -> None:
    sealed = SEALER.seal(HERE, "words")
    with pytest.raises(SealError):
        SEALER.open(HERE, sealed[: data.draw(st.integers(0, len(sealed) - 1))])


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealError, match="another key"):
        Sealer(new_key()).open(HERE, SEALER.seal(HERE, "words"))


def test_an_error_says_nothing_of_the_content() -> None:
    with pytest.raises(SealError) as raised:
        SEALER.open(ELSEWHERE[0], SEALER.seal(HERE, "words"))
    assert str(raised.value) == "answer: the sealed value was changed or moved"
    assert raised.value.__cause__ is None


def test_keys_and_credentials_do_not_show_themselves() -> None:
    ring, credentials = KeyRing.parse(new_ring_entry("a")), Credentials.fresh(check_word=True)
    shown = f"{ring!r} {SEALER!r} {credentials!r}"
    keys = map(repr, (SEALER.key, *ring.keys.values()))
    for secret in (*keys, credentials.token, credentials.code, credentials.check_word or ""):
        assert secret not in shown


# The key ring


def test_a_ring_of_two_wraps_with_the_first_and_opens_with_both() -> None:
    old, new = new_ring_entry("old"), new_ring_entry("new")
    before = KeyRing.parse(old).wrap("7", b"k" * KEY_BYTES)
    ring = KeyRing.parse(f"{new}\n{old}")
    after = ring.wrap("7", b"k" * KEY_BYTES)
    assert ring.unwrap("7", before) == ring.unwrap("7", after) == b"k" * KEY_BYTES
    assert after.startswith(b"new:")
    assert KeyRing.parse(new).unwrap("7", after) == b"k" * KEY_BYTES
    with pytest.raises(SealError, match="has no key old"):
        KeyRing.parse(new).unwrap("7", before)


def test_a_wrapped_key_belongs_to_its_name() -> None:
    ring = KeyRing.parse(new_ring_entry("a"))
    with pytest.raises(SealError):
        ring.unwrap("8", ring.wrap("7", new_key()))


def test_a_ring_key_of_the_same_name_does_not_open() -> None:
    wrapped = KeyRing.parse(new_ring_entry("a")).wrap("7", new_key())
    with pytest.raises(SealError, match="does not open it"):
        KeyRing.parse(new_ring_entry("a")).unwrap("7", wrapped)


@pytest.mark.parametrize("wrapped", [b"", b"a:", b"a:short", b"\xff\xfe:" + bytes(60)])
def test_what_is_no_wrapped_key_is_refused(wrapped: bytes) -> None:
    with pytest.raises(SealError):
        KeyRing.parse(new_ring_entry("a")).unwrap("7", wrapped)


@pytest.mark.parametrize("written", [b"+/+/", b"-_-_"], ids=["standard", "for addresses"])
def test_both_alphabets_of_base64_can_be_read(written: bytes) -> None:
    key, entry = base64.b64decode(b"+/+/" * 10 + b"+/8="), f"k1:{(written * 10 + written[:2] + b'8=').decode()}"
    assert KeyRing.parse(f" {entry} ").keys == {"k1": key}
    assert KeyRing.parse(f"{entry.rstrip('=')},").keys == {"k1": key}


@each(
    "entries",
    [
        "",
        " \n ,",
        "no-colon",
        "k1:c2hvcnQ=",
        "k1:" + "A" * 44,
        "k1:" + "=" * 43,
        "k1:A=" + "A" * 41,
        "with space:" + "A" * 43,
        "k1:" + "A" * 43 + ",broken",
        "k1:" + "A" * 43 + ",k1:" + "B" * 43,
        "ключ:" + "A" * 43,
    ],
)
def test_what_is_no_ring_is_refused_in_one_sentence(entries: str) -> None:
    with pytest.raises(KeyRingError, match=r"^The keys cannot be read: .*\.$"):
        KeyRing.parse(entries)


def test_a_key_file_is_read_if_only_its_owner_can(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(f"{new_ring_entry('a')}\n{new_ring_entry('b')}\n", encoding="ascii")
    path.chmod(0o600)
    assert list(KeyRing.read(path).keys) == ["a", "b"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_key_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "keys"
    path.write_text(new_ring_entry("a"), encoding="ascii")
    path.chmod(mode)
    with pytest.raises(KeyRingError, match="chmod 600"):
        KeyRing.read(path)


def test_a_key_file_that_is_missing_or_unreadable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRingError, match="put it back there"):
        KeyRing.read(tmp_path / "keys")
    (tmp_path / "keys").write_bytes(b"\xff\x00\xfe")
    (tmp_path / "keys").chmod(0o600)
    with pytest.raises(KeyRingError, match="cannot be read"):
        KeyRing.read(tmp_path / "keys")


# The vault


def test_each_participant_has_a_key_of_their_own() -> None:
    vault = Vault(KeyRing.parse(new_ring_entry("a")), new_key(), new_key())
    wrapped, sealer = vault.new_participant("ann")
    sealed = sealer.seal(HERE, "words")
    assert vault.participant("ann", wrapped).open(HERE, sealed) == "words"
    with pytest.raises(SealError):
        vault.new_participant("bob")[1].open(HERE, sealed)
    with pytest.raises(SealError):
        vault.participant("bob", wrapped)
    with pytest.raises(SealError):
        vault.system.open(HERE, sealed)


def test_hashes_for_looking_up_depend_on_key_kind_and_value() -> None:
    ring, system, lookup = KeyRing.parse(new_ring_entry("a")), new_key(), new_key()
    vault = Vault(ring, system, lookup)
    assert vault.hash("telegram", "7") == Vault(ring, new_key(), lookup).hash("telegram", "7")
    others = {
        vault.hash("page", "7"),
        vault.hash("telegram", "8"),
        Vault(ring, system, new_key()).hash("telegram", "7"),
    }
    assert vault.hash("telegram", "7") not in others
    assert len(others) == 3


def test_a_token_is_kept_as_its_keyed_hash() -> None:
    ring, system, lookup = KeyRing.parse(new_ring_entry("a")), new_key(), new_key()
    token = Credentials.fresh().token
    assert len(token) == 43
    kept = Vault(ring, system, lookup).link(token)
    assert len(kept) == 32
    assert kept == Vault(ring, system, lookup).link_again(sha256(token.encode()).digest())
    assert kept not in {sha256(token.encode()).digest(), Vault(ring, system, new_key()).link(token)}
