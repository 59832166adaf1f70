"""The interview on aiogram's state machine. Where an answer is kept besides, the dispatcher's `keep` is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import F, Router
from aiogram.filters import CommandStart, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.keyboard import InlineKeyboardBuilder

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


def keyboard(question: Question, picked: list[str]) -> InlineKeyboardMarkup:
    """A button an option, a row each."""
    builder = InlineKeyboardBuilder()
    several = question.kind == "multiple"
    for code, label in question.options:
        data: CallbackData = (Toggle if several else Choose)(question=question.code, code=code)
        builder.button(text=f"☑ {label}" if code in picked else label, callback_data=data)
    if several:
        builder.button(text="Next", callback_data=Onward(question=question.code))
    for code, label in question.extras:
        builder.button(text=label, callback_data=Choose(question=question.code, code=code))
    return InlineKeyboardMarkup(inline_keyboard=builder.adjust(1).export())


async def ask(message: Message, state: FSMContext, code: str) -> None:
    """The next question, or the check."""
    if code == CHECK:
        data = await state.get_data()
        builder = InlineKeyboardBuilder().button(text=FINISHED, callback_data="finished")
        await state.set_state(Interview.check)
        await message.answer(summary(data["given"]), reply_markup=builder.as_markup())
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
    builder = InlineKeyboardBuilder().button(text="Next", callback_data=Onward(question=data["at"]))
    await message.answer(SAVED, reply_markup=builder.as_markup())


@router.callback_query(Interview.check, F.data == "finished", F.message.as_("message"))
async def finished(query: CallbackQuery, message: Message, state: FSMContext) -> None:
    """The end."""
    await state.clear()
    await query.answer()
    await message.answer(DONE)
