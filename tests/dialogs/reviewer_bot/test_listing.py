"""The list of invitations: where each stands, a new link, a revocation that is asked about once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dialogs.inputs import Choose
from dialogs.invitation import Invitation
from dialogs.response import Status
from dialogs.review import ReviewStatus
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.state import Move, Renew, Revoke
from tests.dialogs.reviewer_bot.desks import NOW, Reviewer, a_review, an_invitation
from tests.each import each

ANN, WHOSE = "\u2068Ann\u2069", "\u2068Margaret\u2069's review, LDR-1"


def at_desk(*invitations: Invitation, status: ReviewStatus = ReviewStatus.OPEN) -> Reviewer:
    """A reviewer with one review and these invitations."""
    return Reviewer(reviews=[a_review(status=status)], invitations=list(invitations))


def test_without_invitations_the_list_says_so() -> None:
    assert Reviewer().does("/invitations") == [phrases.NO_INVITATIONS]


def test_each_invitation_is_listed_with_its_status() -> None:
    under_way = an_invitation(
        "inv2",
        to="Bob",
        relationship="friend",
        bound=True,
        response=Status.IN_PROGRESS,
        asked=5,
        answered=3,
        about=50,
        last_activity=NOW,
    )
    jo = at_desk(an_invitation(), under_way)
    lines = [
        phrases.LISTED,
        f"LDR-1, \u2068Margaret\u2069: {ANN} (Sister), invitation inv1",
        "Not opened yet.",
        "The link works until 21 December 2026.",
        "LDR-1, \u2068Margaret\u2069: \u2068Bob\u2069 (Friend), invitation inv2",
        "Answering.",
        "3 of about 50 questions answered.",
        "Last active on 23 November 2026.",
    ]
    assert jo.does("/invitations") == ["\n\n".join(lines)]
    ids = ("inv1", "inv2")
    assert jo.buttons == tuple(f"choose:{verb}:{i}" for i in ids for verb in ("renew", "revoke"))


def test_what_a_reviewer_has_to_know_of_an_invitation_is_said() -> None:
    """A day that somebody asked for; questions that distress has stopped; the end of the way, when it is reached."""
    began: dict[str, Any] = {"bound": True, "asked": 9, "answered": 8}
    paused = an_invitation("inv1", **began, response=Status.PAUSED, about=50, comes_back=date(2026, 12, 20))
    halted = an_invitation("inv2", **began, response=Status.IN_PROGRESS, about=50, halted=True)
    done = an_invitation("inv3", **began, response=Status.COMPLETED, about=9)
    [listed] = at_desk(paused, halted, done).does("/invitations")
    first, second, third = (part.split("\n\n")[1:] for part in listed.split("invitation inv")[1:])
    assert first[:3] == [
        "Paused.",
        "They asked us to write again on 20 December 2026.",
        "8 of about 50 questions answered.",
    ]
    assert second[:2] == ["Answering.", phrases.ENTRY_HALTED]
    assert third[:2] == ["Finished.", "8 of 9 questions answered."]


def test_every_status_has_words() -> None:
    """The same words as in `invitations --json`."""
    assert {*Status, "issued", "held", "expired", "revoked"} == set(phrases.STATUSES)


def test_a_long_list_comes_in_pages() -> None:
    jo = at_desk(*(an_invitation(f"inv{n}") for n in range(1, 33)))
    assert [text.partition("\n")[0] for text in jo.does("/invitations")] == [
        phrases.LISTED,
        phrases.LISTED_MORE,
        phrases.LISTED_MORE,
    ]
    assert jo.buttons == ("choose:renew:inv31", "choose:revoke:inv31", "choose:renew:inv32", "choose:revoke:inv32")


def test_in_the_middle_of_something_else_the_list_says_how_to_change_it() -> None:
    jo = at_desk(an_invitation())
    assert jo.does("/invite", "/invitations")[0].startswith(phrases.LISTED_BUSY)


def test_a_new_link_is_asked_about_first() -> None:
    jo = at_desk(an_invitation())
    told = jo.does("/invitations", "choose:renew:inv1")[0]
    assert told.startswith(f"Shall we make a new link for {ANN}, in {WHOSE}?\n\n{phrases.RENEW_HINT}")
    assert not jo.deeds
    kept = phrases.LINK_STAYS.replace("{to}", ANN)
    assert jo.does("no") == [f"You chose: No.\n\n{kept}"]
    jo.does("/invitations", "choose:renew:inv1", "yes:renew")
    assert jo.deeds == [Renew(invitation="inv1", to="Ann", bound=False)]


@each(
    "changes", [{"revoked": True}, {"expires_at": NOW - timedelta(days=1)}, {"bound": True, "response": Status.PAUSED}]
)
def test_a_new_link_for_what_was_revoked_expired_or_bound(changes: dict[str, Any]) -> None:
    jo = at_desk(an_invitation(**changes))
    jo.does("/invitations", "choose:renew:inv1", "yes")
    assert [(d.invitation, d.bound) for d in jo.deeds if isinstance(d, Renew)] == [("inv1", "bound" in changes)]


@each("status", [Status.DECLINED, Status.STOPPED])
def test_who_has_said_no_is_asked_again_before_a_new_link(status: Status) -> None:
    for answer, made in [("no:renew", 0), ("yes:renew", 1)]:
        jo = at_desk(an_invitation(bound=True, response=status))
        assert jo.does("/invitations", "choose:renew:inv1")[0].startswith(f"Has {ANN} said yes to getting a new link?")
        jo.does(answer)
        assert len(jo.deeds) == made


@each(
    ("changes", "reason"),
    [
        ({"bound": True, "response": Status.WITHDRAWN}, phrases.WITHDRAWN_IS_FINAL),
        ({"erased": True, "to": None}, phrases.INVITATION_ERASED),
    ],
)
def test_what_is_final_gets_no_new_link(changes: dict[str, Any], reason: str) -> None:
    jo = at_desk(an_invitation(**changes))
    jo.does("/invitations")
    assert "choose:renew:inv1" not in jo.buttons
    assert jo.takes(Choose("renew", "inv1")) == [reason.replace("{to}", ANN)]
    assert not jo.deeds


@each(("status", "reason"), [(ReviewStatus.HELD, phrases.ON_HOLD), (ReviewStatus.CLOSED, phrases.CLOSED)])
def test_no_new_link_while_the_review_waits(status: ReviewStatus, reason: str) -> None:
    jo = at_desk(an_invitation(), status=status)
    jo.does("/invitations")
    assert jo.buttons == ("choose:revoke:inv1",)
    assert jo.takes(Choose("renew", "inv1")) == [reason.replace("{reference}", "LDR-1")]
    assert not jo.deeds


def test_a_revocation_is_asked_about_once() -> None:
    jo = at_desk(an_invitation())
    assert jo.does("/invitations", "choose:revoke:inv1")[0].startswith(
        f"Shall we revoke the invitation of {ANN} to {WHOSE}?"
    )
    assert not jo.deeds
    jo.does("yes:revoke")
    assert jo.deeds == [Revoke(invitation="inv1", to="Ann")]
    assert jo.does("/invitations")[0].split("\n\n")[2] == "Revoked."
    assert jo.buttons == ("choose:renew:inv1",)


def test_a_no_leaves_the_invitation_as_it_was() -> None:
    jo = at_desk(an_invitation())
    kept = phrases.NOT_REVOKED.replace("{to}", ANN)
    assert jo.does("/invitations", "choose:revoke:inv1", "2") == [f"You chose: No.\n\n{kept}"]
    assert (jo.left.task, jo.deeds) == (None, [])


def test_two_taps_make_one_link() -> None:
    """The second would end the link of the first."""
    jo = at_desk(an_invitation())
    jo.does("/invitations", "choose:renew:inv1")
    assert jo.presses("choose:renew:inv1")[0].startswith(phrases.OLD_BUTTON)
    jo.does("yes")
    assert jo.presses("yes:renew")[0].startswith(phrases.OLD_BUTTON)
    assert len(jo.deeds) == 1


def test_an_invitation_in_the_wrong_review_is_moved_before_it_is_opened() -> None:
    jo = at_desk(an_invitation())
    jo.reviews += [a_review("LDR-2", person="Peg"), a_review("LDR-3", status=ReviewStatus.HELD)]
    jo.does("/invitations")
    assert jo.buttons == ("choose:renew:inv1", "choose:revoke:inv1", "choose:move:inv1")
    which = phrases.MOVE_WHERE.replace("{to}", ANN)
    assert jo.does("choose:move:inv1") == [f"{which}\n\nLDR-2: \u2068Peg\u2069"]
    sure = (
        "Shall the invitation of {to} go from \u2068Margaret\u2069's review, LDR-1, to \u2068Peg\u2069's review, LDR-2?"
    )
    assert sure.replace("{to}", ANN) in jo.does("ldr-2")[0]
    assert not jo.deeds
    jo.does("yes:move")
    assert jo.deeds == [Move(invitation="inv1", to="Ann", review="ldr2", reference="LDR-2")]


@each(
    "changes",
    [{"bound": True, "response": Status.PAUSED}, {"response": Status.OPENED}, {"revoked": True}, {"erased": True}],
)
def test_what_was_opened_stays_in_its_review(changes: dict[str, Any]) -> None:
    """Also where that happened while the reviewer was choosing."""
    jo = at_desk(an_invitation(**changes))
    jo.reviews += [a_review("LDR-2", person="Peg")]
    jo.does("/invitations")
    assert "choose:move:inv1" not in jo.buttons
    jo.invitations = [an_invitation()]
    jo.does("/invitations", "choose:move:inv1", "Peg")
    jo.invitations = [an_invitation(**changes)]
    assert jo.does("yes") == [phrases.NOT_MOVED.replace("{to}", ANN)]
    assert (jo.left.task, jo.deeds) == (None, [])


def test_an_old_list_does_nothing() -> None:
    jo = at_desk(an_invitation())
    jo.does("/invitations")
    old = jo.where("choose:renew:inv1")
    jo.does("/invite", "/cancel")
    assert jo.presses("choose:renew:inv1", at=old) == [phrases.OLD_LIST]
    assert not jo.deeds


def test_an_invitation_of_another_reviewer_is_not_known_here() -> None:
    jo = at_desk(an_invitation())
    assert jo.takes(Choose("renew", "inv9")) == [phrases.OLD_LIST]
    assert jo.takes(Choose("revoke", "inv9")) == [phrases.OLD_LIST]


def test_what_is_revoked_is_not_revoked_again() -> None:
    jo = at_desk(an_invitation())
    jo.does("/invitations", "choose:revoke:inv1")
    jo.invitations = [an_invitation(revoked=True)]
    assert jo.does("yes:revoke") == [phrases.ALREADY_REVOKED.replace("{to}", ANN)]
    assert (jo.left.task, jo.deeds) == (None, [])


def test_an_invitation_that_went_meanwhile_is_left_alone() -> None:
    jo = at_desk(an_invitation())
    jo.does("/invitations", "choose:revoke:inv1")
    jo.invitations = []
    assert jo.does("yes:revoke") == [phrases.OLD_LIST]
    assert not jo.deeds


def test_the_invitations_of_a_review_stand_together() -> None:
    made = [("inv1", "LDR-2"), ("inv2", "LDR-1"), ("inv3", "LDR-2"), ("inv4", "LDR-1")]
    jo = Reviewer(reviews=[a_review("LDR-2"), a_review("LDR-1")], invitations=[an_invitation(*one) for one in made])
    heads = [line for line in jo.does("/invitations")[0].split("\n\n") if ", invitation inv" in line]
    assert [(head[:5], head[-4:]) for head in heads] == [
        ("LDR-2", "inv1"),
        ("LDR-2", "inv3"),
        ("LDR-1", "inv2"),
        ("LDR-1", "inv4"),
    ]


def labels(jo: Reviewer) -> list[str]:
    """What stands on the buttons of the last message."""
    return [label.replace("\u2068", "").replace("\u2069", "") for row in jo.shown[-1].rows for label, _ in row]


def test_buttons_name_whom_they_are_about_and_tell_two_of_one_name_apart() -> None:
    """No line has a number, since none could be typed."""
    made = [("inv1", "LDR-1", "Ann"), ("inv2", "LDR-2", "Ann"), ("inv3", "LDR-2", "Bob"), ("inv4", "LDR-2", "Bob")]
    invited = [an_invitation(number, review, to=to) for number, review, to in made]
    jo = Reviewer(reviews=[a_review("LDR-1"), a_review("LDR-2")], invitations=invited)
    jo.does("/invitations")
    assert [label for label in labels(jo) if label.startswith("Revoke")] == [
        "Revoke: Ann, LDR-1",
        "Revoke: Ann, LDR-2",
        "Revoke: Bob, inv3",
        "Revoke: Bob, inv4",
    ]
    assert labels(jo)[:3] == ["New link: Ann, LDR-1", "Revoke: Ann, LDR-1", "Move: Ann, LDR-1"]


def busy() -> Reviewer:
    """A reviewer with three reviews, and more invitations in two of them than fit in one message."""
    people = {"LDR-2026-117": "Margaret", "LDR-2026-118": "Thomas", "LDR-2026-119": "Asha"}
    made = [("LDR-2026-117", n) for n in range(20)] + [("LDR-2026-118", n) for n in range(20, 22)]
    return Reviewer(
        reviews=[a_review(reference, person=person) for reference, person in people.items()],
        invitations=[an_invitation(f"inv{n}", reference, to=f"Ann{chr(97 + n)}") for reference, n in made],
    )


def listed(text: str) -> list[int]:
    """The numbers of the invitations that are shown."""
    return [n for n in range(22) if f"invitation inv{n}\n" in text]


def test_of_very_many_it_is_asked_which_are_wanted() -> None:
    jo = busy()
    [asked] = jo.does("/invitations")
    assert asked.startswith("You have 22 invitations. Of which review shall we show them?")
    assert labels(jo) == ["LDR-2026-117: Margaret", "LDR-2026-118: Thomas", "All of them"]
    [shown] = jo.does("choose:list:ldr2026118")
    assert listed(shown) == [20, 21]
    jo.does("choose:revoke:inv21", "yes:revoke")
    assert jo.deeds == [Revoke(invitation="inv21", to="Annv")]
    assert len(jo.does("choose:list:all")) == 2
    assert jo.does("choose:list:ldr2026117")[0].startswith(phrases.LISTED)
    assert jo.takes(Choose("list", "another")) == [phrases.NO_SUCH_REVIEW]


@each(
    "words",
    [
        *("/invitations LDR-2026-118", "invitations ldr 2026 118", "Invitations for Thomas", "/invitations of 118"),
        *("LDR-2026-118", "ldr 2026 118", "118", "Thomas"),
    ],
)
def test_the_invitations_of_one_review_are_asked_for_in_words(words: str) -> None:
    jo = busy()
    [shown] = jo.does(words)
    assert (listed(shown), jo.left.task) == ([20, 21], None)


def test_a_review_of_nobody_else_and_one_without_invitations() -> None:
    jo = busy()
    assert jo.does("/invitations LDR-9") == [phrases.NO_SUCH_REVIEW]
    assert jo.does("/invitations Asha") == [phrases.NOBODY_INVITED.replace("{reference}", "LDR-2026-119")]
    [begun] = jo.does("/review")
    [*shown, again] = jo.does("/invitations 118")
    assert (shown[0].startswith(phrases.LISTED_BUSY), again, jo.buttons) == (True, begun, ())
