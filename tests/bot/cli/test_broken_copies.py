"""`interview check` finds what is wrong in a broken copy of the house, in a line that names file and item."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
ROOMS = ("bot", "dialogs", "locales", "storage")
LEDER = "dialogs/leder/2026-11"


@dataclass(frozen=True)
class Break:
    """In `file`, `old` reads `new`; then `line` is said."""

    name: str
    file: str
    old: str
    new: str
    line: str


BREAKS = (
    Break(
        "an item that can't be reached",
        f"{LEDER}/home.toml",
        'enable_when = [{ question = "L5", any_of = ["yes"] }]',
        'enable_when = [{ question = "L5", any_of = ["yes"] }, { question = "L5", any_of = ["no"] }]',
        f"{LEDER}/home.toml: L5-what: nobody can reach it: L5 would need two answers at once",
    ),
    Break(
        "a dead enable_when",
        f"{LEDER}/health.toml",
        'enable_when = [{ question = "H4", any_of = ["yes"] }]',
        'enable_when = [{ question = "H4", any_of = ["perhaps"] }]',
        f"{LEDER}/health.toml: H4a: is enabled by H4 = perhaps, which can't be answered",
    ),
    Break(
        "a missing translation",
        "locales/en_GB@easyread/LC_MESSAGES/messages.po",
        'msgid "Was {name} happy where they lived?"\nmsgstr "Did {name} like their home?"',
        'msgid "Was {name} happy where they lived?"\nmsgstr ""',
        f"en_GB@easyread: {LEDER}/home.toml: L2: question: 'Was {{name}} happy where they lived?': is not translated",
    ),
    Break(
        "a broken placeholder",
        "locales/en_GB@easyread/LC_MESSAGES/messages.po",
        'msgid "What was good about {name}\'s home?"\nmsgstr "What was good about {name}\'s home?"',
        'msgid "What was good about {name}\'s home?"\nmsgstr "What was good about {nom}\'s home?"',
        f'en_GB@easyread: {LEDER}/home.toml: L3: question: "What was good about {{name}}\'s home?": '
        "lacks the placeholder {name}",
    ),
    Break(
        "a sentence that is too hard",
        f"{LEDER}/care.toml",
        'text = "Did staff help {name} to make choices?"',
        'text = "Did professionals facilitate individual decision-making capabilities appropriately?"',
        f"en: {LEDER}/care.toml: S5: question: the sentence is too hard to read",
    ),
    Break(
        "a word that hurts",
        f"{LEDER}/last-months.toml",
        'text = "Where did {name} die?"',
        'text = "Where was {name} when they passed away?"',
        f"en: {LEDER}/last-months.toml: M1: question: says 'passed away': say died",
    ),
    Break(
        "nobody is other",
        f"{LEDER}/person.toml",
        'code = "something-else"\n    text = "Something else"',
        'code = "something-else"\n    text = "Other"',
        f"en: {LEDER}/person.toml: P6: option something-else, a button: says 'Other': say something else",
    ),
    Break(
        "a word that presses",
        f"{LEDER}/home.toml",
        'hint = "For example, going out or seeing friends."',
        'hint = "You should tell us all of it."',
        f"en: {LEDER}/home.toml: L6: hint: says 'should': nobody has to do anything here",
    ),
    Break(
        "two questions in one",
        f"{LEDER}/care.toml",
        'text = "Did the staff know {name} well?"',
        'text = "Did the staff know {name} well and were they kind?"',
        f"en: {LEDER}/care.toml: S3: question: a question that joins two with 'and'",
    ),
    Break(
        "a question that can't be skipped",
        f"{LEDER}/person.toml",
        'link_id = "P3"\n',
        'link_id = "P3"\nrequired = true\n',
        f"{LEDER}/person.toml: P3: a question that can't be skipped",
    ),
    Break(
        "a stale helpline",
        "dialogs/leder/programme.toml",
        'name = "samaritans"\n',
        'name = "samaritans"\nlast_checked_before = 2020-01-01\n',
        "dialogs/leder/programme.toml: samaritans was last checked on 2020-01-01; programme office sees to it",
    ),
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], list[str]]:
    """A copy of the house, and what `interview check` says of it."""
    root = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(HOUSE / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    _run(root, "--language", "en", "--publish")
    _break(root)
    said = _run(root).stderr.splitlines()
    return lambda: said


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
def test_a_broken_copy_is_named(copied: Callable[[], list[str]], broken: Break) -> None:
    assert [line for line in copied() if line.startswith(broken.line)], broken.line


@pytest.mark.parametrize(
    ("file", "part"), [("home.toml", "L5-what"), ("health.toml", "H4a"), ("care.toml", "S5"), ("person.toml", "P3")]
)
def test_a_published_version_that_was_changed(copied: Callable[[], list[str]], file: str, part: str) -> None:
    line = f"{LEDER}/{file}: {part}: was changed in a published version; copy the folder to a new version instead"
    assert line in copied()


def test_what_was_not_changed_is_not_named(copied: Callable[[], list[str]]) -> None:
    assert not [line for line in copied() if "L5: was changed" in line]


def _break(root: Path) -> None:
    for broken in BREAKS:
        path = root / broken.file
        text = path.read_text(encoding="utf-8")
        assert text.count(broken.old) == 1, broken.name
        path.write_text(text.replace(broken.old, broken.new), encoding="utf-8")
    programme = root / "dialogs/leder/programme.toml"
    text = programme.read_text(encoding="utf-8")
    before, after = text.split("last_checked_before = 2020-01-01\n")
    after = after.replace("last_checked = 2026-11-22", "last_checked = 2020-01-01", 1)
    programme.write_text(before + after, encoding="utf-8")


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "check", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
