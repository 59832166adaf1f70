"""Voice messages: whether they may be kept is asked when the first one comes, once; from then on a voice message is an answer.

What comes before the decision waits, and is kept or dropped by it. Words that come with a voice message are words as always.
"""

from __future__ import annotations

from collections.abc import Collection

from dialogs import answering, at_check, consent, joining, phrases, whether
from dialogs.answers import Chosen, understand
from dialogs.asides import SOUND_FULL
from dialogs.copies import replace
from dialogs.inputs import Attachment, Change, Media, Say
from dialogs.messages import Button, plain
from dialogs.navigation import Scene, ask, ask_again, go_on, natural_status
from dialogs.questionnaire import Item
from dialogs.response import CHECK, OVER, Response
from dialogs.route import DONE, NAME, VOICE
from dialogs.text import Text, say
from dialogs.turn import FlagKind, Keeping, Turn

# Telegram gives a bot no larger files.
MOST_BYTES = 20 * 1024 * 1024
LONGEST_SECONDS = 10 * 60
# Of one response together; some ten hours as Telegram and browsers record them.
MOST_SOUND = 200 * 1024 * 1024
# What may be of any size, as far as we were told.
UNKNOWN_BYTES = 1024 * 1024


def numbered(turn: Turn, said: Say) -> tuple[Turn, Say]:
    """The voice message with a number of its own; its bytes are counted."""
    if said.attachment is None:
        return turn, said
    number, sounded = turn.response.spoken + 1, turn.response.sounded + _size(said.attachment)
    return turn.now(spoken=number, sounded=sounded), replace(said, attachment=replace(said.attachment, number=number))


def refusal(response: Response, attachment: Attachment) -> tuple[Text, ...]:
    """Return why this voice message can't be kept, and what to do instead; nothing if it can."""
    if attachment.bytes > MOST_BYTES:
        return (say(phrases.VOICE_TOO_BIG),)
    if attachment.seconds > LONGEST_SECONDS:
        return (say(phrases.VOICE_TOO_LONG),)
    if attachment.kind is not Media.VOICE and not attachment.mime.startswith("audio/"):
        return (say(phrases.VOICE_WRONG_KIND),)
    if response.decisions.get(VOICE) == "no":
        return (say(phrases.VOICE_REFUSED), say(phrases.VOICE_CHANGE))
    if response.sounded + _size(attachment) > MOST_SOUND:
        return (say(SOUND_FULL),)
    return ()


def refuse(turn: Turn, why: tuple[Text, ...]) -> Turn:
    """Say that the voice message is not kept; a person who chose to type may choose again."""
    row = (Button(say(phrases.CHANGE_THIS), Change(VOICE)),)
    rows = (row,) if why[0].msgid == phrases.VOICE_REFUSED else ()
    return turn.saying(plain(*why, rows=rows, brief=True))


def without_asking(turn: Turn, said: Say) -> tuple[Turn, Say | None]:
    """Keep what can be kept of a message while nothing may be asked: a voice message only if the person agreed to that."""
    if said.attachment is None:
        return turn, said
    if turn.response.decisions.get(VOICE) == "yes" and not refusal(turn.response, said.attachment):
        turn, said = numbered(turn, said)
        return turn.depositing(said, Keeping.WANTED), said
    return turn, replace(said, attachment=None) if said.words else None


def wait(scene: Scene, turn: Turn, said: Say) -> Turn:
    """The first voice message asks whether it may be kept; those after it wait for the decision too."""
    at = turn.response.at
    turn, said = numbered(turn, said)
    spoken = replace(said, words="", about=_about(turn.response, said))
    if said.words:
        turn = _kept(scene, turn, replace(said, attachment=None, about=spoken.about))
    turn = turn.depositing(spoken, Keeping.WAITS).now(waiting=(*turn.response.waiting, spoken))
    if at != VOICE:
        return ask(scene, turn, VOICE, *((say(phrases.WELCOME_BACK),) if said.unseen else ()))
    status = natural_status(scene.questionnaire, turn.response)
    return turn.now(status=status).saying(plain(say(phrases.VOICE_WAITS), brief=True))


def choose(scene: Scene, turn: Turn, item: Item, code: str) -> Turn:
    """Decide whether voice messages are kept. Waiting ones are kept with their question, or dropped."""
    option, waiting = item.option(code), turn.response.waiting
    if option is None:
        return ask_again(scene, turn, say(phrases.UNKNOWN_BUTTON))
    turn = consent.decide(scene, turn, item, code).now(waiting=())
    for said in waiting:
        turn = turn.depositing(said, Keeping.WANTED if code == "yes" else Keeping.REFUSED)
        turn = turn if code == "yes" else _uncounted(turn, said)
        turn = _kept(scene, turn, said) if code == "yes" else turn
    follows = {
        ("yes", True): phrases.VOICE_MORE,
        ("yes", False): phrases.VOICE_AGAIN,
        ("no", True): phrases.VOICE_NOT_KEPT,
        ("no", False): phrases.VOICE_NO_MORE,
    }
    intro = say(phrases.YOU_CHOSE, choice=say(option.text).at(VOICE)), say(follows[code, bool(waiting)])
    changing = turn.response.changing
    return ask(scene, turn, changing, *intro) if changing not in {None, VOICE} else go_on(scene, turn, *intro)


def _kept(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep what has waited with its question; what was said without seeing that is a note, and can be put there."""
    return answering.set_aside(scene, turn, said, said.about or "") if said.unseen else joining.join(scene, turn, said)


def words(scene: Scene, turn: Turn, item: Item, said: Say) -> Turn:
    """Words while the decision is asked: the decision, or a note; they join no answer, whatever was asked before."""
    guess = consent.guessed(turn.response, item, said.words)
    code = whether.decided(scene, guess, said.words, turn.response.language)
    if code is None:
        return consent.ask_anew(scene, turn, said)
    if code:
        return choose(scene, turn, item, code)
    match understand(item, said.words, today=scene.today, wording=turn.response.wording):
        case Chosen((code,)) if guess is None or guess.code == code:
            return choose(scene, turn, item, code)
        case _ if guess and (option := item.option(guess.code)):
            return consent.ask_whether(scene, turn, said, guess, say(option.text).at(item.link_id))
        case _:
            noted = replace(answering.note(scene, turn, said), messages=turn.messages)
            return ask_again(scene, noted, say(phrases.SAVED_NOTE), say(phrases.NO_SUCH_OPTION))


def aside(scene: Scene, turn: Turn, said: Say) -> Turn:
    """A voice message where no question is asked: it joins the name that is being talked about, or is a note."""
    if turn.response.at == NAME:
        return answering.words_about_name(scene, turn, said)
    if turn.response.at == CHECK:
        return at_check.note(scene, turn, said)
    noted = answering.note(scene, turn, said)
    return noted if turn.response.at == DONE else ask_again(scene, noted)


def _size(attachment: Attachment) -> int:
    return attachment.bytes or UNKNOWN_BYTES


def _uncounted(turn: Turn, said: Say) -> Turn:
    """Take back the room of a voice message that is not kept after all."""
    size = _size(said.attachment) if said.attachment else 0
    return turn.now(sounded=max(0, turn.response.sounded - size))


def lost(response: Response, numbers: Collection[int], *, tell: bool) -> Turn:
    """Say once that these voice messages could not be fetched, and mark them in the answers."""
    turn = Turn(response=response).flagging(FlagKind.VOICE_LOST)
    for answer in response.answers.values():
        if any(r.number in numbers for r in answer.recordings):
            turn = turn.keeping(answer.loses(numbers))
    silent = not tell or response.status in OVER
    return turn if silent else turn.saying(plain(say(phrases.VOICE_LOST), brief=True))


def _about(response: Response, said: Say) -> str:
    """The question that a message belongs to which came before the decision."""
    about = said.about or response.at
    if about != VOICE:
        return about
    return response.waiting[-1].about or "" if response.waiting else ""
