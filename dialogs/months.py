"""The words of dates in the languages of the catalogues: they are typed in any of them. The months are as CLDR has them."""

from __future__ import annotations

_NAMES = (
    (
        "ionawr ion stycznia sty styczeń ianuarie ian ਜਨਵਰੀ ਜਨ جنوری janeiro jan enero ene يناير জানুয়ারী জানু "
        "જાન્યુઆરી જાન્યુ gennaio gen"
    ),
    (
        "chwefror chwef chw lutego lut luty februarie feb ਫ਼ਰਵਰੀ ਫ਼ਰ فروری fevereiro fev febrero فبراير "
        "ফেব্রুয়ারী ফেব ફેબ્રુઆરી ફેબ્રુ febbraio"
    ),
    "mawrth maw marca mar marzec martie ਮਾਰਚ مارچ março marzo مارس মার্চ માર્ચ",
    "ebrill ebr kwietnia kwi kwiecień aprilie apr ਅਪ੍ਰੈਲ ਅਪ੍ਰੈ اپریل abril abr أبريل এপ্রিল এপ্রি એપ્રિલ aprile",
    "mai maja maj ਮਈ مئی maio mayo may مايو মে મે maggio mag",
    "mehefin meh czerwca cze czerwiec iunie iun ਜੂਨ جون junho jun junio يونيو জুন જૂન giugno giu",
    "gorffennaf gorff gor lipca lip lipiec iulie iul ਜੁਲਾਈ ਜੁਲਾ جولائی julho jul julio يوليو জুলাই জুল જુલાઈ luglio lug",
    "awst sierpnia sie sierpień august aug ਅਗਸਤ ਅਗ اگست agosto ago أغسطس আগস্ট আগ ઑગસ્ટ",
    (
        "medi września wrz wrzesień septembrie sept ਸਤੰਬਰ ਸਤੰ ستمبر setembro set septiembre سبتمبر সেপ্টেম্বর সেপ "
        "સપ્ટેમ્બર સપ્ટે settembre"
    ),
    (
        "hydref hyd października paź październik octombrie oct ਅਕਤੂਬਰ ਅਕਤੂ اکتوبر outubro out octubre أكتوبر "
        "অক্টোবর অক্টো ઑક્ટોબર ઑક્ટો ottobre ott"
    ),
    (
        "tachwedd tach listopada lis listopad noiembrie nov ਨਵੰਬਰ ਨਵੰ نومبر novembro noviembre نوفمبر নভেম্বর নভে "
        "નવેમ્બર નવે novembre"
    ),
    (
        "rhagfyr rhag grudnia gru grudzień decembrie dec ਦਸੰਬਰ ਦਸੰ دسمبر dezembro dez diciembre dic ديسمبر "
        "ডিসেম্বর ডিসে ડિસેમ્બર ડિસે dicembre"
    ),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
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
