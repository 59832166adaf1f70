"""The core as a channel: English texts, a clock that goes on by itself, and a record of all that is to be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.telegram.buttons import fitting
from dialogs import leder
from dialogs.answers import Answer
from dialogs.inputs import (
    Amend,
    Attachment,
    Begin,
    Change,
    Channel,
    Command,
    Input,
    Language,
    Media,
    Open,
    Press,
    Say,
    Unkept,
    data,
    parse,
)
from dialogs.interview import place, respond, shown
from dialogs.messages import Message, segments, wording
from dialogs.offers import in_sight
from dialogs.phrases import YOUR_REVIEWER
from dialogs.questionnaire import Questionnaire
from dialogs.response import Decision, Response
from dialogs.text import Speech, fill
from dialogs.turn import Turn
from storage.schema.codec import dump_response, load_response
from tests.scenario import PEOPLE, Begins, Deed, Edits, Presses, Reply, Says, Sends, Shown

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SPOKEN = Attachment(kind=Media.VOICE, seconds=7, bytes=10, mime="audio/ogg", where="file")
COMMANDS: Mapping[str, Press] = {
    **{f"/{c.value}": c for c in Command if c is not Command.RESUME},
    "/help": Open("help"),
    "/change": Change(),
    "/language": Language(),
}


def english_day(day: date) -> str:
    """The day as an English text has it."""
    return f"{day.day} {day:%B %Y}"


def english_list(parts: Sequence[str]) -> str:
    """The parts as an English text has them."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


ENGLISH = Speech(translate=lambda msgid: msgid, day=english_day, listing=english_list)


def fresh(questionnaire: Questionnaire | None = None, **changes: Any) -> Response:
    """A response as it is before the invitation is opened for the first time."""
    version = (questionnaire or leder.load()).version
    return replace(Response(version=version, language="en", channel=Channel.TELEGRAM, people=PEOPLE), **changes)


def written_and_read(response: Response) -> Response:
    """The response as the store gives it back."""
    return load_response(dump_response(response))


class CoreDriver:
    """Drives `respond`, and between every two inputs writes the response out and reads it back.

    `record` is what the store would hold of the answers, `turn` the last turn, `prompts` the places shown so far.
    """

    def __init__(
        self,
        questionnaire: Questionnaire | None = None,
        response: Response | None = None,
        *,
        roundtrip: Callable[[Response], Response] = written_and_read,
        speech: Callable[[str], Speech] = lambda _language: ENGLISH,
    ) -> None:
        self.questionnaire = questionnaire or leder.load()
        self.response = response or fresh(self.questionnaire)
        self.turn = Turn(response=self.response)
        self.reply = Reply()
        self.now = NOW
        self.place = 0
        self.prompts: list[str] = []
        self.record: dict[tuple[str, int], Answer] = {}
        self.decisions: list[Decision] = []
        self._roundtrip = roundtrip
        self._speech = speech
        self._written: list[tuple[int, str]] = []

    def does(self, deed: Deed) -> Reply:
        """The reply to `deed`, as an edge would carry it."""
        match deed:
            case Begins():
                return self.take(Begin())
            case Says(words):
                return self.take(COMMANDS.get(words) or self.words(words))
            case Presses(pressed):
                return self.take(self._press(pressed))
            case Edits(old, new):
                sent = next(sent for sent, words in reversed(self._written) if words == old)
                return self.take(Amend(words=new, sent=sent))
            case Sends(Media.VOICE | Media.AUDIO as kind, words):
                return self.take(self.words(words, attachment=replace(SPOKEN, kind=kind)))
            case Sends(media, words):
                return self.take(self.words(words, media=media) if words else Unkept(media))

    def words(self, words: str, **changes: Any) -> Say:
        """The next message of words, below the newest question; `about` and `sent` may place it elsewhere."""
        said = Say(words=words, sent=self.place + 1, about=self.prompts[-1] if self.prompts else None)
        return replace(said, **changes)

    def take(self, said: Input) -> Reply:
        """Respond to one input and keep what comes of it."""
        self._note(said)
        self.turn = respond(self.questionnaire, self.response, said, now=self.now)
        return self._kept()

    def _kept(self) -> Reply:
        """Keep what comes of the turn."""
        self.reply = self._render(self.turn)
        self.response = self._roundtrip(self._as_shown(self.turn))
        self.record |= {(a.link_id, a.revision): a for a in self.turn.answers}
        self.decisions += self.turn.decisions
        self.now += timedelta(minutes=1)
        return self.reply

    def in_sight(self) -> Reply:
        """The question that is open now, as a page shows it below what was said; nothing where none is."""
        asked = in_sight(self.questionnaire, self.response)
        return Reply((render(asked, self.response, self._speech(self.response.language)),) if asked else ())

    def places(self, said: Say) -> Reply:
        """Take words that have waited until it was known where they belong."""
        self.turn = place(self.questionnaire, self.response, said, now=self.now)
        return self._kept()

    def counting(self) -> dict[str, Answer]:
        """The answers on record that are not superseded, by link_id."""
        return {a.link_id: a for a in self.record.values() if not a.superseded}

    def _press(self, pressed: str) -> Press:
        press = parse(pressed)
        if press is None:
            raise ValueError(f"{pressed} is no button")
        return press

    def _note(self, said: Input) -> None:
        """The person's own messages take a place in the chat and can be edited later."""
        if isinstance(said, Say):
            self.place = max(self.place, said.sent)
            self._written.append((said.sent, said.words))
        elif isinstance(said, Unkept):
            self.place += 1

    def _render(self, turn: Turn) -> Reply:
        self.place += len(turn.messages)
        self.prompts += [m.prompt for m in turn.messages if m.prompt]
        how = self._speech(turn.response.language)
        return Reply(
            messages=tuple(render(m, turn.response, how) for m in turn.messages),
            repaint=render(turn.repaint, turn.response, how) if turn.repaint else None,
            toast=fill(turn.toast, how, names(turn.response)) if turn.toast else "",
        )

    def _as_shown(self, turn: Turn) -> Response:
        """The response with the wording of the last message that asked what is asked now."""
        asked = [m for m in turn.messages if m.prompt == turn.response.at]
        if not asked:
            return turn.response
        how = self._speech(turn.response.language)
        return shown(turn.response, wording(asked[-1], how, names(turn.response)))


def names(response: Response) -> Mapping[str, str]:
    """What the placeholders stand for in this conversation."""
    return response.people.names(YOUR_REVIEWER)


def render(message: Message, response: Response, how: Speech = ENGLISH) -> Shown:
    """The message as a person sees it."""
    known = names(response)
    labelled = [[(fill(b.label, how, known), b.press) for b in row] for row in message.rows]
    return Shown(
        text="\n\n".join(text for text, _ in segments(message, how, known)),
        rows=tuple(tuple((label, data(press)) for label, press in row) for row in fitting(labelled)),
    )
