"""Close the flags that a reviewer has seen to."""

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
