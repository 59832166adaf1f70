"""`interview questionnaire`: every item of the current version."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from typer import Option

from bot.cli.output import as_table
from bot.cli.visible import as_json
from dialogs import leder
from dialogs.inputs import AbsentReason
from dialogs.questionnaire import Item

HEADS = ("Item", "Section", "Type", "Question", "Codes")
WIDEST = 60


class Format(StrEnum):
    """The forms in which the questionnaire can be printed."""

    JSON = "json"


def questionnaire(format: Annotated[Format | None, Option(help="Else a table for people.")] = None) -> None:
    """Print every item: what is asked, and the codes that can answer it."""
    items = leder.load().items.values()
    if format is Format.JSON:
        print(as_json([as_data(item) for item in items]))
    else:
        print(as_table(HEADS, [_as_row(item) for item in items]))


def as_data(item: Item) -> dict[str, Any]:
    """An item for programs."""
    return {
        "link_id": item.link_id,
        "section": item.section,
        "type": str(item.type),
        "codes": list(item.codes),
        "text": item.text,
        "required": item.required,
        "repeats": item.repeats,
        "absent": _absent(item),
    }


def _absent(item: Item) -> list[str]:
    """The reasons for no answer that the question offers."""
    offered = {
        AbsentReason.SKIPPED: not item.required,
        AbsentReason.UNKNOWN: item.unsure,
        AbsentReason.DECLINED: item.decline,
    }
    return [reason.value for reason, is_offered in offered.items() if is_offered]


def _as_row(item: Item) -> tuple[str, ...]:
    text = item.text if len(item.text) <= WIDEST else f"{item.text[: WIDEST - 1]}…"
    return (item.link_id, item.section, item.type, text, " ".join(item.codes))
