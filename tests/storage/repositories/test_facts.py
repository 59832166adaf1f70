"""Small facts outlive a process."""

from __future__ import annotations

from storage.engine.unit_of_work import Store
from storage.repositories import facts


def test_facts_outlive_a_process_and_are_written_over(store: Store) -> None:
    with store.begin() as work:
        assert facts.fact(work, "username") is None
        facts.note(work, [("username", "a_bot"), ("alive", "1")])
        facts.note(work, [("username", "b_bot")])
        facts.note(work, [])
        work.commit()
    with store.read() as work:
        assert (facts.fact(work, "username"), facts.fact(work, "alive")) == ("b_bot", "1")
