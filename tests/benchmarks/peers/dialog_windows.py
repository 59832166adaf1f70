"""The interview as windows of aiogram-dialog, one for each kind of question."""

from __future__ import annotations

from typing import Any

from aiogram import Dispatcher, F, Router
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Multiselect, Select
from aiogram_dialog.widgets.text import Const, Format

from tests.benchmarks.peers.aiogram_server import serve
from tests.benchmarks.peers.interview import CHECK, DONE, FINISHED, FIRST, QUESTIONS, SAVED, after, summary


class Interview(StatesGroup):
    """A window each."""

    choice = State()
    multiple = State()
    text = State()
    saved = State()
    check = State()


STATES = {"choice": Interview.choice, "multiple": Interview.multiple, "text": Interview.text}


async def shown(dialog_manager: DialogManager, **_kwargs: Any) -> dict[str, Any]:
    """What the window of a question shows."""
    question = QUESTIONS[dialog_manager.dialog_data["at"]]
    return {"html": question.html, "options": question.options, "extras": question.extras}


async def shown_at_check(dialog_manager: DialogManager, **_kwargs: Any) -> dict[str, Any]:
    """All answers."""
    return {"html": summary(dialog_manager.dialog_data["given"])}


async def go(manager: DialogManager) -> None:
    """The window of what follows."""
    at = manager.dialog_data["at"] = after(manager.dialog_data["at"], manager.dialog_data["given"])
    await manager.switch_to(Interview.check if at == CHECK else STATES[QUESTIONS[at].kind])


async def begun(data: dict[str, str], manager: DialogManager) -> None:
    """The dialog starts at the first question."""
    manager.dialog_data.update(given={}, at=data["at"])


async def chosen(_query: CallbackQuery, _widget: Any, manager: DialogManager, code: str) -> None:
    """An option, or a way around the question."""
    manager.dialog_data["given"][manager.dialog_data["at"]] = code
    await go(manager)


async def onward(_query: CallbackQuery, _widget: Any, manager: DialogManager) -> None:
    """The answer is complete."""
    if picked := manager.find("several").get_checked():
        manager.dialog_data["given"][manager.dialog_data["at"]] = picked
        await manager.find("several").reset_checked()
    await go(manager)


async def said(message: Message, _widget: Any, manager: DialogManager) -> None:
    """Words."""
    given, at = manager.dialog_data["given"], manager.dialog_data["at"]
    given[at] = f"{given.get(at, '')}\n{message.text}".strip()
    await manager.switch_to(Interview.saved)


async def finished(query: CallbackQuery, _widget: Any, manager: DialogManager) -> None:
    """The end."""
    assert isinstance(query.message, Message)
    await query.message.answer(DONE)
    await manager.done()


def _select(name: str, items: str) -> Any:
    return Column(Select(Format("{item[1]}"), id=name, item_id_getter=lambda i: i[0], items=items, on_click=chosen))


def _several() -> Any:
    kind = Multiselect(
        Format("☑ {item[1]}"), Format("{item[1]}"), id="several", item_id_getter=lambda i: i[0], items="options"
    )
    return Column(kind)


def dialog() -> Any:
    """All windows."""
    question, around = Format("{html}"), _select("around", "extras")
    to_next = Button(Const("Next"), id="next", on_click=onward)
    words = MessageInput(said)
    return Dialog(
        Window(question, _select("one", "options"), around, state=Interview.choice, getter=shown),
        Window(question, _several(), to_next, around, state=Interview.multiple, getter=shown),
        Window(question, around, words, state=Interview.text, getter=shown),
        Window(Const(SAVED), to_next, words, state=Interview.saved),
        Window(
            question,
            Button(Const(FINISHED), id="finished", on_click=finished),
            state=Interview.check,
            getter=shown_at_check,
        ),
        on_start=begun,
    )


async def start(_message: Message, dialog_manager: DialogManager) -> None:
    """The first question."""
    await dialog_manager.start(Interview.choice, data={"at": FIRST}, mode=StartMode.RESET_STACK)


if __name__ == "__main__":
    dispatcher, router = Dispatcher(), Router()
    router.message.register(start, CommandStart(), F.chat.type == "private")
    dispatcher.include_router(router)
    dispatcher.include_router(dialog())
    setup_dialogs(dispatcher)
    serve(dispatcher)
