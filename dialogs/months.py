"""The words of dates in the languages of the catalogues: they are typed in any of them, with accents or without.

Months and days of the week are as CLDR has them, with the spellings, forms and mutations that people use besides.
"""

from __future__ import annotations

from dialogs.typed import folded


def _words(names: str) -> frozenset[str]:
    return frozenset(map(folded, names.split()))


_NAMES = (
    (
        "january janu jan ionawr ion stycznia sty styczeń ianuarie ian ਜਨਵਰੀ ਜਨ جنوری janeiro enero ene يناير "
        "جانفي জানুয়ারী জানুয়ারি জানু જાન્યુઆરી જાન્યુ gennaio gen"
    ),
    (
        "february febr feb chwefror chwef chw lutego lut luty februarie ਫ਼ਰਵਰੀ ਫਰਵਰੀ ਫ਼ਰ فروری fevereiro fev febrero فبراير "
        "شباط فيفري ফেব্রুয়ারী ফেব্রুয়ারি ফেব ફેબ્રુઆરી ફેબ્રુ febbraio"
    ),
    "march marc mar mawrth fawrth maw marca marzec martie ਮਾਰਚ مارچ março marzo مارس آذار মার্চ માર્ચ",
    (
        "april apri apr ebrill ebr kwietnia kwi kwiecień aprilie ਅਪ੍ਰੈਲ ਅਪਰੈਲ ਅਪ੍ਰੈ اپریل abril abr أبريل إبريل أفريل نيسان এপ্রিল "
        "এপ্রি એપ્રિલ aprile"
    ),
    "may mai fai maja maj ਮਈ مئی maio mayo مايو أيار ماي মে મે maggio mag",
    (
        "june jun mehefin fehefin meh czerwca cze czerwiec iunie iun ਜੂਨ جون junho junio يونيو يونية حزيران جوان জুন જૂન "
        "giugno giu"
    ),
    (
        "july jul gorffennaf orffennaf gorff gor lipca lip lipiec iulie iul ਜੁਲਾਈ ਜੁਲਾ جولائی julho julio يوليو يولية تموز "
        "جويلية জুলাই জুল જુલાઈ જુલાઇ luglio lug"
    ),
    "august augu aug awst sierpnia sie sierpień ਅਗਸਤ ਅਗ اگست agosto ago أغسطس آب أوت আগস্ট অগাস্ট আগ ઑગસ્ટ ઓગસ્ટ",
    (
        "september sept sep medi fedi września wrz wrzesień septembrie ਸਤੰਬਰ ਸਤੰ ستمبر setembro set septiembre setiembre "
        "سبتمبر أيلول সেপ্টেম্বর সেপ સપ્ટેમ્બર સપ્ટે settembre"
    ),
    (
        "october octo oct hydref hyd października paź październik octombrie ਅਕਤੂਬਰ ਅਕਤੂ اکتوبر outubro out octubre "
        "أكتوبر অক্টোবর অক্টো ઑક્ટોબર ઓક્ટોબર ઑક્ટો ottobre ott"
    ),
    (
        "november nove nov tachwedd dachwedd tach listopada lis listopad noiembrie noi ਨਵੰਬਰ ਨਵੰ نومبر novembro noviembre "
        "نوفمبر নভেম্বর নভে નવેમ્બર નવે novembre"
    ),
    (
        "december dece dec rhagfyr ragfyr rhag grudnia gru grudzień decembrie ਦਸੰਬਰ ਦਸੰ دسمبر dezembro dez diciembre "
        "dic ديسمبر ডিসেম্বর ডিসে ડિસેમ્બર ડિસે dicembre"
    ),
)
MONTHS = {folded(name): number for number, names in enumerate(_NAMES, 1) for name in names.split()}
# In Syria, Lebanon and Iraq four months have names of two words.
MONTHS_OF_TWO_WORDS = {
    folded("كانون الثاني"): 1,
    folded("تشرين الأول"): 10,
    folded("تشرين الثاني"): 11,
    folded("كانون الأول"): 12,
}
# Months in Roman numerals, where they are written so.
_IN_ORDER = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NUMERALS = {numeral: month for month, numeral in enumerate(_IN_ORDER, 1)}
ROMAN = {"pl": _NUMERALS, "ro": _NUMERALS}
# What is written on to a month that something happens in.
IN_A_MONTH = ("\u09c7", "\u0ac7")
# Names that are looked for where a word is nearly spelt so, by language.
SPELT = {
    "en": "january february march april may june july august september october november december",
    "cy": "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
WEEKDAYS = _words(
    "monday mon tuesday tues tue wednesday weds wed thursday thurs thur thu friday fri saturday satur sat sunday sun "
    "wednes llun mawrth fawrth mercher fercher iau gwener wener sadwrn sul poniedziałek pon wtorek wt środa środę śr czwartek "
    "czw piątek pt sobota sobotę sob niedziela niedzielę niedz luni lun marți mar miercuri mie joi vineri vin sâmbătă sâm "
    "duminică dum ਸੋਮਵਾਰ ਸੋਮ ਮੰਗਲਵਾਰ ਮੰਗਲ ਬੁੱਧਵਾਰ ਬੁੱਧ ਵੀਰਵਾਰ ਵੀਰ ਸ਼ੁੱਕਰਵਾਰ ਸ਼ੁੱਕਰ ਸ਼ਨਿੱਚਰਵਾਰ ਸ਼ਨੀਵਾਰ ਸ਼ਨਿੱਚਰ ਐਤਵਾਰ ਐਤ پیر سوموار منگل بدھ جمعرات "
    "جمعہ ہفتہ ہفتے اتوار segunda terça quarta quinta sexta feira sábado domingo lunes martes miércoles mié jueves jue viernes "
    "vie sáb dom الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد সোমবার সোম মঙ্গলবার মঙ্গল বুধবার বুধ বৃহস্পতিবার বৃহস্পতি "
    "শুক্রবার শুক্র শনিবার শনি রবিবার রবি সোমবারে શનિવાર સોમવાર સોમ મંગળવાર મંગળ બુધવાર બુધ ગુરુવાર ગુરુ શુક્રવાર શુક્ર શનિ રવિવાર રવિ lunedì "
    "martedì mercoledì mer giovedì gio venerdì ven sabato domenica"
)
# Words that stand with a day and change nothing.
WITH_A_DAY = _words(
    "on the of day date this year ar y yr o dydd ddydd dyddiad dnia dzień dniu dn w we r rok roku "
    "br b pe în ziua data de del da do di dia día el la lo l em na ao aos a c "
    "il nel giorno data mese ਨੂੰ ਤਾਰੀਖ਼ ਤਾਰੀਖ ਦਿਨ ਦੀ ਦੇ کو تاریخ بروز بتاریخ کی کے يوم في من شهر عام سنة بتاريخ تاريخ "
    "الموافق م ء عیسوی "
    "তারিখ তারিখে সাল সালে সালের রোজ તારીખ તા "
    "તારીખે ના ની રોજ"
)
# What is written on to the number of a day.
ORDINALS = _words(
    "st nd rd th af il ail ydd edd ed fed eg ain go ego tego szego ty y ga gi a o er ero "
    "ro do ero à "
    "ਵੀਂ ਵਾਂ ਲੀ ਜੀ ਥੀ ویں واں ই লা রা ঠা শে મી લી જી થી"
)
# A first of the month that is written out.
FIRST = _words("first primeiro primero primo întâi cyntaf pierwszego پہلی أول")
_TODAY = "today|heddiw|dzisiaj|dziś|azi|astăzi|ਅੱਜ|آج|hoje|hoy|اليوم|আজ|આજે|oggi"
_TOMORROW = (
    "tomorrow|yfory|jutro|mâine|ਕੱਲ੍ਹ|ਕੱਲ|ਭਲਕੇ|کل|amanhã|mañana|غدا|بكرة|আগামীকাল|আগামী কাল|কাল|কালকে|આવતીકાલે|આવતી કાલે|કાલે|domani"
)
_AFTER_TOMORROW = (
    "day after tomorrow|the day after tomorrow|drennydd|pojutrze|poimâine|ਪਰਸੋਂ|پرسوں|depois de amanhã|"
    "pasado mañana|بعد غد|بعد الغد|"
    "পরশু|আগামী পরশু|પરમ દિવસે|પરમદિવસે|dopodomani"
)
_IN_A_WEEK = (
    "next week|in a week|in a weeks time|a week today|a week from today|wythnos nesaf|wythnos i heddiw|mewn wythnos|"
    "za tydzień|w przyszłym tygodniu|săptămâna viitoare|peste o săptămână|ਅਗਲੇ ਹਫ਼ਤੇ|اگلے ہفتے|"
    "próxima semana|na próxima semana|"
    "la próxima semana|الأسبوع القادم|الأسبوع المقبل|আগামী সপ্তাহে|"
    "આવતા અઠવાડિયે|la prossima settimana|tra una settimana"
)
_IN_TWO_WEEKS = (
    "in two weeks|in 2 weeks|in a fortnight|mewn pythefnos|za dwa tygodnie|peste două săptămâni|"
    "ਦੋ ਹਫ਼ਤਿਆਂ ਵਿੱਚ|دو ہفتے بعد|daqui a duas semanas|"
    "en dos semanas|dentro de dos semanas|بعد أسبوعين|দুই সপ্তাহ পরে|બે અઠવાડિયામાં|tra due settimane"
)
# How many days from today.
RELATIVE = {
    folded(words): days
    for days, names in ((0, _TODAY), (1, _TOMORROW), (2, _AFTER_TOMORROW), (7, _IN_A_WEEK), (14, _IN_TWO_WEEKS))
    for words in names.split("|")
}
# What stands between two days, by language; the second is written on to a number, without a space.
AND = {
    "cy": (("a", "ac"), ""),
    "pl": (("i", "oraz"), ""),
    "ro": (("și", "şi", "si"), ""),
    "pa": (("ਅਤੇ", "ਤੇ"), ""),
    "ur": (("اور",), ""),
    "pt": (("e",), ""),
    "es": (("y", "e"), ""),
    "ar": (("و",), "و"),
    "bn": (("এবং", "ও", "আর"), ""),
    "gu": (("અને", "ને"), ""),
    "it": (("e", "ed"), ""),
}
