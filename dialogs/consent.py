"""Ask who somebody is and what they agree to before the first question. Each decision keeps the wording that was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from dialogs import asides, helplines, own_words, phrases, resting, way_back, whether, young
from dialogs.answering import note
from dialogs.answers import NOTE, Answer, Chosen, Dated, Rejection, labels, understand
from dialogs.copies import replace
from dialogs.door import door
from dialogs.inputs import AbsentReason, Amend, Command, Input, Media, Say
from dialogs.meaning import NO, Guess, is_adult, is_named, near_option, yes_or_no
from dialogs.messages import HELP, RESUME, Button, Message, Paragraph, Row, plain
from dialogs.navigation import WHEN, Scene, ask, ask_again, ask_in_short, go_on
from dialogs.parts import place_after
from dialogs.questionnaire import IDENTITY, Item
from dialogs.response import ABOUT_CHANNEL, ADULT, Decision, Response, Status
from dialogs.screens import item_for
from dialogs.text import Text, placeholders, say
from dialogs.turn import FlagKind, NoticeKind, Turn
from dialogs.wishes import Wish, wished


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A decision that leads off the way on: the words for the person, and the notice for the reviewer.

    `more`: why it ends here, what to do after a slip, and how a person is reached without hearing.
    """

    status: Status
    words: str
    notice: NoticeKind
    flags: tuple[FlagKind, ...] = ()
    rows: tuple[Row, ...] = ()
    more: tuple[str, ...] = ()


MORE_ABOUT_TELEGRAM = (asides.TELEGRAM_WHERE, asides.TELEGRAM_SENDS, asides.TELEGRAM_GOOGLE, phrases.MORE_ABOUT_CHANNEL)
_TALK: Row = (Button(say(phrases.TALK), Command.TALK),)
_DELETE: Row = (Button(say(phrases.WITHDRAW), Command.WITHDRAW),)
_ELSEWHERE = Ending(
    status=Status.ELSEWHERE, words=phrases.ELSEWHERE_WAY, notice=NoticeKind.ELSEWHERE, flags=(FlagKind.OTHER_WAY,)
)
_OF_AGE = (asides.ADULTS_ONLY, asides.WRONG_BUTTON)

ENDINGS: Mapping[tuple[str, str], Ending] = {
    ("W1", "bsl"): replace(
        _ELSEWHERE, words=phrases.ELSEWHERE_BSL, flags=(FlagKind.INTERPRETER,), more=(phrases.HELP_RELAY,)
    ),
    ("W2", "no"): Ending(
        status=Status.NOT_THEM, words=phrases.NOT_THEM, notice=NoticeKind.NOT_THEM, flags=(FlagKind.NOT_THEM,)
    ),
    ("C1", "no"): replace(
        _ELSEWHERE, words=phrases.ELSEWHERE_ADULT, flags=(FlagKind.UNDER_18,), rows=(HELP,), more=_OF_AGE
    ),
    ("C2", "other-way"): _ELSEWHERE,
    ("C3", "no"): Ending(status=Status.DECLINED, words=phrases.DECLINED, notice=NoticeKind.DECLINED),
    ("C4", "no"): replace(_ELSEWHERE, words=phrases.ELSEWHERE_RECORD, rows=(_TALK,), more=(asides.WRONG_BUTTON,)),
    ("C4", "talk"): replace(
        _ELSEWHERE, words=phrases.TALK_PROMISE, notice=NoticeKind.ASKED_TO_TALK, flags=(FlagKind.TALK,)
    ),
}


def choose(scene: Scene, turn: Turn, item: Item, code: str) -> Turn:
    """One option of a set-up item was chosen while it was before the person."""
    item = item_for(scene.questionnaire, turn.response, item.link_id)
    option = item.option(code)
    if option is None:
        return ask_again(scene, turn, say(phrases.UNKNOWN_BUTTON))
    chose = say(phrases.YOU_CHOSE, choice=say(option.text).at(item.link_id))
    if (item.link_id, code) == ("C2", "more"):
        more = MORE_ABOUT_TELEGRAM if item.is_asked_on(turn.response.channel) else ()
        return ask_again(scene, turn, chose, *map(say, more))
    before = turn.response.language
    turn = decide(scene, turn, item, code) if item.is_consent else _recognise(scene, turn, item, code)
    if ending := ENDINGS.get((item.link_id, code)):
        return _end(scene, turn, ending, chose)
    if (item.link_id, code) == ("C3", "later"):
        return ask(scene, turn, WHEN, chose)
    # What comes after "Yes, I am Ann" and "Yes, 18 or over" is that somebody has died: it stands alone.
    echo = () if item.link_id in {*IDENTITY, ADULT} else (chose,)
    again = door(scene.questionnaire, turn.response.language) if turn.response.language != before else ()
    return go_on(scene, turn, *echo, *again, *_to_helper(scene, turn, item))


def words(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    """Words at a set-up item: an option by its number or label, a day; anything else is kept only after consent, as a note."""
    item = item_for(scene.questionnaire, turn.response, item.link_id)
    guess = guessed(turn.response, item, said.words)
    code = whether.decided(scene, guess, said.words, turn.response.language)
    if code != NO and young.doubts(scene, turn.response, item, said, guess):
        return _doubted(scene, turn, item, said)
    if code is None:
        return ask_anew(scene, turn, said)
    return choose(scene, turn, item, code) if code else _understood(scene, turn, item, said, guess)


def _doubted(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    """Open the way to nobody by a bare yes who has said an age below 18: ask anew, or about the age that is said now."""
    age = is_adult(said.words)
    option = item.option(age.code) if age else None
    if age is None or option is None:
        return ask_anew(scene, turn, said)
    return ask_whether(scene, turn, said, age, say(option.text).at(item.link_id))


def _understood(scene: Scene, turn: Turn, item: Item, said: Say, guess: Guess | None) -> Turn:
    """Take words that are not plainly a yes or a no by what they mean here."""
    spoken = turn.response.language
    match understand(item, said.words, today=scene.today, wording=turn.response.wording, language=spoken):
        case Chosen((code,)) if guess is None or guess.code == code:
            return choose(scene, turn, item, code)
        case _ if guess and (option := item.option(guess.code)):
            return ask_whether(scene, turn, said, guess, say(option.text).at(item.link_id))
        case Dated() if turn.response.unreminded:
            return turn.saying(plain(say(phrases.COME_BACK_ANY), rows=(RESUME,))).now(status=Status.PAUSED, at="")
        case Dated(day):
            back = say(phrases.COME_BACK_ON, day=day)
            return replace(turn, remind_on=day).saying(plain(back, rows=(RESUME,))).now(status=Status.PAUSED, at="")
        case Rejection() if item.link_id == WHEN and wished(said.words) & {Wish.REST, Wish.UNKNOWN, Wish.SKIP}:
            return absent(scene, turn, item, AbsentReason.SKIPPED)
        case Rejection(reason) if item.link_id == WHEN:
            return ask(scene, turn, WHEN, say(reason))
        case _ if Wish.REST in wished(said.words):
            return offer_rest(scene, turn, said)
        case _:
            kept = turn.response.consented
            turn, told = (note(scene, turn, said), ()) if kept else (turn, (say(phrases.NOT_SAVED_YET),))
            return ask_again(scene, turn, *told, say(phrases.NO_SUCH_OPTION))


def guessed(response: Response, item: Item, words: str) -> Guess | None:
    """Guess the option that words mean at a set-up item when they name none as shown; only a plain yes or no is sure."""
    named = is_named(words, response.people.invitee, response.language) if item.link_id == "W2" else None
    codes = own_words.options(item, words, response)
    guess = named or (Guess(codes[0]) if codes else yes_or_no(words, response.language))
    if guess is None and item.link_id == "C1":
        guess = is_adult(words)
    if guess and guess.code == NO and NO not in item.codes:
        guess = Guess("other-way", whole=guess.whole)
    if guess and guess.code in item.codes:
        return guess
    if item.option("later") and Wish.REST in wished(words):
        return Guess("later")
    return near_option(words, labels(item, response.wording))


def ask_whether(scene: Scene, turn: Turn, said: Say, guess: Guess, choice: Text) -> Turn:
    """Ask in short whether the words meant this; a press or a yes to it decides. Any other words are kept once they may be."""
    more = phrases.SAVED_NOTE if turn.response.consented else phrases.HELD_NOT_SAVED
    told = () if guess.whole else (say(more),)
    asked = ask_in_short(scene, _noted(scene, turn, said), *told, say(phrases.DID_YOU_MEAN, choice=choice))
    return whether.remembered(asked, guess.code)


def offer_rest(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Offer to stop or to have a break; words are kept as a note once they may be."""
    kept = turn.response.consented
    return resting.beside(_noted(scene, turn, said), phrases.SAVED_NOTE if kept else phrases.NOT_SAVED_YET)


def ask_anew(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Ask the whole question once more: the words say no to what was asked about, which may not be a no to the question."""
    return ask_again(scene, _noted(scene, turn, said), say(asides.ASKED_AGAIN))


def _noted(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep the words as a note where words are kept, and say nothing."""
    return replace(note(scene, turn, said), messages=turn.messages) if turn.response.consented else turn


def ask_channel(scene: Scene, turn: Turn, said: Input) -> Turn:
    """Ask again about a chat that was refused before anything is taken there; words are not saved."""
    return ask_again(scene, turn, *((say(phrases.NOT_SAVED_YET),) if isinstance(said, Say | Amend) else ()))


def absent(scene: Scene, turn: Turn, item: Item, reason: AbsentReason) -> Turn:
    """Skip at a set-up item: C5 and the day of coming back may be skipped, the others need an answer."""
    if reason is not AbsentReason.SKIPPED or item.required:
        return ask_again(scene, turn, say(phrases.MUST_CHOOSE))
    if item.link_id == WHEN:
        return turn.saying(plain(say(phrases.COME_BACK_ANY), rows=(RESUME,))).now(status=Status.PAUSED, at="")
    if item.is_consent:
        return go_on(scene, decide(scene, turn, item, AbsentReason.SKIPPED), say(phrases.SKIPPED))
    turn = turn.keeping(_fresh(scene, turn, item).is_absent(reason))
    return go_on(scene, turn, *_to_helper(scene, turn, item))


def decide(scene: Scene, turn: Turn, item: Item, code: str) -> Turn:
    """The decision on record: statement, version, wording as shown and its SHA-256."""
    response = turn.response
    decision = Decision(
        statement=item.link_id,
        version=item.version,
        wording=response.wording,
        wording_sha256=hashlib.sha256(response.wording.encode()).hexdigest(),
        language=response.language,
        channel=response.channel,
        decision=code,
        decided_at=scene.now,
    )
    decided = _of_age(turn.deciding(decision), item, code)
    return decided.leaving(decided.response.passing(item.link_id)) if item.link_id in ABOUT_CHANNEL else decided


def with_media(turn: Turn, said: Say) -> Turn:
    """Say of what came with the words that it is not kept."""
    if said.media is None:
        return turn
    kept = say(phrases.WORDS_WITHOUT_PICTURE) if turn.answers else unkept(said.media)
    *before, last = turn.messages or (None,)
    if last is None or not last.receipt or last.later:
        return turn.saying(plain(kept, brief=True))
    receipt = replace(last, paragraphs=(*last.paragraphs, Paragraph(kept)), once="")
    return replace(turn, messages=(*before, receipt))


def unkept(media: Media) -> Text:
    """The kind sentence for what is not kept."""
    sentences = {
        Media.VIDEO: phrases.NO_VIDEO,
        Media.PLACE: phrases.NO_PLACE,
        Media.CONTACT: asides.NO_CONTACT,
    }
    return say(sentences.get(media, phrases.NO_PICTURE))


def _of_age(turn: Turn, item: Item, code: str) -> Turn:
    """Remember a No to C1; have the reviewer ask where a Yes follows it."""
    if item.link_id != ADULT:
        return turn
    if code == NO:
        return turn.now(young=True)
    return turn.flagging(FlagKind.AGE) if turn.response.young else turn


def _recognise(scene: Scene, turn: Turn, item: Item, code: str) -> Turn:
    """Set the language at W1; bind the invitation at W2 unless the answer is no; keep who helps, and flag a helper."""
    answer = replace(_fresh(scene, turn, item).chooses(code), growing=False)
    if item.link_id == "W2":
        helped = turn.flagging(FlagKind.HELPER).keeping(answer) if code == "helping" else turn
        return helped.now(bound=code != "no")
    kept = turn.keeping(answer)
    if item.link_id in IDENTITY:
        return kept
    language = code if code in turn.response.languages else turn.response.language
    kept = kept.now(language=language)
    return kept if code == "bsl" else kept.leaving(kept.response.passing(item.link_id))


def _to_helper(scene: Scene, turn: Turn, item: Item) -> tuple[Text, ...]:
    """Say, once it is known how somebody helps, that the consents are for the invitee to give."""
    helped = item.link_id in IDENTITY and "W2" in turn.response.answers
    known = place_after(scene.questionnaire, turn.response) not in IDENTITY
    return (say(phrases.HELPER),) if helped and known else ()


def _fresh(scene: Scene, turn: Turn, item: Item) -> Answer:
    return Answer(
        link_id=item.link_id,
        revision=turn.response.revisions.get(item.link_id, 0) + 1,
        question=turn.response.wording,
        language=turn.response.language,
        channel=turn.response.channel,
        answered_at=scene.now,
    )


def _end(scene: Scene, turn: Turn, ending: Ending, chose: Text) -> Turn:
    facts = scene.questionnaire.programme
    words = way_back.told(turn.response, ending.words, phone=facts["phone"])
    more = helplines.for_a_child(facts) if FlagKind.UNDER_18 in ending.flags else ()
    kept = (
        (Paragraph(say(asides.STILL_KEPT)),)
        if _has_answered(scene, turn) and ending.status is not Status.NOT_THEM
        else ()
    )
    rows = (*ending.rows, *((_DELETE,) if kept else ()))
    why = (Paragraph(say(each, **{f: facts[f] for f in placeholders(each)})) for each in ending.more)
    said = Message(paragraphs=(Paragraph(chose), Paragraph(words), *why, *kept, *more), rows=rows)
    turn = turn.saying(said).telling(ending.notice).flagging(*ending.flags)
    return turn.now(status=ending.status)


def _has_answered(scene: Scene, turn: Turn) -> bool:
    """Tell whether anything was answered that the reviewer can read."""
    answers = turn.response.answers
    return any(answers[at].has_value for at in answers.keys() & {NOTE, *scene.questionnaire.question_ids})
