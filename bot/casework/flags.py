"""Close the flags that a reviewer has seen to, and open them again."""

from __future__ import annotations

from bot.casework.access import Deed
from bot.casework.by import By
from dialogs.flags import OpenFlag
from storage.repositories import flags, reviews


def close(by: By, flag_id: int) -> OpenFlag:
    """Close a flag and give it back; NotFound if none of that number is open."""
    flag = flags.close_flag(by.work, flag_id, by.now)
    by.does(Deed.FLAG_CLOSE, reviews.review(by.work, flag.review), flag.invitation, flag=flag.id, kind=flag.kind)
    return flag


def reopen(by: By, flag_id: int) -> OpenFlag:
    """Open a flag again that was closed, and give it back; NotFound if there is none to open."""
    flag = flags.reopen_flag(by.work, flag_id)
    by.does(Deed.FLAG_REOPEN, reviews.review(by.work, flag.review), flag.invitation, flag=flag.id, kind=flag.kind)
    return flag
