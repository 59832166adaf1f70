"""The stylesheet and the script, made once at the start and named by their content, so that a browser keeps them; and drawings.

The NHS stylesheet comes built in a wheel. What no template uses is left out, fonts from elsewhere too, and left and right
become start and end, so that languages from right to left need nothing of their own.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import files as files_of
from importlib.resources import files
from itertools import groupby, pairwise
from pathlib import Path

import tinycss2
from markupsafe import Markup
from tinycss2.ast import AtRule, Declaration, IdentToken, LiteralToken, Node, QualifiedRule

BLOCKS = frozenset(
    [
        "body",
        "body-l",
        "body-m",
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
_DRAWING = re.compile(r'<symbol id="([\w-]+)" viewBox="0 0 48 48">(.*)</symbol>')
_SHOWN = (
    '<svg class="page-drawing" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">{}</svg>'
)
# A property that names a side, and the values that do, by their property.
_SIDED = re.compile(r"(?:(margin|padding|border)-)?(left|right)((?:-\w+)*)")
_SIDED_VALUES = {"float": "inline-", "justify-content": "", "text-align": ""}
_SIDES = {"left": "start", "right": "end"}
_AT_RULES_DROPPED = ("font-face", "charset")
# Each may use those before it.
SCRIPTS = ("drafts.js", "staying.js", "reading.js", "page.js")
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


def drawings() -> dict[str, Markup]:
    """Return the drawings of Easy Read by name: part of the page, no request of their own, and nothing for a screen reader."""
    sheet = (files("bot.web") / "static" / "pictures.svg").read_text(encoding="utf-8")
    return {name: Markup(_SHOWN.format(lines)) for name, lines in _DRAWING.findall(sheet)}  # noqa: S704 - a file of ours


def asset(name: str, ending: str, kind: str, text: str) -> Asset:
    """A file of this content."""
    content = text.encode()
    mark = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"{name}-{mark}.{ending}", kind, content, gzip.compress(content, 9, mtime=0))


def trimmed(css: str) -> str:
    """The rules whose every class is of a block that is used, with start and end instead of left and right."""
    return "".join(_kept(tinycss2.parse_stylesheet(css)))


def _kept(rules: Iterable[Node]) -> Iterator[str]:
    for rule in rules:
        match rule:
            case QualifiedRule() if wanted := [s for s in _selectors(rule) if _is_used(s)]:
                yield f"{','.join(map(tinycss2.serialize, wanted))}{{{_declarations(rule)}}}"
            case AtRule(content=list(inside)) if rule.lower_at_keyword not in _AT_RULES_DROPPED:
                inner = "".join(_kept(tinycss2.parse_rule_list(inside)))
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}" if inner else ""


def _selectors(rule: QualifiedRule) -> list[list[Node]]:
    return [[*part] for is_comma, part in groupby(rule.prelude, lambda node: _is(node, ",")) if not is_comma]


def _is_used(selector: Iterable[Node]) -> bool:
    """Tell whether each class is of a block that is used; one inside `:not()` need not be there."""
    names = [name.value for dot, name in pairwise(selector) if _is(dot, ".") and isinstance(name, IdentToken)]
    return all(name.removeprefix("nhsuk-").split("__")[0].split("--")[0] in BLOCKS for name in names)


def _is(node: Node, sign: str) -> bool:
    return isinstance(node, LiteralToken) and node.value == sign


def _declarations(rule: QualifiedRule) -> str:
    return ";".join(_turned(d) for d in tinycss2.parse_blocks_contents(rule.content) if isinstance(d, Declaration))


def _turned(declaration: Declaration) -> str:
    name, value = declaration.name, tinycss2.serialize(declaration.value)
    if sided := _SIDED.fullmatch(name):
        name = f"{sided[1] or 'inset'}-inline-{_SIDES[sided[2]]}{sided[3]}"
    if name in _SIDED_VALUES and value in _SIDES:
        value = f"{_SIDED_VALUES[name]}{_SIDES[value]}"
    return f"{name}:{value}{'!important' if declaration.important else ''}"
