"""The environment, read once: `INTERVIEW_…` variables or an `.env` file. Secrets show in no repr and no log.

A name that begins so and is no setting is refused: it is a misspelt one, and what it should have set would go unset.
"""

from __future__ import annotations

import ipaddress
import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from pydantic import Field, PrivateAttr, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from storage.deletion_list import NAME, DeletionList
from storage.keys import key_command
from storage.keys.sealing import KeyRing
from storage.schema.vocabulary import Bot

PREFIX, ENV_FILE = "INTERVIEW_", ".env"
# How like a setting a name must be, so that this one is meant.
NEAR = 0.85
TELEGRAM = "https://api.telegram.org"
# What families are offered unless it is said otherwise; drafts wait until somebody has checked them.
OFFERED = ("en", "en_GB@easyread")
KEY_SOURCES = ("keys", "key_file", "key_command")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
# A scheme, a name or a number of a machine, a port and a path; no user, no query, no fragment, nothing around it.
_ADDRESS = re.compile(
    r"https?://([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?(/[\w.~%/-]*)?",
    re.IGNORECASE | re.ASCII,
)


# The same for a proxy, with a user and a password if it asks for them.
_PROXY = re.compile(r"https?://([^\s@/?#]+@)?[^\s@/?#:]+(:\d{1,5})?/?", re.IGNORECASE)


class SettingsError(Exception):
    """The settings can't be used; one sentence says why."""


class Settings(BaseSettings):
    """The settings that an operator can make; every field is `INTERVIEW_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    families_token: SecretStr | None = None
    reviewers_token: SecretStr | None = None
    telegram_api: str = TELEGRAM
    public_url: str = ""
    webhook_secret: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    keys: SecretStr | None = None
    key_file: Path | None = None
    key_command: SecretStr | None = None
    languages: Annotated[tuple[str, ...], NoDecode] = OFFERED
    log: Literal["text", "json"] = "text"
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    programme: Path | None = None
    backup_recipient: str = ""
    _printed: KeyRing | None = PrivateAttr(None)

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Codes with commas between; nothing at all means what is offered anyway, and one named twice counts once."""
        if not isinstance(value, str):
            return value
        return tuple(dict.fromkeys(v.strip() for v in value.split(",") if v.strip())) or OFFERED

    @field_validator("programme", "key_file", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        """Nothing at all names no file."""
        return value or None

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """Addresses or networks with commas between. To believe everybody would be to believe every visitor."""
        named = [v.strip() for v in value.split(",") if v.strip()] if isinstance(value, str) else value
        return tuple(str(_network(name)) for name in named) if isinstance(named, list | tuple) else named

    @field_validator("public_url", "telegram_api")
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> str:
        """An address in its usual form, without a slash at its end; only Telegram's may have a path."""
        return _safe_address(value, may_have_path=info.field_name == "telegram_api") if value else value

    @model_validator(mode="after")
    def _safe(self) -> Settings:
        if self.wants_webhooks and not _SECRET.fullmatch(self.secret):
            raise ValueError(
                "INTERVIEW_WEBHOOK_SECRET must be set when INTERVIEW_PUBLIC_URL is: 32 to 256 letters, numbers, - or _."
            )
        return self

    @model_validator(mode="after")
    def _keys_from_one_place(self) -> Settings:
        """Refuse a command beside another source; keys in the environment come before a key file, as they always have."""
        given = [f"{PREFIX}{name.upper()}" for name in KEY_SOURCES if getattr(self, name)]
        if self.key_command and len(given) > 1:
            raise ValueError(f"{' and '.join(given)} are both set: set only the one that the keys are to come from.")
        return self

    @property
    def wants_webhooks(self) -> bool:
        """A public address and a bot: Telegram calls us; else we ask Telegram."""
        return bool(self.public_url and (self.families_token or self.reviewers_token))

    @property
    def tokens(self) -> dict[Bot, str]:
        """Return the tokens of the bots that there are."""
        given = {Bot.FAMILIES: self.families_token, Bot.REVIEWERS: self.reviewers_token}
        return {bot: token.get_secret_value() for bot, token in given.items() if token}

    @property
    def secret(self) -> str:
        """Return the webhooks' secret; "" where there is none."""
        return self.webhook_secret.get_secret_value() if self.webhook_secret else ""

    @property
    def database(self) -> str:
        """The URL of the record store."""
        return self.database_url or f"sqlite:///{quote(str(self.data_dir / 'interview.db'))}"

    @property
    def proxies(self) -> tuple[Network, ...]:
        """The proxies whose word is believed about where a visitor comes from."""
        return tuple(map(ipaddress.ip_network, self.trusted_proxies))

    @property
    def ring_path(self) -> Path:
        """Return where the key file is, if the keys are in a file."""
        return self.key_file or self.data_dir / "keys"

    @property
    def deletions(self) -> DeletionList:
        """Return the list of whose words were deleted: beside the key file, or else in the data directory."""
        folders = ([] if self.keys_elsewhere else [self.ring_path.parent]) + [self.data_dir]
        return DeletionList(*(folder / NAME for folder in folders))

    @property
    def keys_elsewhere(self) -> str:
        """Return the setting that the keys come from; "" where they are in a file."""
        return next((f"{PREFIX}{name.upper()}" for name in ("keys", "key_command") if getattr(self, name)), "")

    def key_ring(self, *, anew: bool = False) -> KeyRing:
        """The key ring; KeyRingError says what is wrong with it. A command is run once, and again only if asked `anew`."""
        if self.keys:
            return KeyRing.parse(self.keys.get_secret_value())
        if not self.key_command:
            return KeyRing.read(self.ring_path)
        if anew or self._printed is None:
            self._printed = key_command.ring_of(self.key_command.get_secret_value())
        return self._printed


def read_settings(**given: Any) -> Settings:
    """The settings of this process; SettingsError in one sentence."""
    if unknown := _unknown(given.get("_env_file", ENV_FILE)):
        raise SettingsError(f"There is no setting {', '.join(unknown)}.")
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        where = "_".join((PREFIX.rstrip("_"), *map(str, first["loc"]))).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(reason if reason.startswith(PREFIX) else f"{where}: {reason}.") from None


def _unknown(env_file: Path | str | None) -> list[str]:
    """Return every name that begins as a setting's and is none, with the one that may be meant; never its value."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    written = {name.upper() for name in (*os.environ, *DotEnvSettingsSource(Settings, env_file=env_file).env_vars)}
    odd = sorted(name for name in written if name.startswith(PREFIX) and name not in known)
    near = [get_close_matches(name, known, 1, NEAR) for name in odd]
    return [f"{name} (is {meant[0]} meant?)" if meant else name for name, meant in zip(odd, near, strict=True)]


def proxy_to(url: str) -> str | None:
    """Return the proxy on the way out to an address, as HTTPS_PROXY and NO_PROXY have it; SettingsError if it is none.

    http is on this machine alone, where nothing stands between.
    """
    ways, parts = getproxies_environment(), urlsplit(url)
    if parts.scheme != "https" or not (given := ways.get("https")) or proxy_bypass(parts.netloc):
        return None
    proxy = given if "://" in given else f"http://{given}"
    if not _PROXY.fullmatch(proxy):
        raise SettingsError("HTTPS_PROXY: this must be an address like http://proxy.example.org:3128.")
    return proxy.rstrip("/")


def _network(named: object) -> Network:
    """Return an address or a network of addresses; ValueError for anything else, and for all the addresses there are."""
    try:
        network = ipaddress.ip_network(str(named), strict=False)
    except ValueError:
        network = None
    if network is None or network.prefixlen == 0:
        raise ValueError("these must be addresses of proxies like 127.0.0.1 or 10.0.0.0/24, with commas between")
    return network


def _safe_address(given: str, *, may_have_path: bool) -> str:
    """Return `https://host[:port]` (http on this machine alone) in lower case; ValueError says what is wrong with it.

    What went over the wire would be every word of a family, and a page without https has no cookie that is bound to it.
    """
    if not _ADDRESS.fullmatch(given):
        raise ValueError("this must be an address like https://interview.example.org")
    parts = urlsplit(given)
    host, port = (parts.hostname or "").rstrip("."), parts.port
    if parts.scheme != "https" and not _is_loopback(host):
        raise ValueError("this must begin with https:// unless it is this machine")
    if parts.path.strip("/") and not may_have_path:
        raise ValueError("this must be an address without anything after the name, like https://interview.example.org")
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
