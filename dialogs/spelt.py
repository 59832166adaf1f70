"""Numbers of days that are spelt out, in every language: "the third of July", "trzeciego lipca", "cinco de marzo"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dialogs.months import MONTHS_OF_TWO_WORDS
from dialogs.typed import folded

# From 1 to 31; a stroke is between ways to say it, a _ where words are two.
_ONES = "first|one second|two third|three fourth|four fifth|five sixth|six seventh|seven eighth|eight ninth|nine"
_ENGLISH = (
    f"{_ONES} tenth|ten eleventh|eleven twelfth|twelve thirteenth|thirteen fourteenth|fourteen fifteenth|fifteen "
    "sixteenth|sixteen seventeenth|seventeen eighteenth|eighteen nineteenth|nineteen twentieth|twenty "
    f"{{twenty}} thirtieth|thirty thirty_first|thirty_one|thirtyfirst"
).format(twenty=" ".join("|".join(f"twenty_{w}|twenty{w}" for w in day.split("|")) for day in _ONES.split()))
_WELSH = (
    "cyntaf|un ail|dau trydydd|trydedd|tri pedwerydd|pedwaredd|pedwar pumed|pump chweched|chwech seithfed|saith wythfed|wyth "
    "nawfed|naw degfed|deg unfed_ar_ddeg deuddegfed trydydd_ar_ddeg pedwerydd_ar_ddeg pymthegfed unfed_ar_bymtheg "
    "ail_ar_bymtheg deunawfed pedwerydd_ar_bymtheg ugeinfed unfed_ar_hugain ail_ar_hugain trydydd_ar_hugain "
    "pedwerydd_ar_hugain pumed_ar_hugain chweched_ar_hugain seithfed_ar_hugain wythfed_ar_hugain nawfed_ar_hugain "
    "degfed_ar_hugain unfed_ar_ddeg_ar_hugain"
)
_STEMS = (
    "pierwsz drug trzec czwart piąt szóst siódm ósm dziewiąt dziesiąt jedenast dwunast trzynast czternast piętnast szesnast "
    "siedemnast osiemnast dziewiętnast dwudziest"
)
_POLISH_ONES = [f"{stem}i|{stem}iego" if stem in ("drug", "trzec") else f"{stem}y|{stem}ego" for stem in _STEMS.split()]
_POLISH = " ".join(
    (
        *_POLISH_ONES,
        *(
            "|".join(f"{ten}_{way}" for ten, way in zip(("dwudziesty", "dwudziestego"), day.split("|"), strict=True))
            for day in _POLISH_ONES[:9]
        ),
        "trzydziesty|trzydziestego trzydziesty_pierwszy|trzydziestego_pierwszego",
    )
)
_ROMANIAN_ONES = "unu|întâi doi|două trei patru cinci șase șapte opt nouă"
_ROMANIAN = (
    f"{_ROMANIAN_ONES} zece unsprezece doisprezece|douăsprezece treisprezece paisprezece cincisprezece șaisprezece "
    "șaptesprezece optsprezece nouăsprezece douăzeci "
    + " ".join("|".join(f"douăzeci_și_{way}" for way in day.split("|")) for day in _ROMANIAN_ONES.split())
    + " treizeci treizeci_și_unu"
)
_PORTUGUESE_ONES = "um|primeiro dois três quatro cinco seis sete oito nove"
_PORTUGUESE = (
    f"{_PORTUGUESE_ONES} dez onze doze treze catorze|quatorze quinze dezasseis|dezesseis dezassete|dezessete dezoito "
    "dezanove|dezenove vinte "
    + " ".join(f"vinte_e_{day.split('|')[0]}" for day in _PORTUGUESE_ONES.split())
    + " trinta trinta_e_um"
)
_SPANISH = (
    "uno|primero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno|veintiún|veinte_y_uno veintidós veintitrés veinticuatro veinticinco veintiséis "
    "veintisiete veintiocho veintinueve treinta treinta_y_uno"
)
_ITALIAN = (
    "primo|uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove venti ventuno ventidue ventitré ventiquattro venticinque ventisei ventisette ventotto "
    "ventinove trenta trentuno"
)
_ARABIC_ONES = "الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع"
_ARABIC = " ".join(
    (
        "الأول",
        _ARABIC_ONES,
        "العاشر الحادي_عشر",
        *(f"{one}_عشر" for one in _ARABIC_ONES.split()),
        "العشرين|العشرون",
        *(f"{one}_والعشرين|{one}_والعشرون" for one in ("الحادي", *_ARABIC_ONES.split())),
        "الثلاثين|الثلاثون الحادي_والثلاثين|الحادي_والثلاثون",
    )
)
_URDU = (
    "یکم|پہلی|ایک دوسری|دو تیسری|تین چوتھی|چار پانچ چھ|چھٹی سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس "
    "بیس اکیس بائیس تئیس|تیئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس"
)
_PANJABI = (
    "ਪਹਿਲੀ|ਇੱਕ|ਇਕ ਦੂਜੀ|ਦੋ ਤੀਜੀ|ਤਿੰਨ ਚੌਥੀ|ਚਾਰ ਪੰਜ ਛੇ ਸੱਤ ਅੱਠ ਨੌਂ|ਨੌ ਦਸ ਗਿਆਰਾਂ ਬਾਰਾਂ ਤੇਰਾਂ ਚੌਦਾਂ ਪੰਦਰਾਂ ਸੋਲਾਂ ਸਤਾਰਾਂ ਅਠਾਰਾਂ ਉੱਨੀ|ਉਨੀ ਵੀਹ ਇੱਕੀ|ਇਕੀ ਬਾਈ "
    "ਤੇਈ ਚੌਵੀ ਪੱਚੀ|ਪੰਝੀ ਛੱਬੀ ਸਤਾਈ ਅਠਾਈ ਉਨੱਤੀ ਤੀਹ ਇਕੱਤੀ"
)
_BANGLA = (
    "পয়লা|পহেলা|এক দোসরা|দুই তেসরা|তিন চৌঠা|চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ বিশ|কুড়ি "
    "একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ ঊনত্রিশ|উনত্রিশ ত্রিশ একত্রিশ"
)
_GUJARATI = (
    "પહેલી|એક બીજી|બે ત્રીજી|ત્રણ ચોથી|ચાર પાંચ છ|છઠ્ઠી સાત આઠ નવ દસ|દશ અગિયાર બાર તેર ચૌદ પંદર સોળ સત્તર અઢાર ઓગણીસ વીસ "
    "એકવીસ બાવીસ ત્રેવીસ ચોવીસ પચ્ચીસ|પચીસ છવ્વીસ સત્તાવીસ અઠ્ઠાવીસ ઓગણત્રીસ ત્રીસ એકત્રીસ"
)
# The numbers of each language, and what makes "the fifth" of "five" by being written on to it.
SPELT_OUT = {
    "en": (_ENGLISH, ()),
    "cy": (_WELSH, ()),
    "pl": (_POLISH, ()),
    "ro": (_ROMANIAN, ()),
    "pa": (_PANJABI, ("ਵੀਂ",)),
    "ur": (_URDU, ("ویں",)),
    "pt": (_PORTUGUESE, ()),
    "es": (_SPANISH, ()),
    "ar": (_ARABIC, ()),
    "bn": (_BANGLA, ("ই", "ে")),
    "gu": (_GUJARATI, ("મી",)),
    "it": (_ITALIAN, ()),
}
# In these languages "and" stands inside a number too.
_TENS = "vinte|trinta|veinte|treinta|douăzeci|douazeci|treizeci"
_COMPOUND = re.compile(rf"(?<!\w)(?:{_TENS})\s+(?:e|y|și|şi|si)\s+(?=[^\W\d])", re.IGNORECASE)
# A day in numbers with commas between.
_COMMAS = re.compile(r"(?<![\w,])\d{1,2}, ?\d{1,2}, ?\d{4}(?![\w,])")
_JOINED, _COMMA = "\ue000", "\ue001"


def in_digits(words: Sequence[str]) -> list[str]:
    """Return folded words with each number that is spelt out as its digits; the names of months stay as they are."""
    written, place = list[str](), 0
    months = {n + 1 for n, pair in enumerate(pairwise(words)) if " ".join(pair) in MONTHS_OF_TWO_WORDS}
    while place < len(words):
        lengths = (n for n in range(_LONGEST, 0, -1) if tuple(words[place : place + n]) in _NUMBERS)
        length = 0 if place in months else next(lengths, 0)
        written.append(str(_NUMBERS[tuple(words[place : place + length])]) if length else words[place])
        place += length or 1
    return written


def held(words: str) -> str:
    """Return words in which no "and" or comma inside a day is taken for one between days, until they are `freed`."""
    joined = _COMPOUND.sub(lambda found: re.sub(r"\s+", _JOINED, found[0]), words)
    return _COMMAS.sub(lambda found: found[0].replace(",", _COMMA), joined)


def freed(words: str) -> str:
    """Return the words as they were before they were `held`."""
    return words.replace(_JOINED, " ").replace(_COMMA, ",")


def _numbers() -> Iterator[tuple[tuple[str, ...], int]]:
    for spelt, endings in SPELT_OUT.values():
        for number, ways in enumerate(spelt.split(), 1):
            for way in ways.split("|"):
                for ending in ("", *endings):
                    yield tuple(folded(f"{way}{ending}".replace("_", " ")).split()), number


_NUMBERS = dict(_numbers())
_LONGEST = max(map(len, _NUMBERS))
