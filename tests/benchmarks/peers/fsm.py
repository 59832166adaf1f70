"""The interview on aiogram's state machine. Where an answer is kept besides, the dispatcher's `keep` is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import F, Router
from aiogram.filters import CommandStart, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.benchmarks.peers.interview import (
    CHECK,
    DONE,
    FINISHED,
    FIRST,
    QUESTIONS,
    SAVED,
    Question,
    after,
    summary,
)

router = Router()

Keep = Callable[[int, str, str], Awaitable[None]]


class Choose(CallbackData, prefix="choose"):
    """An option of a question with one answer, or a way around it."""

    question: str
    code: str


class Toggle(CallbackData, prefix="toggle"):
    """An option of a question with several."""

    question: str
    code: str


class Onward(CallbackData, prefix="next"):
    """The answer is complete."""

    question: str


class Interview(StatesGroup):
    """What kind of answer is waited for."""

    choice = State()
    multiple = State()
    text = State()
    check = State()


STATES = {"choice": Interview.choice, "multiple": Interview.multiple, "text": Interview.text}


def _button(text: str, data: CallbackData) -> list[InlineKeyboardButton]:
    return [InlineKeyboardButton(text=text, callback_data=data.pack())]


def keyboard(question: Question, picked: list[str]) -> InlineKeyboardMarkup:
    """A button an option, a row each."""
    several, code = question.kind == "multiple", question.code
    kind = Toggle if several else Choose
    rows = [_button(f"☑ {t}" if c in picked else t, kind(question=code, code=c)) for c, t in question.options]
    rows += [_button("Next", Onward(question=code))] if several else []
    rows += [_button(t, Choose(question=code, code=c)) for c, t in question.extras]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def ask(message: Message, state: FSMContext, code: str) -> None:
    """The next question, or the check."""
    if code == CHECK:
        data = await state.get_data()
        finish = InlineKeyboardButton(text=FINISHED, callback_data="finished")
        await state.set_state(Interview.check)
        markup = InlineKeyboardMarkup(inline_keyboard=[[finish]])
        await message.answer(summary(data["given"]), reply_markup=markup)
        return
    question = QUESTIONS[code]
    await state.set_state(STATES[question.kind])
    await state.update_data(at=code)
    await message.answer(question.html, reply_markup=keyboard(question, []))


async def note(state: FSMContext, keep: Keep | None, user: int, code: str, value: str | list[str]) -> dict[str, Any]:
    """Keep an answer."""
    data = await state.get_data()
    given = {**data["given"], code: value}
    await state.update_data(given=given)
    if keep:
        await keep(user, code, value if isinstance(value, str) else ", ".join(value))
    return given


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """The first question."""
    await state.set_data({"given": {}})
    await ask(message, state, FIRST)


@router.callback_query(StateFilter(Interview), Choose.filter(), F.message.as_("message"))
async def chosen(
    query: CallbackQuery, callback_data: Choose, message: Message, state: FSMContext, keep: Keep | None
) -> None:
    """An option, or a way around the question."""
    given = await note(state, keep, query.from_user.id, callback_data.question, callback_data.code)
    await query.answer()
    await ask(message, state, after(callback_data.question, given))


@router.callback_query(Interview.multiple, Toggle.filter(), F.message.as_("message"))
async def toggled(
    query: CallbackQuery, callback_data: Toggle, message: Message, state: FSMContext, keep: Keep | None
) -> None:
    """One of several options."""
    picked = (await state.get_data())["given"].get(callback_data.question, [])
    picked = [c for c in picked if c != callback_data.code] + [callback_data.code] * (callback_data.code not in picked)
    await note(state, keep, query.from_user.id, callback_data.question, picked)
    await query.answer()
    await message.edit_reply_markup(reply_markup=keyboard(QUESTIONS[callback_data.question], picked))


@router.callback_query(Onward.filter(), F.message.as_("message"))
async def onward(query: CallbackQuery, callback_data: Onward, message: Message, state: FSMContext) -> None:
    """The answer is complete."""
    await query.answer()
    given = (await state.get_data())["given"]
    await ask(message, state, after(callback_data.question, given))


@router.message(Interview.text, F.text.as_("words"))
async def said(message: Message, words: str, state: FSMContext, keep: Keep | None) -> None:
    """Words."""
    data = await state.get_data()
    before = data["given"].get(data["at"], "")
    await note(state, keep, message.chat.id, data["at"], f"{before}\n{words}".strip())
    markup = InlineKeyboardMarkup(inline_keyboard=[_button("Next", Onward(question=data["at"]))])
    await message.answer(SAVED, reply_markup=markup)


@router.callback_query(Interview.check, F.data == "finished", F.message.as_("message"))
async def finished(query: CallbackQuery, message: Message, state: FSMContext) -> None:
    """The end."""
    await state.clear()
    await query.answer()
    await message.answer(DONE)
