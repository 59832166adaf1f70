"""Templates -> HTML. Everything is escaped; a template speaks through `say`, in the language of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from bot.web import phrases as ours
from bot.web.assets import Asset, drawings, script, stylesheet
from dialogs import helplines
from dialogs import phrases as theirs
from dialogs.door import door
from dialogs.languages import name_of
from dialogs.leder import load
from dialogs.leder.facts import in_force
from dialogs.numbers import Number, pieces
from dialogs.text import Text, fill, runs_left, say
from dialogs.whose import phrases as whose
from locales import is_right_to_left, speech, tag

# What ends a sentence, or closes a bracket, in any of the scripts.
_STOPS = re.compile('[.,;:!?\u2026\u06d4\u061f\u060c\u0964)\u00bb\u201d"\u2069]+')


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates and what they refer to."""

    environment: Environment
    stylesheet: Asset
    script: Asset

    @property
    def assets(self) -> tuple[Asset, ...]:
        """Return the files that are served with the pages."""
        return self.stylesheet, self.script

    @classmethod
    def made(cls) -> Pages:
        """Made once, at the start."""
        loader = ChoiceLoader([PackageLoader("bot.web"), PackageLoader("nhsuk_frontend_jinja")])
        # The NHS macros ask for parameters of parameters that nobody gave.
        # A template does not change while the service runs: nobody need look at its file for each page.
        environment = Environment(
            loader=loader,
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=ChainableUndefined,
        )
        pages = cls(environment, stylesheet(), script())
        environment.globals |= {
            "ours": ours,
            "theirs": theirs,
            "whose": whose,
            "stylesheet": pages.stylesheet.name,
            "script": pages.script.name,
            "drawings": drawings(),
            "door": lambda language: door(load(), language),
            "flow": flow,
            "help_lines": helplines.ON_EACH_PAGE,
        }
        environment.filters["numbers"] = with_numbers
        return pages

    def render(self, template: str, language: str, names: Mapping[str, str] | None = None, **values: Any) -> str:
        """The page in this language. `names` are those that its texts may use; before anybody is known there are none."""
        how, facts = speech(language), {**in_force().values, **(names or {})}

        def spoken(text: str | Text, **more: Any) -> str:
            return fill(text if isinstance(text, Text) else say(text, **more), how, facts)

        def in_english(text: str) -> str:
            english = how.beside(say(text))
            return fill(say(text), english, facts) if english else ""

        return self.environment.get_template(template).render(
            say=spoken,
            in_english=in_english,
            language=language,
            html_language=tag(language),
            direction=direction(language),
            name_of=name_of,
            tag=tag,
            direction_of=direction,
            hours=facts["hours"],
            kept_for=facts["keep_closed_months"],
            made_up=in_force().made_up,
            **values,
        )


def with_numbers(text: str) -> Markup:
    """Return a text of ours whose telephone numbers can be pressed, each in one piece with the full stop after it."""
    made, rest = Markup(""), [*pieces(text)]
    for place, (piece, number) in enumerate(rest):
        after = _STOPS.match(rest[place + 1][0]) if number and place + 1 < len(rest) else None
        before = _STOPS.match(piece) if number is None and place and rest[place - 1][1] else None
        made += _pressed(piece, number, after[0] if after else "") if number else piece[before.end() if before else 0 :]
    return made


def _pressed(shown: str, number: Number, stop: str) -> Markup:
    link = Markup('<a class="page-number" dir="ltr" href="{}">{}</a>').format(number.link, shown)
    return Markup('<span class="page-whole">{}{}</span>').format(link, stop) if stop else link


def direction(language: str) -> str:
    """The direction it is written in."""
    return "rtl" if is_right_to_left(language) else "ltr"


def flow(words: str) -> str:
    """Return the direction that most letters of a text have."""
    return "rtl" if runs_left(words) else "ltr"
