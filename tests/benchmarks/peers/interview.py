"""The interview as a bot's author would hold it: the same questions as the product's, in the same order, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dialogs import leder
from dialogs.questionnaire import AnswerOption, Item, ItemType

PEOPLE = {"name": "Margaret", "invitee": "Ann", "reviewer": "Jo Carter"}
CHECK = "check"
DONE = "Thank you for telling us about Margaret."
SAVED = "Saved. Write more, or press Next."
FINISHED = "I have finished"


@dataclass(frozen=True, slots=True)
class Question:
    """One step; `options` as (code, label); `extras` are the ways around it."""

    code: str
    kind: str
    text: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    extras: tuple[tuple[str, str], ...] = ()
    item: Item | None = None

    @property
    def html(self) -> str:
        """The question in bold, the hint in italics, the options numbered."""
        listed = "\n".join(label for _, label in self.options) if len(self.options) > 1 else ""
        parts = (f"<b>{self.text}</b>", f"<i>{self.hint}</i>" if self.hint else "", listed)
        return "\n\n".join(p for p in parts if p)


def _fill(text: str) -> str:
    return text.format(**PEOPLE)


def _extras(item: Item) -> Iterator[tuple[str, str]]:
    if not item.required:
        yield "skip", "Skip"
    if item.unsure:
        yield "unsure", "I do not know"
    if item.decline:
        yield "decline", "Rather not say"


def _labels(options: Iterable[AnswerOption]) -> tuple[tuple[str, str], ...]:
    return tuple((o.code, f"{n}. {o.text}") for n, o in enumerate(options, 1))


def _question(item: Item) -> Question:
    hint = _fill(item.hint)
    kind = item.type.value if item.type is not ItemType.DATE else ItemType.TEXT.value
    text = _fill(item.text)
    return Question(item.link_id, kind, text, hint, _labels_filled(item), tuple(_extras(item)), item)


def _labels_filled(item: Item) -> tuple[tuple[str, str], ...]:
    return tuple((code, _fill(label)) for code, label in _labels(item.options))


def _all() -> Iterator[Question]:
    questionnaire = leder.load()
    for code in (*questionnaire.setup, *(i.link_id for i in questionnaire.questions)):
        if code in questionnaire.screens:
            screen = questionnaire.screens[code]
            text = "\n\n".join(_fill(p) for p in screen.paragraphs)
            yield Question(code, "choice", text, options=(("ok", screen.button),))
        else:
            yield _question(questionnaire.items[code])


QUESTIONS: Mapping[str, Question] = {q.code: q for q in _all()}
ORDER = (*QUESTIONS, CHECK)
FIRST = ORDER[0]

Given = Mapping[str, str | list[str]]


def after(code: str, given: Given) -> str:
    """The question that follows, or CHECK."""
    return next(c for c in ORDER[ORDER.index(code) + 1 :] if c == CHECK or _applies(QUESTIONS[c], given))


def _applies(question: Question, given: Given) -> bool:
    conditions = question.item.enable_when if question.item else ()
    return all(given.get(w.question) in w.any_of for w in conditions)


def summary(given: Given) -> str:
    """All answers, to check before the end."""
    lines = [f"<b>{QUESTIONS[c].text}</b>\n{v if isinstance(v, str) else ', '.join(v)}" for c, v in given.items()]
    return "\n\n".join(("These are all your answers. Please check them.", *lines))[:4000]
