"""Show each place: a question, a screen to read, the check of all answers, the end, the menu."""

from __future__ import annotations

from functools import lru_cache

from dialogs import asides, board, helplines, phrases
from dialogs.answers import Answer
from dialogs.cards import CARDS, card
from dialogs.changing import chosen, has_words_beside, is_changed, so_far
from dialogs.copies import replace
from dialogs.easy_read import EASY_READ_HELPS
from dialogs.hub import message_of, short_row
from dialogs.inputs import (
    Absent,
    AbsentReason,
    Change,
    Channel,
    Choose,
    Command,
    Language,
    Next,
    No,
    Open,
    Send,
    Toggle,
    Yes,
)
from dialogs.languages import EASY_READ, name_of
from dialogs.listing import change_rows, lines, parts
from dialogs.messages import ALWAYS, HELP, RESUME, Button, Message, Paragraph, Role, Row, plain
from dialogs.parts import Way
from dialogs.questionnaire import SCREEN_FACTS, AnswerOption, Item, ItemType, Questionnaire
from dialogs.response import AMENDED, CHECK, HUB, OVER, Response
from dialogs.route import DONE, NAME, holds, name_to_confirm, progress
from dialogs.telling import has_told_much
from dialogs.text import Text, isolate, placeholders, say, verbatim

WORDS, SAID, AWAY = "words", "said", "note"
_OFFER: tuple[Row, ...] = (
    (Button(say(phrases.PUT_WORDS), Yes(WORDS)),),
    (Button(say(phrases.LEAVE_WORDS), No(WORDS)),),
    (Button(say(asides.TAKE_AWAY), No(AWAY)),),
)


def message_at(questionnaire: Questionnaire, response: Response, place: str) -> Message:
    """The message that puts `place` before the person."""
    if place in questionnaire.items:
        return question(questionnaire, response, item_for(questionnaire, response, place))
    match place:
        case _ if place == NAME:
            return shall_i_say(response)
        case _ if place == CHECK:
            return check(questionnaire, response)
        case _ if place == DONE:
            return done(questionnaire, response)
        case _ if place in CARDS:
            return card(questionnaire, place)
        case _:
            pass
    if message := message_of(questionnaire, response, place):
        return message
    return _to_read(questionnaire, place)


def _to_read(questionnaire: Questionnaire, place: str) -> Message:
    """A screen to read, without what the programme's facts do not say."""
    screen = questionnaire.screen(place)
    assert screen is not None  # noqa: S101 - every place is an item or a screen
    facts = questionnaire.programme
    used = [(p, {f: facts[f] for f in placeholders(p) & SCREEN_FACTS}) for p in screen.paragraphs]
    paragraphs = tuple(Paragraph(say(p, **of)) for p, of in used if all(of.values()))
    return Message(paragraphs=paragraphs, rows=((Button(say(screen.button), Yes(place)),), ALWAYS), prompt=place)


def item_for(questionnaire: Questionnaire, response: Response, link_id: str) -> Item:
    """The item as this participant meets it: R1 begins with what the reviewer said, W1 has the languages on offer.

    W3 does not ask whoever reads Easy Read whether that would help.
    """
    item = questionnaire.items[link_id]
    told = {"sister": "sibling", "brother": "sibling"}.get(response.people.relationship, response.people.relationship)
    if link_id == "W1":
        spoken = tuple(AnswerOption(code=code, text=name_of(code)) for code in response.languages)
        return replace(item, options=(*spoken, *(o for o in item.options if o.code == "bsl")))
    if link_id == "W3" and response.language == EASY_READ and EASY_READ_HELPS not in _codes(response, link_id):
        return replace(item, options=tuple(o for o in item.options if o.code != EASY_READ_HELPS))
    if link_id == "R1" and item.option(told):
        first = sorted(item.options, key=lambda o: o.code != told)
        return replace(item, options=tuple(first), hint=phrases.TOLD_RELATIONSHIP)
    if item.options_from:
        chosen = response.answers.get(item.options_from)
        return replace(item, options=tuple(o for o in item.options if chosen and o.code in chosen.codes))
    return item


def _codes(response: Response, link_id: str) -> tuple[str, ...]:
    answer = response.answers.get(link_id)
    return answer.codes if answer else ()


def question(questionnaire: Questionnaire, response: Response, item: Item) -> Message:
    """One question: progress, the answer so far when it is being changed, text, hint, numbered options, buttons."""
    offers_short = _offers_short(questionnaire, response, item)
    short = (short_row(questionnaire, response),) if offers_short else ()
    return Message(
        paragraphs=(
            *_progress(questionnaire, response, item),
            *((Paragraph(_parts_offer(questionnaire, response)),) if offers_short else ()),
            *so_far(response, item),
            *((Paragraph(say(phrases.OFFER_WORDS)),) if _is_offered(response, item) else ()),
            Paragraph(say(item.text), Role.QUESTION, twice=item.is_consent),
            *((Paragraph(_hint(item), Role.HINT, twice=item.is_consent),) if item.hint else ()),
            *_only_if_known(questionnaire, response, item),
        ),
        options=tuple(say(o.text).at(item.link_id) for o in item.options),
        rows=(
            *_option_rows(response, item),
            *_way_on_rows(response, item),
            *(_OFFER if _is_offered(response, item) else ()),
            *short,
            ALWAYS,
        ),
        prompt=item.link_id,
    )


def shall_i_say(response: Response) -> Message:
    """May the short name be used from now on?"""
    asked = Paragraph(say(phrases.SHALL_I_SAY, called=isolate(name_to_confirm(response) or "")), Role.QUESTION)
    yes, no = say(phrases.YES).at(NAME), say(phrases.NO).at(NAME)
    buttons = (Button(yes, Yes(NAME)), Button(no, No(NAME)))
    return Message(paragraphs=(asked,), options=(yes, no), rows=(buttons, ALWAYS), prompt=NAME)


def check(questionnaire: Questionnaire, response: Response) -> Message:
    """All answers, to look at before they are sent."""
    listed = parts(questionnaire, response)
    more, row = _more(questionnaire, response)
    if shown := board.check(listed, response.channel, more, row):
        return replace(shown, rows=(*shown.rows, ALWAYS))
    rows = (*change_rows(listed), *row, (Button(say(phrases.FINISHED), Send()),), ALWAYS)
    last = tuple(map(Paragraph, (*more, say(phrases.CHECK_SEND))))
    body = (Paragraph(say(phrases.CHECK)), *lines(listed), *last)
    return Message(paragraphs=body, rows=rows, prompt=CHECK)


def answers(questionnaire: Questionnaire, response: Response, intro: str, *, fixed: bool = False) -> Message:
    """All answers, to read or to choose one to change; `fixed`: only to read."""
    listed = parts(questionnaire, response)
    if not listed:
        return plain(say(phrases.NO_ANSWERS), rows=() if fixed else (RESUME,))
    rows = () if fixed else (*(board.rows(listed, response.channel) or change_rows(listed)), RESUME)
    return Message(paragraphs=(Paragraph(say(intro)), *lines(listed, fixed=fixed)), rows=rows)


def to_change(questionnaire: Questionnaire, response: Response) -> Message:
    """Return all answers to choose one to change; in a chat a long list by its parts alone."""
    if shown := board.rows(parts(questionnaire, response), response.channel):
        return plain(say(asides.BOARD), rows=(*shown, RESUME))
    on_page = response.channel == Channel.PAGE
    return answers(questionnaire, response, phrases.CHOOSE_CHANGE_ON_PAGE if on_page else phrases.CHOOSE_CHANGE)


def done(questionnaire: Questionnaire, response: Response) -> Message:
    """The last screen: thanks, and what happens next."""
    answered = any(link_id != "W1" for link_id in response.answered)
    thanks = phrases.THANK_YOU if has_told_much(questionnaire, response) else phrases.THANK_YOU_ANYWAY
    first = () if AMENDED in response.passed else (say(thanks), *((say(phrases.WHAT_NEXT),) if answered else ()))
    still = say(phrases.STILL_OPEN, phone=questionnaire.programme["phone"])
    rows = ((Button(say(phrases.CHANGE), Change()), Button(say(phrases.TALK), Command.TALK)), HELP)
    more, row = _more(questionnaire, response)
    body = (*map(Paragraph, (*first, *more, still)), *helplines.grief(questionnaire.programme))
    return Message(paragraphs=body, rows=(*row, *rows), prompt=DONE)


def _more(questionnaire: Questionnaire, response: Response) -> tuple[tuple[Text, ...], tuple[Row, ...]]:
    """After the short form: there is more, if somebody likes."""
    return ((say(phrases.MORE_OFFER),), (short_row(questionnaire, response),)) if response.short else ((), ())


def languages(response: Response) -> Message:
    """The languages on offer, by their own names."""
    rows = tuple((Button(verbatim(name_of(code)), Language(code)),) for code in response.languages)
    return plain(say(phrases.CHOOSE_LANGUAGE), rows=(*rows, RESUME))


def menu(questionnaire: Questionnaire, response: Response) -> Message:
    """Return the menu that "More" opens; while questions are asked, with the parts and the short form."""
    row = (Button(say(phrases.PAUSE), Command.PAUSE), Button(say(phrases.CHANGE), Change()))
    talk = (Button(say(phrases.TALK), Command.TALK), Button(say(phrases.LANGUAGE), Language()))
    end = (Button(say(phrases.STOP), Command.STOP), Button(say(phrases.WITHDRAW), Command.WITHDRAW))
    is_asked = response.consented and not response.finished and response.status not in OVER
    way: tuple[Row, ...] = ()
    if is_asked and questionnaire.parts:
        way = ((Button(say(phrases.ALL_PARTS), Open(HUB)), *short_row(questionnaire, response)),)
    return plain(say(phrases.MENU), rows=(row, *way, talk, end, RESUME))


def _is_offered(response: Response, item: Item) -> bool:
    """Tell whether words wait in the note that may belong to this question."""
    return response.offered is not None and response.offered.link_id == item.link_id


def _offers_short(questionnaire: Questionnaire, response: Response, item: Item) -> bool:
    """Tell whether the short form is offered here: at the first question of the first part, once."""
    if item.section not in questionnaire.parts or response.short or response.finished:
        return False
    return Way(questionnaire, response).is_untouched and item.link_id not in response.answers


def _parts_offer(questionnaire: Questionnaire, response: Response) -> Text:
    return say(phrases.PARTS_OFFER, number=str(len(Way(questionnaire, response).core)))


def _only_if_known(questionnaire: Questionnaire, response: Response, item: Item) -> tuple[Paragraph, ...]:
    section = questionnaire.section(item.section)
    unsure = any(holds(when, response) for when in section.only_if_known_when)
    return (Paragraph(say(phrases.ONLY_IF_YOU_KNOW), Role.HINT),) if unsure else ()


def _progress(questionnaire: Questionnaire, response: Response, item: Item) -> tuple[Paragraph, ...]:
    """Say which question of its section this is; nothing in a section of one question."""
    if item.link_id not in questionnaire.question_ids:
        return ()
    if response.short and (where := Way(questionnaire, response).core_number(item)):
        number, total = where
        return (Paragraph(say(phrases.PROGRESS_SHORT, number=str(number), total=str(total)), Role.PROGRESS),)
    number, total = progress(questionnaire, item)
    section = questionnaire.section(item.section).title
    how = phrases.PROGRESS if item.link_id in questionnaire.counted else phrases.PROGRESS_FOLLOW_UP
    said = say(how, section=say(section), number=str(number), total=str(total))
    return (Paragraph(said, Role.PROGRESS),) if total > 1 else ()


def _hint(item: Item) -> Text:
    if item.hint == phrases.TOLD_RELATIONSHIP:
        return say(item.hint, choice=say(item.options[0].text).at(item.link_id))
    return say(item.hint)


def _option_rows(response: Response, item: Item) -> tuple[Row, ...]:
    return _rows_of(item.link_id, item.options, chosen(response, item), many=item.type is ItemType.MULTIPLE)


@lru_cache(maxsize=2048)
def _rows_of(link_id: str, options: tuple[AnswerOption, ...], chosen: frozenset[str], *, many: bool) -> tuple[Row, ...]:
    """A row an option; the same for everybody who has chosen the same."""
    if not many:
        return tuple((_option(n, o, Choose(link_id, o.code), o.code in chosen),) for n, o in enumerate(options, 1))
    return tuple(
        (_option(n, o, Toggle(link_id, o.code, o.code not in chosen), o.code in chosen),)
        for n, o in enumerate(options, 1)
    )


def _option(number: int, option: AnswerOption, press: Choose | Toggle, chosen: bool) -> Button:
    label = phrases.OPTION_SET if chosen else phrases.OPTION
    return Button(say(label, number=str(number), choice=say(option.text).at(press.link_id)), press)


def _way_on_rows(response: Response, item: Item) -> tuple[Row, ...]:
    answer = response.answers.get(item.link_id)
    row = []
    if is_changed(response, item):
        row.append(Button(say(phrases.KEEP), Next(item.link_id)))
    elif item.type is ItemType.MULTIPLE or (answer and answer.growing and _may_end(item, answer)):
        row.append(Button(say(phrases.NEXT), Next(item.link_id)))
    if not item.required:
        row.append(Button(say(phrases.SKIP), Absent(item.link_id, AbsentReason.SKIPPED)))
    out = [Button(say(phrases.LEAVE_THEM_OUT), No(SAID))] if has_words_beside(response, item) else []
    absent = []
    if item.unsure:
        absent.append(Button(say(phrases.DO_NOT_KNOW), Absent(item.link_id, AbsentReason.UNKNOWN)))
    if item.decline:
        absent.append(Button(say(phrases.RATHER_NOT_SAY), Absent(item.link_id, AbsentReason.DECLINED)))
    return tuple(tuple(r) for r in (out, row, absent) if r)


def _may_end(item: Item, answer: Answer) -> bool:
    """Tell whether there is something that Next can be the end of."""
    return bool(answer.dates) or ((item.type is ItemType.TEXT or item.repeats) and answer.is_told)
