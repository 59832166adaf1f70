"""The texts that a family can meet, taken out of the house as it stands: each msgid with its places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_dir

HOUSE = Path(__file__).parent.parent
ROOMS = frozenset({"dialogs", "bot"})
# The first that fits a file counts. What only reviewers see is English and not in here.
MAPPING = (
    ("dialogs/reviewer_bot/**", "ignore"),
    ("dialogs/review.py", "ignore"),
    ("dialogs/**.py", "locales.extracting:phrases"),
    ("bot/families/**.py", "locales.extracting:phrases"),
    ("dialogs/leder/**.toml", "locales.extracting:questionnaire"),
    ("bot/web/console/**", "ignore"),
    ("bot/web/**.py", "locales.extracting:phrases"),
)


@dataclass(slots=True)
class Marked:
    """A msgid, the files it stands in and what it is there."""

    msgid: str
    files: list[str]
    places: list[str]


def marked(house: Path = HOUSE) -> list[Marked]:
    """Every text: the questionnaire, the phrases, the bot and the pages."""

    def wanted(folder: str) -> bool:
        rooms = Path(folder).relative_to(house).parts
        return not rooms or (rooms[0] in ROOMS and not rooms[-1].startswith((".", "_")))

    found = extract_from_dir(house, list(MAPPING), directory_filter=wanted)
    texts: dict[str, Marked] = {}
    for path, _, message, places, _ in sorted(found, key=lambda f: (not f[0].startswith("dialogs"), f[0][-2:], f[:2])):
        msgid = str(message)
        text = texts.setdefault(msgid, Marked(msgid, [], []))
        text.files = list(dict.fromkeys([*text.files, path]))
        text.places = list(dict.fromkeys([*text.places, *places]))
    return list(texts.values())
