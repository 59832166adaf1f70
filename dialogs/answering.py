"""The questions themselves: words, choices, Next, Skip; changing an answer; the check and the end.

An answer grows until Next. When an answer is settled the route is checked again: what does not apply any more is superseded.
"""

from __future__ import annotations

from dialogs import (
    asides,
    cards,
    changing,
    day_answers,
    easy_read,
    flags,
    nearly,
    numbers,
    orders,
    own_words,
    phrases,
    replies,
    resting,
    side_questions,
    whether,
)
from dialogs.answers import NOTE, Answer, Chosen, Dated, Rejection, Words, name_from, understand
from dialogs.copies import replace
from dialogs.days import Days
from dialogs.inputs import Absent, AbsentReason, Change, Next, Say
from dialogs.listing import numbered_answer
from dialogs.messages import ALWAYS, RESUME, Button, Message, plain
from dialogs.navigation import Scene, ask, ask_again, ask_in_short, go_on, left_behind, natural_status, repaint
from dialogs.questionnaire import Item, ItemType
from dialogs.response import AMENDED, CHECK, Offered, Status
from dialogs.route import DONE, NAME, enabled, name_to_confirm, superseded
from dialogs.screens import item_for
from dialogs.text import Text, say
from dialogs.turn import NoticeKind, Turn
from dialogs.wishes import Wish, wished


def choose(scene: Scene, turn: Turn, item: Item, code: str) -> Turn:
    """One option of the question before the person."""
    option = item.option(code)
    if option is None:
        return ask_again(scene, turn, say(phrases.UNKNOWN_BUTTON))
    if item.type is ItemType.MULTIPLE:
        return toggle(scene, turn, item, (code,), on=True)
    if changing.is_changed(turn.response, item) and code in changing.chosen(turn.response, item):
        return go_on(scene, turn, say(phrases.KEPT_ANSWER))
    chose = say(phrases.YOU_CHOSE, choice=say(option.text).at(item.link_id))
    return settle(scene, turn, growing(scene, turn, item).chooses(code), chose)


def toggle(scene: Scene, turn: Turn, item: Item, codes: tuple[str, ...], *, on: bool) -> Turn:
    """Options of a multiple choice are set or unset; kept at once, settled by Next."""
    if item.type is not ItemType.MULTIPLE or not set(codes) <= set(item.codes):
        return ask_again(scene, turn, say(phrases.UNKNOWN_BUTTON))
    answer = growing(scene, turn, item)
    for code in codes:
        answer = answer.toggles(item, code, on)
    if item.at_most and len(answer.codes) > item.at_most:
        return replace(repaint(scene, turn), toast=say(phrases.TOO_MANY, number=str(item.at_most)))
    if answer != turn.response.answers.get(item.link_id):
        turn = keep(turn, replace(answer, answered_at=scene.now))
    return replace(repaint(scene, turn), toast=say(phrases.SAVED_TOAST))


def next_(scene: Scene, turn: Turn, item: Item) -> Turn:
    """Done with this question."""
    answer = turn.response.answers.get(item.link_id)
    if answer and not answer.growing:
        return go_on(scene, turn, say(phrases.KEPT_ANSWER))
    if answer and (answer.codes or answer.dates or ((item.type is ItemType.TEXT or item.repeats) and answer.is_told)):
        return settle(scene, turn, answer, *_echo_of(item, answer))
    missing = phrases.NOTHING_WRITTEN if item.type is ItemType.TEXT else phrases.NOTHING_CHOSEN
    return ask_again(scene, turn, say(missing))


def absent(scene: Scene, turn: Turn, item: Item, reason: AbsentReason) -> Turn:
    """Skip, I do not know, Rather not say. Skip after words, ticks or days means Next."""
    answer = turn.response.answers.get(item.link_id)
    if not _is_offered(item, answer, reason):
        return ask_again(scene, turn, say(phrases.UNKNOWN_BUTTON))
    wrote = item.type is ItemType.TEXT and answer is not None and answer.growing and answer.is_told
    ticked = item.type is ItemType.MULTIPLE and nearly.is_ticked(answer)
    if reason is AbsentReason.SKIPPED and (wrote or ticked or day_answers.may_go_on(turn, item)):
        return next_(scene, turn, item)
    echo = {
        AbsentReason.SKIPPED: phrases.SKIPPED,
        AbsentReason.UNKNOWN: phrases.UNSURE,
        AbsentReason.DECLINED: phrases.DECLINED_TO_SAY,
    }
    left = growing(scene, turn, item)
    if answer and not answer.growing and item.type is ItemType.TEXT:
        left = replace(left, recordings=())
    return settle(scene, turn, left.is_absent(reason), say(echo[reason]))


def words(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    """Words at the question before the person."""
    shown = item_for(scene.questionnaire, turn.response, item.link_id)
    if item.type is ItemType.TEXT:
        return _words_at_open_question(scene, turn, shown, said)
    if said.attachment is not None:
        return ask_again(scene, *_kept_and_told(scene, turn, item, said))
    guess = own_words.guessed(shown, said.words, turn.response) if scene.meant else None
    confirmed = whether.confirms(scene, guess, said.words, turn.response.language)
    if confirmed:
        return choose(scene, turn, shown, scene.meant)
    if confirmed is False:
        return ask_again(scene, _kept_with(scene, turn, item, said), say(asides.ASKED_AGAIN))
    return _understood(scene, turn, shown, said)


def _understood(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    """Take words at a choice or at a question about days by their meaning; words without one there are kept with it."""
    response, today = turn.response, scene.today
    match understand(item, said.words, today=today, wording=response.wording, language=response.language):
        case Chosen() if day_answers.may_end(turn, item):
            return next_(scene, turn, item)
        case Chosen(codes) if item.type is ItemType.MULTIPLE:
            return _chosen_several(scene, turn, item, codes)
        case Chosen((code,)):
            return choose(scene, turn, item, code)
        case Dated(day):
            dated = day_answers.dated(growing(scene, turn, item), day)
            return settle(scene, turn, dated, *day_answers.echo(dated))
        case Days() as found:
            return _days(scene, turn, item, said, found)
        case Rejection(reason) if item.type is ItemType.DATE and Wish.REST not in wished(said.words):
            return ask_again(scene, _kept_with(scene, turn, item, said), say(reason))
        case _:
            return _in_own_words(scene, turn, item, said)


def _in_own_words(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    """Words that are other words for an option choose it; what may mean one is kept and asked about; the rest is kept with it."""
    codes = own_words.options(item, said.words, turn.response)
    guess = own_words.guessed(item, said.words, turn.response)
    if not codes and not nearly.is_ticked(turn.response.answers.get(item.link_id)):
        codes = own_words.nothing(item, said.words, turn.response)
    if codes and item.type is ItemType.MULTIPLE:
        return _chosen_several(scene, turn, item, codes)
    if code := codes[0] if codes else guess.code if guess and guess.sure else "":
        return choose(scene, turn, item, code)
    turn, told = _kept_and_told(scene, turn, item, said)
    if wished(said.words) & {Wish.REST, Wish.FINISHED}:
        return resting.at_choice(turn)
    if guess is None or (option := item.option(guess.code)) is None:
        return ask_again(scene, turn, told)
    asked = ask_in_short(
        scene, turn, say(phrases.SAVED_MORE), say(phrases.DID_YOU_MEAN, choice=say(option.text).at(item.link_id))
    )
    return whether.remembered(asked, guess.code)


def _chosen_several(scene: Scene, turn: Turn, item: Item, codes: tuple[str, ...]) -> Turn:
    """Set these options and ask for more."""
    turn = toggle(scene, turn, item, codes, on=True)
    heard = say(phrases.SAVED_MORE) if turn.answers else turn.toast or say(phrases.SAVED_MORE)
    return ask_again(scene, replace(turn, repaint=None, toast=None), heard)


def _kept_and_told(scene: Scene, turn: Turn, item: Item, said: Say) -> tuple[Turn, Text]:
    """Keep words or voice with a choice, and say what is still to do there."""
    turn = _kept_with(scene, turn, item, said)
    return turn, say(to_do(turn.response.answers.get(item.link_id), spoken=said.attachment is not None))


def to_do(answer: Answer | None, *, spoken: bool = False) -> str:
    """Say after words at a choice to press Next, where something is ticked there, else to choose."""
    if nearly.is_ticked(answer):
        return phrases.VOICE_FIRST if spoken else asides.TICKED
    return phrases.VOICE_PLEASE_CHOOSE if spoken else phrases.SAVED_PLEASE_CHOOSE


def _kept_with(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    """Keep words with a question that they do not answer."""
    return keep(turn, replace(growing(scene, turn, item), answered_at=scene.now).says(said))


def words_about_name(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Add words at the short name to the question that asked for it; a name that is not short any more is not offered."""
    before = turn.response.answers["P1"]
    turn = renaming(turn, replace(before.says(said), answered_at=scene.now))
    return go_on(scene, turn, say(phrases.VOICE_MORE if said.attachment else phrases.SAVED_MORE))


def renaming(turn: Turn, answer: Answer) -> Turn:
    return keep(_renamed(turn, answer), answer)


def noted(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep words in the note and say nothing."""
    before = turn.response.answers.get(NOTE) or fresh(scene, turn, NOTE, question="")
    return keep(turn, replace(before.says(said), answered_at=scene.now))


def set_aside(scene: Scene, turn: Turn, said: Say, link_id: str) -> Turn:
    """Keep words in the note and say nothing; if `link_id` is a question, offer to put them there."""
    turn = noted(scene, turn, said)
    if link_id not in scene.questionnaire.question_ids:
        return turn
    before = turn.response.offered
    waiting = before.sent if before and before.link_id == link_id else ()
    return turn.now(offered=Offered(link_id=link_id, sent=(*waiting, said.sent)))


def note(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Words that belong to no question."""
    turn = noted(scene, turn, said)
    if turn.response.status is Status.PAUSED:
        turn = turn.now(status=natural_status(scene.questionnaire, turn.response))
    return turn.saying(plain(say(phrases.VOICE_NOTE if said.attachment else phrases.SAVED_NOTE), brief=True))


def change(scene: Scene, turn: Turn, link_id: str) -> Turn:
    """Ask `link_id`, or the answer of that number, again; the answer stays until there is a new one."""
    if link_id.isdecimal():
        link_id = numbered_answer(scene.questionnaire, turn.response, link_id) or ""
    changeable = (turn.response.answers.keys() | turn.response.decisions.keys()) & scene.questionnaire.items.keys()
    applies = {i.link_id for i in enabled(scene.questionnaire, turn.response)} if turn.response.consented else set()
    here = {i for i in changeable if scene.questionnaire.items[i].is_asked_on(turn.response.channel)}
    if link_id not in here or link_id not in applies | turn.response.decisions.keys():
        return turn.saying(plain(say(phrases.NO_CHANGE), rows=(RESUME,)))
    return ask(scene, turn.now(changing=link_id), link_id)


def amend(scene: Scene, turn: Turn, edited: Words) -> Turn:
    """A message was edited: the answer it gave is amended, in its own revision while that grows, else in the next."""
    for answer in turn.response.answers.values():
        if answer.came_from(edited.sent):
            return _amended(scene, turn, answer, edited)
    row = (Button(say(phrases.CHANGE), Change()),)
    return turn.saying(plain(say(phrases.EDIT_UNKNOWN), rows=(row,)))


def _amended(scene: Scene, turn: Turn, answer: Answer, edited: Words) -> Turn:
    revision = answer.revision if answer.growing else answer.revision + 1
    found = day_answers.days_of(scene, turn, answer.link_id, edited.text)
    amended = day_answers.without_days(scene, day_answers.amended(answer, edited, found), edited.text)
    amended = replace(amended, revision=revision, answered_at=scene.now)
    raised = flags.raised_late(answer, amended)
    turn = renaming(turn, amended).flagging(*raised)
    told = (say(phrases.EDIT_SAVED), *day_answers.left_over(found), *(flags.told(amended) if raised else ()))
    return go_on(scene, turn, *told) if turn.response.at == NAME else turn.saying(plain(*told, brief=True))


def name(scene: Scene, turn: Turn, *, agreed: bool) -> Turn:
    """The short name is, or is not, used from now on."""
    if not agreed:
        return unnamed(scene, turn, say(phrases.YOU_CHOSE, choice=say(phrases.NO).at(NAME)))
    people, passed = turn.response.people, turn.leaving(turn.response.passing(NAME))
    called = name_to_confirm(turn.response) or people.called
    return go_on(scene, passed.now(people=replace(people, called=called)), say(phrases.WILL_SAY))


def unnamed(scene: Scene, turn: Turn, echo: Text) -> Turn:
    """Leave the name as it was."""
    return go_on(scene, turn.leaving(turn.response.passing(NAME)), echo)


def send(scene: Scene, turn: Turn) -> Turn:
    """I have finished."""
    if turn.response.finished:
        return turn.saying(plain(say(phrases.ALREADY_FINISHED)))
    if turn.response.at != CHECK:
        return go_on(scene, turn, say(phrases.OTHER_BUTTON))
    return ask(scene, turn.leaving(turn.response.passing(CHECK)), DONE).telling(NoticeKind.FINISHED)


def settle(scene: Scene, turn: Turn, answer: Answer, *echo: Text) -> Turn:
    """The answer is done with; the route is checked, and the next place asked."""
    changed = turn.response.changing == answer.link_id
    turn = renaming(turn, replace(answer, growing=False, answered_at=scene.now))
    applies = enabled(scene.questionnaire, turn.response)
    for gone in superseded(scene.questionnaire, turn.response, applies):
        turn = turn.keeping(replace(gone, superseded=True, growing=False))
    turn, easy = easy_read.spoken_from_now(turn.flagging(*flags.raised_by(answer)), answer)
    change = (say(phrases.SAVED_CHANGE),) if changed else ()
    intro = (*echo, *flags.told(answer), *easy, *replies.after(scene.questionnaire, answer), *change)
    if card := cards.brought_by(answer):
        return ask(scene, left_behind(turn), card, *intro)
    return go_on(scene, turn, *intro, applies=applies)


def keep(turn: Turn, answer: Answer) -> Turn:
    """Keep the answer; an answer given after finishing amends the response."""
    turn = turn.keeping(answer)
    if not turn.response.finished or AMENDED in turn.response.passed:
        return turn
    amended = turn.leaving(turn.response.passing(AMENDED)).now(status=Status.AMENDED)
    return amended.telling(NoticeKind.AMENDED)


def _words_at_open_question(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    if changing.is_same(turn.response, item, said.words) and said.attachment is None:
        return ask_again(scene, turn, say(phrases.KEPT_ANSWER))
    before, answer = turn.response.answers.get(item.link_id), growing(scene, turn, item)
    first = not (before and before.growing and before.is_told)
    meaning = understand(
        item, said.words, today=scene.today, wording=turn.response.wording, language=turn.response.language
    )
    if first and said.attachment is None and isinstance(meaning, Chosen):
        return choose(scene, turn, item, *meaning.codes)
    turn = keep(turn, replace(answer.says(said), answered_at=scene.now))
    turn = turn.now(status=natural_status(scene.questionnaire, turn.response))
    if said.attachment is not None:
        return turn.saying(_saved(item, phrases.VOICE_FIRST, first=first))
    if item.number and first and numbers.is_too_short(said.words):
        return replace(turn.saying(_saved(item, asides.NUMBER_SHORT)), unread=True)
    if button := orders.offered(scene, turn.response, said.words):
        asked = turn.saying(_saved(item, phrases.COMMAND_OR_ANSWER, button))
        return side_questions.asking(
            asked, side_questions.Kind.COMMAND, side_questions.command(button.press, said.sent)
        )
    if (wishes := wished(said.words)) & {Wish.REST, Wish.FINISHED}:
        return resting.at_open_question(turn, item)
    if Wish.UNKNOWN in wishes:
        return turn.saying(
            _saved(
                item, phrases.SAVED_FIRST, Button(say(phrases.DO_NOT_KNOW), Absent(item.link_id, AbsentReason.UNKNOWN))
            )
        )
    return turn.saying(_saved(item, phrases.SAVED_FIRST, first=first))


def _days(scene: Scene, turn: Turn, item: Item, said: Say, found: Days) -> Turn:
    """Days join those before them. A message with anything else in it is kept as it is, and what is no day is named."""
    before, told = turn.response.answers.get(item.link_id), day_answers.may_go_on(turn, item)
    if found.whole and before and changing.is_changed(turn.response, item) and {*found.days} == {*before.dates}:
        return ask_again(scene, turn, say(phrases.KEPT_ANSWER))
    settled = before if before and not before.growing and not found.days else None
    answer = day_answers.joined(settled or growing(scene, turn, item), said, found)
    turn = keep(turn, replace(answer, answered_at=scene.now))
    if found.whole:
        return turn.saying(day_answers.saved(answer))
    if told and not (found.days or found.past):
        return ask_again(scene, turn, say(phrases.SAVED_FIRST))
    return replace(ask_again(scene, turn, *day_answers.mend(found)), unread=True)


def _is_offered(item: Item, answer: Answer | None, reason: AbsentReason) -> bool:
    """Tell whether an item takes this for an answer; any open question takes it that they do not know once they wrote so."""
    wrote_so = item.type is ItemType.TEXT and any(
        Wish.UNKNOWN in wished(w.text) for w in (answer.text if answer else ())
    )
    unsure = item.unsure or wrote_so
    offered = {AbsentReason.SKIPPED: True, AbsentReason.UNKNOWN: unsure, AbsentReason.DECLINED: item.decline}
    return offered[reason]


def _saved(item: Item, words: str, *offered: Button, first: bool = True) -> Message:
    """Return the receipt for words; after the first message of an answer one is enough for all that follow at once."""
    row = (Button(say(phrases.NEXT), Next(item.link_id)), *offered)
    once = "" if offered else f"saved {item.link_id}"
    return replace(plain(say(words), rows=(row, ALWAYS)), once=once, receipt=True, later=not first)


def growing(scene: Scene, turn: Turn, item: Item) -> Answer:
    """Return the revision that can take more words: the present one if it still grows, or else the next.

    The next begins with the options chosen so far and what was said beside them; of an open question only voice messages stay.
    """
    answer = turn.response.answers.get(item.link_id)
    if answer and answer.growing:
        return answer
    begun = fresh(scene, turn, item.link_id, question=turn.response.wording)
    if answer is None or item.type is ItemType.DATE:
        return replace(begun, codes=answer.codes) if answer else begun
    spoken = replace(begun, recordings=answer.recordings)
    return spoken if item.type is ItemType.TEXT else replace(spoken, codes=answer.codes, text=answer.text)


def fresh(scene: Scene, turn: Turn, link_id: str, *, question: str) -> Answer:
    response = turn.response
    return Answer(
        link_id=link_id,
        revision=response.revisions.get(link_id, 0) + 1,
        question=question,
        language=response.language,
        channel=response.channel,
        answered_at=scene.now,
    )


def _renamed(turn: Turn, answer: Answer) -> Turn:
    """Let the name be asked again after a new answer to P1."""
    if answer.link_id != "P1" or name_from(answer) == turn.response.people.called:
        return turn
    people = replace(turn.response.people, called="")
    return turn.now(people=people, passed=turn.response.passed - {NAME})


def _echo_of(item: Item, answer: Answer) -> tuple[Text, ...]:
    chosen = [say(phrases.YOU_CHOSE, choice=say(o.text)) for o in map(item.option, answer.codes) if o]
    return (*chosen, *day_answers.echo(answer))
