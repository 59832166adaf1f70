"""The interview as python-telegram-bot's ConversationHandler, kept by PicklePersistence."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from tests.benchmarks.peers.interview import CHECK, DONE, FINISHED, FIRST, QUESTIONS, SAVED, Question, after, summary
from tests.benchmarks.peers.ptb_server import builder, serve
from tests.benchmarks.peers.setting import FOLDER

ASKED, CHECKED = range(2)


def keyboard(question: Question, picked: list[str]) -> InlineKeyboardMarkup:
    """A button an option, a row each."""
    several = question.kind == "multiple"
    verb = "toggle" if several else "choose"
    rows = [
        [
            InlineKeyboardButton(
                f"☑ {label}" if code in picked else label, callback_data=f"{verb}:{question.code}:{code}"
            )
        ]
        for code, label in question.options
    ]
    if several:
        rows.append([_onward(question.code)])
    rows += [[InlineKeyboardButton(t, callback_data=f"choose:{question.code}:{c}")] for c, t in question.extras]
    return InlineKeyboardMarkup(rows)


def _onward(code: str) -> InlineKeyboardButton:
    return InlineKeyboardButton("Next", callback_data=f"next:{code}")


async def ask(message: Message, data: dict[str, Any], code: str) -> int:
    """The next question, or the check."""
    if code == CHECK:
        button = InlineKeyboardButton(FINISHED, callback_data="finished")
        await message.reply_text(
            summary(data["given"]), parse_mode=ParseMode.HTML, reply_markup=InlineKeyboardMarkup([[button]])
        )
        return CHECKED
    data["at"] = code
    question = QUESTIONS[code]
    await message.reply_text(question.html, parse_mode=ParseMode.HTML, reply_markup=keyboard(question, []))
    return ASKED


def _pressed(update: Update) -> tuple[CallbackQuery, Message, list[str]]:
    query = update.callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    return query, query.message, (query.data or "").split(":")


async def start(update: Update, context: Any) -> int:
    """The first question."""
    assert update.message is not None
    context.user_data["given"] = {}
    return await ask(update.message, context.user_data, FIRST)


async def chosen(update: Update, context: Any) -> int:
    """An option, or a way around the question."""
    query, message, (_, question, code) = _pressed(update)
    await query.answer()
    context.user_data["given"][question] = code
    return await ask(message, context.user_data, after(question, context.user_data["given"]))


async def toggled(update: Update, context: Any) -> int:
    """One of several options."""
    query, _, (_, question, code) = _pressed(update)
    await query.answer()
    picked: list[str] = context.user_data["given"].setdefault(question, [])
    picked.remove(code) if code in picked else picked.append(code)
    await query.edit_message_reply_markup(keyboard(QUESTIONS[question], picked))
    return ASKED


async def onward(update: Update, context: Any) -> int:
    """The answer is complete."""
    query, message, (_, question) = _pressed(update)
    await query.answer()
    return await ask(message, context.user_data, after(question, context.user_data["given"]))


async def said(update: Update, context: Any) -> int:
    """Words."""
    assert update.message is not None
    at, given = context.user_data["at"], context.user_data["given"]
    given[at] = f"{given.get(at, '')}\n{update.message.text}".strip()
    await update.message.reply_text(SAVED, reply_markup=InlineKeyboardMarkup([[_onward(at)]]))
    return ASKED


async def finished(update: Update, context: Any) -> int:
    """The end."""
    query, message, _ = _pressed(update)
    await query.answer()
    context.user_data.clear()
    await message.reply_text(DONE)
    return ConversationHandler.END


def conversation() -> ConversationHandler[Any]:
    """The states and what is heard in each."""
    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            ASKED: [
                CallbackQueryHandler(chosen, "^choose:"),
                CallbackQueryHandler(toggled, "^toggle:"),
                CallbackQueryHandler(onward, "^next:"),
                MessageHandler(filters.TEXT & ~filters.COMMAND, said),
            ],
            CHECKED: [CallbackQueryHandler(finished, "^finished$")],
        },
        fallbacks=[CommandHandler("start", start)],
        name="interview",
        persistent=True,
    )


if __name__ == "__main__":
    application = builder().persistence(PicklePersistence(FOLDER / "conversations.pickle")).build()
    application.add_handler(conversation())
    serve(application)
