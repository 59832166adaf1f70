"""Encryption of words at rest, and the keys for it.

    key ring (a file, the environment, a command)  wraps  data keys (one a participant, one for the store)  seal  single values

A sealed value is  version (1 byte) | key id (8) | nonce (12) | AES-256-GCM ciphertext,  bound to `table|row|column`:
moved to another place it does not open. Destroying a data key makes all it sealed unreadable, in every copy.

What is sealed is  length (4 bytes) | value | zeros,  filled up to a multiple of its column's step (`STEPS`): the length of a
sealed value tells a thief nothing of what was chosen. Values of version 1 had their own length; they open still. Version 3 is
bound to its version too: nobody makes one of version 2 of it, so it is known where rows have had proofs (engine/proofs.py).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

UNPADDED, UNPROVED, VERSION = b"\x01", b"\x02", b"\x03"
KEY_BYTES, ID_BYTES, NONCE_BYTES, LENGTH_BYTES = 32, 8, 12, 4
HEAD = 1 + ID_BYTES + NONCE_BYTES
# To what multiple of bytes a value of a column is filled up. A whole interview fits into one step of its state, and all that
# is kept beside it into one of theirs; only long words lead beyond.
USUAL_STEP = 128
STEPS = {
    "response|state": 32_768,
    "response|history": 16_384,
    "response|chat": 8_192,
    "outbox|payload": 4_096,
    "outbox|screen": 32_768,
    "dead_letter|payload": 4_096,
    "handling|note": 1_024,
    "reviewer|desk": 1_024,
    "flag|facts": 512,
    "attachment|content": 65_536,
    "tally|sums": 2_048,
}
SYSTEM, LOOKUP = "system", "lookup"
_ENTRY = re.compile(r"([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_=-]{43,44})")


class SealError(Exception):
    """A value can't be opened: another key, another place, or changed bytes. Says nothing of the content."""


class KeyRingError(Exception):
    """The key ring can't be used; one sentence says why."""


class UnknownKey(SealError):  # noqa: N818 - what the vault needs to know: look into the key file again
    """A data key is wrapped with a key that the ring does not have, or does not have yet."""


@dataclass(frozen=True, slots=True, repr=False)
class Sealer:
    """Seals and opens single values with one data key."""

    key: bytes
    _cipher: AESGCM = field(init=False)
    _id: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cipher", AESGCM(self.key))
        object.__setattr__(self, "_id", hashlib.sha256(b"key id" + self.key).digest()[:ID_BYTES])

    def seal(self, place: str, plain: str) -> bytes:
        """`plain` sealed for `place`, which is `table|row|column`."""
        return self.seal_bytes(place, plain.encode())

    def open(self, place: str, sealed: bytes) -> str:
        """Return the text that was sealed for `place`; SealError if it was not, or not with this key."""
        return self.open_bytes(place, sealed).decode()

    def seal_bytes(self, place: str, plain: bytes, version: bytes = VERSION) -> bytes:
        """Bytes sealed for `place`, filled up to its step."""
        nonce = os.urandom(NONCE_BYTES)
        return (
            version + self._id + nonce + self._cipher.encrypt(nonce, _filled_up(place, plain), _bound(version, place))
        )

    def open_bytes(self, place: str, sealed: bytes) -> bytes:
        """The bytes that were sealed for `place`; SealError if they were not, or not with this key."""
        version, of, nonce = sealed[:1], sealed[1 : 1 + ID_BYTES], sealed[1 + ID_BYTES : HEAD]
        if of != self._id or version not in {UNPADDED, UNPROVED, VERSION}:
            raise SealError(f"{place.split('|', maxsplit=1)[0]}: sealed with another key")
        try:
            plain = self._cipher.decrypt(nonce, sealed[HEAD:], _bound(version, place))
        except (InvalidTag, ValueError):
            raise SealError(f"{place.split('|', maxsplit=1)[0]}: the sealed value was changed or moved") from None
        return plain if version == UNPADDED else _value(plain)


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """The keys that wrap data keys, by id; the first is current, the others only open. `file` is where they came from."""

    keys: Mapping[str, bytes]
    file: Path | None = None

    @property
    def current(self) -> str:
        """The id of the key that wraps from now on."""
        return next(iter(self.keys))

    @classmethod
    def parse(cls, entries: str) -> KeyRing:
        """A ring from `id:base64` entries, separated by commas or lines."""
        found = [_ENTRY.fullmatch(e.strip()) for e in re.split(r"[,\n]", entries) if e.strip()]
        keys = {m[1]: _decoded(m[2]) for m in found if m}
        if not keys or len(keys) < len(found) or any(len(k) != KEY_BYTES for k in keys.values()):
            raise KeyRingError("The keys cannot be read: each one must be written as id:base64 of 32 bytes.")
        return cls(keys)

    @classmethod
    def read(cls, path: Path) -> KeyRing:
        """The ring in a file that only its owner can read."""
        if not path.exists():
            raise KeyRingError(
                f"There is no key file at {path}: put it back there, or set INTERVIEW_KEYS, "
                "INTERVIEW_KEY_FILE or INTERVIEW_KEY_COMMAND."
            )
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeyRingError(f"Others can read the key file {path}. Run: chmod 600 {path}")
        return cls(cls.parse(path.read_text(encoding="ascii", errors="replace")).keys, path)

    def again(self) -> KeyRing:
        """The ring as its file has it now; without a file it stays as it is."""
        return KeyRing.read(self.file) if self.file and self.file.exists() else self

    def wrap(self, name: str, key: bytes) -> bytes:
        """`key` sealed by the current key, bound to its name."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, key, f"data_key|{name}".encode())
        return self.current.encode() + b":" + nonce + sealed

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """The data key of this name; SealError if no key of the ring opens it."""
        rest = wrapped.partition(b":")[2]
        ring_key = self.keys.get(wrapped_with(wrapped))
        if ring_key is None:
            raise UnknownKey(f"data key {name}: the key ring has no key {wrapped_with(wrapped)}")
        try:
            return AESGCM(ring_key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], f"data_key|{name}".encode())
        except (InvalidTag, ValueError):
            raise SealError(f"data key {name}: the key ring does not open it") from None


class Vault:
    """Every key in use: the store's own, and each participant's when it is needed.

    The key file may get a new first key at any time. It is read again before anything is wrapped, so that nothing is
    wrapped with a key that is on its way out, and when something was wrapped with a key that was not there before.
    """

    def __init__(self, ring: KeyRing, system: bytes, lookup: bytes) -> None:
        self.ring = ring
        self.system = Sealer(system)
        self._lookup = lookup
        self._proofs = hmac.digest(lookup, b"proofs", "sha256")
        self._open = lru_cache(maxsize=1024)(self._unwrapped)

    def participant(self, invitation_id: str, wrapped: bytes) -> Sealer:
        """The sealer of one participant."""
        return self._open(invitation_id, wrapped)

    def new_participant(self, invitation_id: str) -> tuple[bytes, Sealer]:
        """A fresh data key, wrapped, with its sealer."""
        key = new_key()
        self.ring = self.ring.again()
        return self.ring.wrap(invitation_id, key), Sealer(key)

    def forget(self) -> None:
        """Keep no participant's key in memory: one of them was destroyed."""
        self._open.cache_clear()

    def hash(self, kind: str, value: str) -> bytes:
        """A keyed hash for looking `value` up; nobody without the key can guess it."""
        return hmac.digest(self._lookup, f"{kind}|{value}".encode("utf-8", "surrogatepass"), "sha256")

    def link(self, token: str) -> bytes:
        """Return what is kept of a link's token. Older stores kept its plain hash, and this can be made of that."""
        return self.link_again(hashlib.sha256(token.encode()).digest())

    def link_again(self, plain: bytes) -> bytes:
        """Return what is kept of the token with this plain hash."""
        return self.hash("link", plain.hex())

    def proof(self, kind: str, parts: bytes) -> bytes:
        """Return a keyed hash over the parts of a row: nobody without the key makes one. Each turn needs some, fast."""
        return hashlib.blake2b(kind.encode() + b"|" + parts, key=self._proofs, digest_size=KEY_BYTES).digest()

    def _unwrapped(self, invitation_id: str, wrapped: bytes) -> Sealer:
        try:
            return Sealer(self.ring.unwrap(invitation_id, wrapped))
        except UnknownKey:
            self.ring = self.ring.again()
            return Sealer(self.ring.unwrap(invitation_id, wrapped))


def wrapped_with(wrapped: bytes) -> str:
    """The id of the key that wraps a data key."""
    return wrapped.partition(b":")[0].decode(errors="replace")


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def new_ring_entry(key_id: str) -> str:
    """A fresh key as a line of a key file."""
    return f"{key_id}:{base64.b64encode(new_key()).decode()}"


def place(table: str, row: object, column: str) -> str:
    """The associated data of a sealed value."""
    return f"{table}|{row}|{column}"


def _bound(version: bytes, place: str) -> bytes:
    """Return what a value of a version is bound to."""
    return version + place.encode() if version == VERSION else place.encode()


def _filled_up(place: str, plain: bytes) -> bytes:
    table, _, rest = place.partition("|")
    step = STEPS.get(f"{table}|{rest.rpartition('|')[2]}", USUAL_STEP)
    size = LENGTH_BYTES + len(plain)
    return len(plain).to_bytes(LENGTH_BYTES, "big") + plain + bytes(-size % step)


def _value(filled: bytes) -> bytes:
    return filled[LENGTH_BYTES : LENGTH_BYTES + int.from_bytes(filled[:LENGTH_BYTES], "big")]


def _decoded(written: str) -> bytes:
    """The bytes of a key in either alphabet of base64; none if it is not well-formed."""
    try:
        return base64.b64decode(written.replace("-", "+").replace("_", "/").ljust(44, "="), validate=True)
    except binascii.Error:
        return b""
