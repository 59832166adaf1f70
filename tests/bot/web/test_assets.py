"""The stylesheet: nothing in it says left or right, and what the page asks for in the dark, in print and on paper is there."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from bot.web.assets import stylesheet, trimmed

OURS = (files("bot.web") / "static" / "page.css").read_text(encoding="utf-8")
# What has no logical name: the edges of a screen with a notch, and the question whether a browser knows max().
ALLOWED = re.compile(r"safe-area-inset-(?:left|right)|@supports \(left:max\(calc\(0px\)\)\)")


def physical(css: str) -> list[str]:
    """Where a side is named, in properties and in values."""
    plain = ALLOWED.sub("", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return re.findall(r"[\w-]*\b(?:left|right)\b[^;}]*", plain)


def test_nothing_says_left_or_right() -> None:
    assert physical(stylesheet().content.decode()) == []


@pytest.mark.parametrize(
    "said", ["margin-left:1px", "float:right", "text-align:left", "left:0", "border-right-color:red"]
)
def test_what_says_it_is_found_and_turned(said: str) -> None:
    assert physical(f".a{{{said}}}")
    assert not physical(trimmed(f".nhsuk-button{{{said}}}"))


def test_sizes_that_follow_the_readers_own() -> None:
    """Words are in rem, so that they grow with what a browser is set to."""
    assert re.findall(r"font(?:-size)?:[^;}]*\dpx", OURS) == []


@pytest.mark.parametrize(
    "asked", ["prefers-color-scheme: dark", "forced-colors: active", "print", "prefers-reduced-motion"]
)
def test_what_a_reader_may_ask_for(asked: str) -> None:
    assert re.search(rf"@media \(?{asked}", OURS)


@pytest.mark.parametrize("said", ['content:"}"', 'content:"{"', "/* } */color:red", 'content:";.a{}"'])
def test_a_brace_in_words_or_in_a_comment_ends_no_rule(said: str) -> None:
    after = ".nhsuk-hint{color:blue}"
    assert trimmed(f".nhsuk-button{{{said}}}{after}").endswith(f"}}{after}")
    assert trimmed(f".nhsuk-tag{{{said}}}{after}") == after


def test_a_class_that_must_not_be_there_is_not_looked_for() -> None:
    css = ".nhsuk-skip-link:not(.nhsuk-elsewhere){width:1px!important}"
    assert trimmed(css) == css
