"""List where each command is. A command's module is imported when the command is run, or when help lists them all."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Annotated, Any

from typer import Exit, Option, Typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS = {
    "demo": "bot.cli.demo:demo",
    "rehearse": "bot.cli.rehearse:rehearse",
    "run": "bot.cli.service:run",
    "migrate": "bot.cli.service:migrate",
    "reviewer": "bot.cli.reviewers:app",
    "review": "bot.cli.reviews:app",
    "handover": "bot.cli.handover:handover",
    "invite": "bot.cli.inviting:invite",
    "invitations": "bot.cli.invitations:invitations",
    "invitation": "bot.cli.invitations:app",
    "revoke": "bot.cli.invitations:revoke",
    "renew": "bot.cli.inviting:renew",
    "letter": "bot.cli.inviting:letter",
    "flags": "bot.cli.flags:flags",
    "flag": "bot.cli.flags:app",
    "record": "bot.cli.records:record",
    "export": "bot.cli.exporting:export",
    "withdraw": "bot.cli.records:withdraw",
    "erase": "bot.cli.records:erase",
    "retention": "bot.cli.retention:retention",
    "keys": "bot.cli.keys:app",
    "audit": "bot.cli.audit:app",
    "backup": "bot.cli.backups:backup",
    "restore": "bot.cli.backups:restore",
    "dead-letters": "bot.cli.dead_letters:app",
    "questionnaire": "bot.cli.questionnaire:questionnaire",
    "check": "bot.cli.check:check",
    "doctor": "bot.cli.doctor:doctor",
}


def _say_version(asked: bool) -> None:
    if asked:
        from bot import version

        print(f"interview {version()}")
        raise Exit


def interview() -> Any:
    """The whole command line."""
    about = "Invite families and friends to a LeDeR review, and read what they answered."
    app = Typer(name="interview", cls=_Commands, help=about, add_completion=False, rich_markup_mode=None)
    app.callback()(_first)
    return get_command(app)


def _first(
    version: Annotated[
        bool, Option("--version", help="Say which version this is.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Take what stands before the command."""


class _Commands(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _load(cmd_name, COMMANDS[cmd_name]) if cmd_name in COMMANDS else None


def _load(name: str, where: str) -> Any:
    """The command or the group of commands at `module:name`."""
    module, _, attribute = where.partition(":")
    found = getattr(import_module(module), attribute)
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    if isinstance(found, Typer):
        return get_command(found)
    alone = Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(found)
    return get_command(alone)
