"""The sentences a reviewer is told without asking. The first is the news, the others say what can be done and how."""

from __future__ import annotations

from dialogs.text import N_
from dialogs.turn import HandoverNews, NoticeKind, ReviewNews

NOTICE_URGENT = N_("Urgent: please see {reference}.")
URGENT_LATE = N_("Its day is over, and it still waits.")
URGENT_HOW = N_("To see what it is, write /flags.")
MORE = N_("And {number} more times since {time}.")
ONCE_MORE = N_("And once more since {time}.")
NOTHING_TO_DO = N_("There is nothing for you to do.")
IN_THE_RECORD = N_("The words are in the record: whoever looks after this service can show it to you.")
SAY_WHEN_DONE = N_("Write /flags to say that it is done.")
MAKE_A_NEW_LINK = N_("For a new link, write /invitations.")
WHAT_IS_THERE = N_("To see who takes part, write /invitations. To see what waits for you, write /flags.")
PLEASE_PHONE = N_("Please phone {to}.")
NOTICES = {
    NoticeKind.OPENED: (N_("{reference}, {to}: the invitation was opened."), NOTHING_TO_DO),
    NoticeKind.NOT_THEM: (
        N_("{reference}, {to}: the link reached the wrong person. Nothing was shown to them."),
        PLEASE_PHONE,
        MAKE_A_NEW_LINK,
        SAY_WHEN_DONE,
    ),
    NoticeKind.PART_SENT: (N_("{reference}, {to} has finished a part. It is in the record."), NOTHING_TO_DO),
    NoticeKind.FINISHED: (
        N_("{reference}, {to} has finished. The answers are in the record."),
        N_("To see what {to} asks of you, write /flags."),
    ),
    NoticeKind.AMENDED: (
        N_("{reference}, {to} added something to the answers, or changed them. It is in the record."),
        IN_THE_RECORD,
    ),
    NoticeKind.DECLINED: (
        N_("{reference}, {to} does not want to take part. No reminder will be sent."),
        NOTHING_TO_DO,
    ),
    NoticeKind.ELSEWHERE: (
        N_("{reference}, {to} needs another way to take part."),
        PLEASE_PHONE,
        N_("Write /flags to see what is needed, and to say that it is done."),
    ),
    NoticeKind.STOPPED: (
        N_("{reference}, {to} has stopped. What was answered is in the record. No reminder will be sent."),
        NOTHING_TO_DO,
    ),
    NoticeKind.CAME_BACK: (N_("{reference}, {to} has come back after all."), NOTHING_TO_DO),
    NoticeKind.WITHDREW: (
        N_("{reference}, {to} withdrew. The answers are deleted."),
        N_("Please delete what you have copied from them, and what you have written down."),
    ),
    NoticeKind.ASKED_TO_TALK: (
        N_("{reference}, {to} asks to talk with you."),
        PLEASE_PHONE,
        N_("If {to} gave a number and a good time, they are in the record."),
        SAY_WHEN_DONE,
    ),
    NoticeKind.QUESTION: (N_("{reference}, {to} asks a question of the review."), IN_THE_RECORD, SAY_WHEN_DONE),
    NoticeKind.PAID_CARER: (
        N_("{reference}, {to} was a paid carer: that is another route."),
        PLEASE_PHONE,
        SAY_WHEN_DONE,
    ),
    NoticeKind.SAFEGUARDING: (
        N_("{reference}, {to} had a worry about safety. Please read what it is."),
        IN_THE_RECORD,
        SAY_WHEN_DONE,
    ),
    NoticeKind.FOCUSED_REVIEW: (
        N_("{reference}, {to} asks about a more detailed review."),
        PLEASE_PHONE,
        SAY_WHEN_DONE,
    ),
    NoticeKind.TO_SEND: (
        N_("{reference}, {to} told us what to send. Each thing falls due when it is there to be sent."),
        N_("To see what it is, write /flags."),
    ),
    NoticeKind.AVOID_DATES: (
        N_("{reference}, {to} named days when nobody must get in touch. Please look at them before you phone or write."),
        IN_THE_RECORD,
    ),
    NoticeKind.ACCESS_NEEDS: (
        N_("{reference}, {to} told us what would help. Please read it before you phone or write."),
        IN_THE_RECORD,
    ),
    NoticeKind.TOO_HARD: (
        N_("{reference}, {to} found it too hard to answer in the chat. Please offer a call."),
        SAY_WHEN_DONE,
    ),
    NoticeKind.DOUBTED: (
        N_(
            "{reference}, {to} says that somebody else had begun with the link. "
            "What was written until then is marked doubted in the record."
        ),
        PLEASE_PHONE,
        SAY_WHEN_DONE,
    ),
    NoticeKind.STANDS_AGAIN: (
        N_("{reference}, {to} says now: that was me after all. What was written meanwhile is marked doubted instead."),
        PLEASE_PHONE,
    ),
    NoticeKind.NO_WORDS: (
        N_("{reference}, {to}: somebody opened the link on another device and has no check words."),
        PLEASE_PHONE,
        SAY_WHEN_DONE,
    ),
    NoticeKind.AGE: (
        N_("{reference}, {to} said both to be under 18 and not to be. Please ask by phone."),
        SAY_WHEN_DONE,
    ),
    NoticeKind.WRONG_WORDS: (
        N_("{reference}, {to}: wrong check words were written ten times. Please ask by phone who it was."),
        N_("New ones are made by whoever looks after this service."),
    ),
    NoticeKind.UNOPENED: (
        N_("{reference}, {to} has not opened the invitation, a week after it was made."),
        N_("Please ask by phone whether it arrived."),
        MAKE_A_NEW_LINK,
    ),
    NoticeKind.EXPIRED: (
        N_("{reference}, {to}: the link has run out, and nobody had begun."),
        N_("Please ask by phone whether {to} would still like to take part."),
        MAKE_A_NEW_LINK,
    ),
    NoticeKind.SILENT: (
        N_("{reference}, {to}: there was no word for 14 days."),
        N_("You can phone and ask whether a call would help. Before that, look at what waits: write /flags."),
    ),
}  # fmt: skip
OF_REVIEWS = {
    ReviewNews.HELD: (
        N_("{reference}, {person}: the review is on hold now."),
        N_("Nobody is reminded, and nobody can be invited, until it goes on."),
        NOTHING_TO_DO,
    ),
    ReviewNews.RESUMED: (
        N_("{reference}, {person}: the review goes on. Whoever was answering can answer again."),
        N_("To invite somebody, write /invite."),
    ),
    ReviewNews.CLOSED: (
        N_("{reference}, {person}: the review is closed now. Nobody can answer any more, and the record stays."),
        N_("To see what is to be sent to the family now, write /flags."),
    ),
    ReviewNews.ASSIGNED: (N_("{reference}, {person}: this is your review now."), WHAT_IS_THERE),
    ReviewNews.TAKEN_OVER: (
        N_("{reference}, {person}: another reviewer has this review now."),
        NOTHING_TO_DO,
    ),
    ReviewNews.REOPENED: (
        N_("{reference}, {person}: the review is open again. No family was told."),
        N_("Whoever was answering can go on. A link that nobody had used stays revoked."),
        MAKE_A_NEW_LINK,
    ),
}
ONE_OF_THEM = N_("{reference}, {person}")
AND_MORE = N_("{reviews} and {number} more")
OF_HANDOVERS = {
    HandoverNews.GIVEN: (N_("These are your reviews now: {reviews}."), WHAT_IS_THERE),
    HandoverNews.GONE: (N_("Another reviewer has these reviews now: {reviews}."), NOTHING_TO_DO),
    HandoverNews.COVERING: (
        N_(
            "To the end of {day} you see to the reviews of {reviewer} too: {reviews}. What is told of them comes to you."
        ),
        WHAT_IS_THERE,
    ),
    HandoverNews.COVERED: (
        N_("To the end of {day} {reviewer} sees to your reviews. What is told of them goes to {reviewer}."),
        NOTHING_TO_DO,
    ),
}
