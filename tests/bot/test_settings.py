"""Addresses in the settings: only what keeps words and cookies safe on the wire, in one form."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings
from tests.each import each

SECRET = "s" * 32


def settings(**given: str) -> Settings:
    """The settings with these values and nothing from a file."""
    return read_settings(_env_file=None, webhook_secret=SECRET, **given)


@each(
    ("given", "kept"),
    [
        ("", ""),
        ("https://interview.example.org", "https://interview.example.org"),
        ("https://interview.example.org/", "https://interview.example.org"),
        ("HTTPS://Interview.Example.ORG", "https://interview.example.org"),
        ("https://interview.example.org.", "https://interview.example.org"),
        ("https://interview.example.org:8443/", "https://interview.example.org:8443"),
        ("HTTP://LOCALHOST:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://192.0.2.7", "https://192.0.2.7"),
    ],
)
def test_an_address_has_one_form(given: str, kept: str) -> None:
    assert settings(public_url=given).public_url == kept
    assert given == "" or settings(telegram_api=given).telegram_api == kept


@each("name", ["public_url", "telegram_api"])
@each(
    "given",
    [
        "interview.example.org",
        "x.org",
        "ftp://x.org",
        "http://x.org",
        "HTTP://interview.example.org",
        "http://10.0.0.5:8081",
        "http://192.168.1.2",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1@example.org",
        "https://",
        "https:///path",
        "https:/x.org",
        "//x.org",
        " https://x.org",
        "https://x.org ",
        "https://x.org\n",
        "https://x .org",
        "https://user:word@x.org",
        "https://x.org?a=b",
        "https://x.org#a",
        "https://x.org:99999",
        "https://x.org:port",
        "https://-x.org",
        "https://x..org",
        "https://\u2025x.org",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_none_or_is_not_safe_is_refused_by_name(name: str, given: str) -> None:
    with pytest.raises(SettingsError, match=f"^INTERVIEW_{name.upper()}: "):
        settings(**{name: given})


@pytest.mark.parametrize("path", ["/interview", "/leder/", "/a//b"])
def test_the_page_has_no_path_and_the_bot_api_may(path: str) -> None:
    with pytest.raises(SettingsError, match="INTERVIEW_PUBLIC_URL"):
        settings(public_url=f"https://x.org{path}")
    assert settings(telegram_api=f"https://x.org{path}").telegram_api == f"https://x.org{path.rstrip('/')}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ()),
        ("127.0.0.1", ("127.0.0.1/32",)),
        (" 10.0.0.7/24 , ::1,", ("10.0.0.0/24", "::1/128")),
    ],
)
def test_proxies_are_named_by_their_addresses(given: str, kept: tuple[str, ...]) -> None:
    assert settings(trusted_proxies=given).trusted_proxies == kept
    assert [str(proxy) for proxy in settings(trusted_proxies=given).proxies] == list(kept)


@pytest.mark.parametrize(
    "given", ["nginx", "*", "0.0.0.0/0", "::/0", "10.0.0.1/40", "10.0.0.1;10.0.0.2", "127.0.0.1, x"]
)
def test_a_proxy_that_is_no_address_or_everybody_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="INTERVIEW_TRUSTED_PROXIES: these must be addresses of proxies"):
        settings(trusted_proxies=given)


def test_a_name_that_is_no_setting_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Wherever it is written and in whatever letters; what is not ours is left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEW_FAMILES_TOKEN", "a-secret")
    monkeypatch.setenv("OTHER_FAMILES_TOKEN", "1")
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value) == "There is no setting INTERVIEW_FAMILES_TOKEN (is INTERVIEW_FAMILIES_TOKEN meant?)."
    monkeypatch.delenv("INTERVIEW_FAMILES_TOKEN")
    (tmp_path / ".env").write_text("interview_dbase=1\nOTHER=2\nINTERVIEW_PORT=9\n")
    with pytest.raises(SettingsError, match=r"^There is no setting INTERVIEW_DBASE\.$"):
        read_settings()
    (tmp_path / ".env").write_text("OTHER=2\ninterview_port=9\n")
    assert read_settings().port == 9


@each("secret", ["", "s" * 31, "s" * 257, "s" * 31 + " ", "s" * 31 + "é", "s" * 31 + "!"])
def test_nobody_serves_telegram_without_a_secret_that_is_one(secret: str) -> None:
    with pytest.raises(SettingsError, match="INTERVIEW_WEBHOOK_SECRET must be set"):
        read_settings(
            _env_file=None, webhook_secret=secret, public_url="https://interview.example.org", families_token="1:x"
        )
