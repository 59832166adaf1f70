"""Every promise of the texts is proved by a test, and no test proves a promise that is not made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from locales.promises import faults, ids, promising
from locales.texts import Marked, marked
from tests.each import each

TESTS = Path(__file__).parents[1]


def proved(source: str) -> Iterator[str]:
    """Yield the ids that the tests of a module carry: a mark on anything else proves nothing."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.promise":
                    yield from (ast.literal_eval(promised) for promised in mark.args)


def test_promises_and_the_tests_that_prove_them_are_the_same() -> None:
    sources = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    carried = {promised for source in sources if "mark.promise(" in source for promised in proved(source)}
    assert carried == {*ids()}


def test_a_mark_is_found_on_tests_alone() -> None:
    mark = '@pytest.mark.promise("{}")\n{} {}():\n    ...\n'
    source = "".join(
        [mark.format("a", "def", "test_a"), mark.format("b", "async def", "test_b"), mark.format("c", "def", "c")]
    )
    assert [*proved(source)] == ["a", "b"]


def test_every_sentence_that_promises_is_on_the_list() -> None:
    assert [*faults(marked())] == []


@each(
    "sentence",
    [
        "It is private.",
        "Only {reviewer} can read this.",
        "Nobody else sees it.",
        "{reviewer} will answer your question.",
        "We never share this.",
        "We always keep it.",
        "This is not ever kept.",
        "Nothing is lost, and no one reads it.",
        "It is confidential.",
        "We do not share this with the family.",
        "They cannot see it.",
    ],
)
def test_a_new_sentence_that_promises_is_refused(sentence: str) -> None:
    text = Marked(f"Thank you. {sentence}", ["dialogs/phrases.py"], ["NEW"])
    found = [fault for fault in faults([*marked(), text]) if "dialogs/phrases.py: NEW" in fault]
    assert len(found) == 1
    assert repr(sentence) in found[0]


def test_a_question_promises_nothing() -> None:
    assert [promising(s) for s in ("Will you write?", "Would you like only these?", "Please write.")] == ["", "", ""]


def test_what_no_text_says_any_more_is_taken_out() -> None:
    without = [t for t in marked() if "Nothing is deleted." not in t.msgid]
    assert [*faults(without)] == ["wording.toml: no text says 'Nothing is deleted.' any more: take it out"]
