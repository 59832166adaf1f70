"""Danger in what is typed: which kinds of it words may mean. Nothing is assessed; the lists are data (`leder/danger/*.toml`).

reading.py   brings words to one form: letters, apostrophes, contractions, text-speak, doubled letters, near misses
notation.py  reads the lists' small notation and makes steps of each line
places.py    takes these steps through a text, from all its places at once
weights.py   weighs the words of a message, where the lists have none for it
lists.py     holds all the lists, each pattern found by a word that it cannot do without
"""

from __future__ import annotations

from dialogs.danger.lists import Danger, heard, is_hurt, read

__all__ = ["Danger", "heard", "is_hurt", "read"]
