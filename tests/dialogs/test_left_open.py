"""A follow-up that was left open in one part is not asked in the middle of another."""

from __future__ import annotations

from tests.dialogs.tiny import press, until


def test_a_follow_up_waits_for_its_own_part() -> None:
    driver = press(until("N1"), "choose:N1:yes")
    assert driver.response.at == "N1-what"
    press(driver, "open:hub", "open:P")
    assert driver.response.at.startswith(("P", "section-P"))
    press(driver, "open:hub", "open:N")
    assert driver.response.at == "N1-what"
