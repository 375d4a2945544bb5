"""The keys under which two spellings are the same name.

`fold` gives the key of an exact look-up: case, accents, separators, full-width and look-alike
letters no longer tell spellings apart, and nothing else is lost. `sound_key` and `unleet` give
weaker keys, tried only when the exact one finds nothing; whoever uses them keeps a doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
    sigma sigma tau upsilon phi chi psi omega
"""
GREEK = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", _GREEK_NAMES.split(), strict=True))
"""How each small Greek letter is spelled when it stands before a name, as in α-PVP."""

_TO_LATIN = dict(
    zip(
        "асеорухѕіјԁһкмнтвզԛԝӏпαβγεηικνορτυχωϲϳ",
        "aceopyxsijdhkmhtbqqwlnabyenikvoptuxwcj",
        strict=True,
    )
)
_TO_CYRILLIC = dict(zip("aceopyxkmhtb", "асеорухкмнтв", strict=True))
_LETTERS = {
    "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": "", "ۀ": "ه", "ٱ": "ا",
    "ɑ": "a", "ɡ": "g", "ⅼ": "l",
}  # fmt: skip
_LETTERS |= dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
"""Letters that have no compatibility form; the last are the small capitals."""
_MARKS = ((0x0300, 0x036F), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0xFE00, 0xFE0F))


class _KeyTable(dict[int, str | None]):
    """What becomes of each character in a key, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kept: str | None = None
        if char in _LETTERS:
            kept = _LETTERS[char]
        elif any(first <= code <= last for first, last in _MARKS):
            kept = None
        elif char.isdecimal():
            kept = str(unicodedata.decimal(char))
        elif char.isalnum() or unicodedata.category(char) in ("Mn", "Mc"):
            kept = char
        self[code] = kept
        return kept


_KEY = _KeyTable()
_ASCII_DROPPED = str.maketrans("", "", "".join(chr(c) for c in range(128) if not chr(c).isalnum()))
_GREEK_RUN = re.compile(r"[α-ω]+")
_LATIN_LETTER = re.compile(r"[a-z]")
_CYRILLIC_LETTER = re.compile(r"[Ѐ-ԯ]")
_OTHER_ALPHABET = re.compile(r"[α-ωϲϳЀ-ԯզ]")


def fold(text: str) -> str:
    """Give the key under which spellings of one name are equal; empty when nothing is left.

    Compatibility forms, case, accents, separators, zero-width characters and look-alike letters
    of other alphabets are levelled, Greek letters before a name are spelled. Folding a key again
    changes nothing.

    >>> fold("4-MMC"), fold("Δ9-THC"), fold("mоrphine")
    ('4mmc', 'delta9thc', 'morphine')
    """
    if text.isascii():
        return text.lower().translate(_ASCII_DROPPED)
    key = _fold_once(text)
    while not key.isascii():
        again = _fold_once(key)
        if again == key:
            break
        key = again
    return key


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(c for c in text if unicodedata.category(c) != "Cf" and not _is_accent(c))
    text = _GREEK_RUN.sub(_spell_greek, text)
    key = unicodedata.normalize("NFKC", text.translate(_KEY))
    return _one_alphabet(key) if _OTHER_ALPHABET.search(key) else key


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def _spell_greek(found: re.Match[str]) -> str:
    """Spell one Greek letter that begins a word; leave Greek words and look-alikes inside one."""
    run, text = found.group(), found.string
    before = text[found.start() - 1] if found.start() else " "
    if len(run) > 1 or before.isalpha():
        return run
    return GREEK[run]


def _one_alphabet(key: str) -> str:
    """Read look-alike letters of a mixed word in the alphabet that most of its letters have.

    Where some letter has no twin there, the other alphabet is tried.
    """
    latin = len(_LATIN_LETTER.findall(key))
    if not latin:
        return key
    to_latin = {c for c in key if _OTHER_ALPHABET.match(c)}, _TO_LATIN
    to_cyrillic = {c for c in key if "a" <= c <= "z"}, _TO_CYRILLIC
    cyrillic = len(_CYRILLIC_LETTER.findall(key))
    tried = (to_cyrillic, to_latin) if cyrillic > latin else (to_latin, to_cyrillic)
    for foreign, table in tried:
        if foreign <= table.keys():
            return "".join(table.get(c, c) for c in key)
    return key


CJK = re.compile(r"[\u3400-\u9fff]")
"""A Chinese character, in the range that names are written with."""


def is_word_key(key: str) -> bool:
    """True when a key is written in an alphabet, so that endings and typing errors can be told.

    Chinese names, for example, are matched as they stand.
    """
    return bool(key) and all(c.isdigit() or c < "ɐ" or "Ѐ" <= c <= "ԯ" for c in key)


@dataclass(frozen=True, slots=True)
class Variant:
    """A weaker reading of a text: the keys it gives and a sentence on how it was read."""

    key: str
    is_sound: bool
    says: str


_LEET = str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_LEET_INSIDE = re.compile(
    r"(?<=[^\W\d_])[013457@$!|]+(?=[^\W\d_])|[013457@$!|](?=[^\W\d_]{4,})|(?<=[^\W\d_]{5})[01|]$"
)
_MISREAD = (
    *(("rn", "m"), ("vv", "w"), ("cl", "d"), ("ri", "n"), ("li", "h"), ("ii", "u")),
    *(("m", "rn"), ("d", "cl"), ("n", "ri"), ("h", "li")),
)
"""Letters that a scanner reads for others."""


def variants(text: str) -> Iterator[Variant]:
    """Yield the weaker readings of a text, the more certain first.

    A variant with `is_sound` is to be compared with the sound keys of names, any other with
    their keys. The whole list is short; nothing is yielded that cannot be a name.
    """
    yield from _unleet(text)
    yield from _recoded(text)
    yield from _rescanned(text)
    if text[:1] in "αβΑΒ" and len(text) > 5:
        key = fold("x" + text)[1:]
        yield Variant(key, False, f"'{text}' begins with a Greek letter read as a Latin one")
    key = fold(text)
    sound = sound_key(key)
    if len(sound) >= 5 and not sound.isdigit():
        yield Variant(sound, True, f"'{text}' was read by its sound")


def _unleet(text: str) -> Iterator[Variant]:
    """Read digits and signs between letters as the letters they look like."""
    if not _LEET_INSIDE.search(text) or re.search(r"\d[^\w]|[^\w@$!|]\d", text):
        return
    for one in "il":
        ones = str.maketrans(dict.fromkeys("1!|", one))
        key = fold(text.translate(_LEET).translate(ones))
        if key.isalpha() and len(key) >= 5:
            yield Variant(key, False, f"digits or signs in '{text}' were read as letters")


_LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[oOоОlI|]+|[oOоОlI|]+(?=\d)|(?<=[-\s])[oOоО](?=[lI|])")


def _recoded(text: str) -> Iterator[Variant]:
    """Read letters beside the digits of a code as the digits they look like: JWH-O18."""
    written = _LETTER_FOR_DIGIT.sub(_as_digits, text)
    if written != text and len(text) >= 4:
        says = f"letters beside digits in '{text}' were read as digits"
        yield Variant(fold(written), False, says)


def _as_digits(found: re.Match[str]) -> str:
    return "".join("0" if char in "oOоО" else "1" for char in found.group())


def _rescanned(text: str) -> Iterator[Variant]:
    """Read letters that a scanner takes for others, one place at a time: rnorphine."""
    key = fold(text)
    if len(key) < 6 or not key.isascii() or not key.isalpha():
        return
    for seen, meant in _MISREAD:
        says = f"'{seen}' in '{text}' was read as '{meant}'"
        at = key.find(seen)
        while at >= 0:
            yield Variant(key[:at] + meant + key[at + len(seen) :], False, says)
            at = key.find(seen, at + 1)


_CYRILLIC_SOUNDS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "g", "з": "z", "и": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "k", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u",
    "қ": "k", "ғ": "g", "ҳ": "k", "ө": "o", "ү": "u", "ң": "n", "ә": "e", "ұ": "u", "һ": "g",
}  # fmt: skip
_CYRILLIC_TABLE = str.maketrans(_CYRILLIC_SOUNDS)
_SOUNDS = (
    ("sch", "s"), ("ph", "f"), ("th", "t"), ("rh", "r"), ("ch", "k"), ("sh", "s"), ("kh", "k"),
    ("qu", "kv"), ("q", "k"), ("x", "ks"), ("y", "i"), ("w", "v"), ("j", "i"), ("ae", "e"),
    ("oe", "e"), ("c", "k"), ("z", "s"), ("h", "g"), ("nf", "mf"),
)  # fmt: skip
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_ENDING = re.compile(r"(?:um|[aeiou])$")
_CASE_ENDING = re.compile(r"(?:um|om|em|ami|[aeiou])$")


def sound_key(key: str) -> str:
    """Give the sound of a folded key: one for INN, British, Spanish and Russian spellings.

    Cyrillic is written in Latin letters, ph=f, th=t, y=i, c=k, doubled letters are one, and one
    ending (silent e, Latin -um, Russian cases) is dropped from words of six letters and more.
    Empty for keys that are not written in an alphabet.

    >>> sound_key("amphetamine") == sound_key("амфетамина") == sound_key("anfetamina")
    True
    """
    if not is_word_key(key):
        return ""
    sound = key.translate(_CYRILLIC_TABLE)
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    sound = _DOUBLED.sub(r"\1", sound)
    ending = _CASE_ENDING if _CYRILLIC_LETTER.search(key) else _ENDING
    shorter = ending.sub("", sound)
    return shorter if len(shorter) >= 5 else sound


_CASE_ENDINGS = (
    *("ами", "ями", "ого", "ом", "ам", "ах", "ем", "а", "у", "е", "ы", "и", "я", "ю"),
    *("нинг", "ның", "нің", "дың", "дің", "тың", "тің", "ны", "ні", "ды", "ді", "ты", "ті", "ни"),
    *("дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен", "ға", "ге", "қа", "ке", "га"),
    *("ҳои", "ҳо", "ро"),
)
"""Of Russian, then of Uzbek, Kazakh and Tajik as written in Cyrillic."""


def stems(key: str) -> Iterator[str]:
    """Yield the words of which a Cyrillic key may be a case: амфетамина gives амфетамин.

    Only words of six letters and more in Cyrillic are taken apart. Both the bare stem and the
    stem with the nominative ending -а (марихуаны, марихуана) are tried.
    """
    if len(key) < 6 or not ("Ѐ" <= key[-1] <= "ԯ"):
        return
    for ending in _CASE_ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 5:
            stem = key[: -len(ending)]
            yield stem
            yield stem + "а"
            yield stem + "я"


_WORD_ENDING = re.compile(
    r"(?<=\w{3})(?:ого|его|ому|ему|ыми|ими|ами|ями|ый|ий|ой|ая|яя|ое|ее|ую|юю|ым|им|ом|ем|ам|ям"
    r"|ах|ях|ей|ов|[аяуюыиеоьй])$"
)


def bag_of_words(text: str) -> tuple[str, ...]:
    """Give the words of a text in alphabetical order, Russian ones without their endings.

    Empty for one word, for more than four, and where a word is no word of letters.

    >>> bag_of_words("уксусного ангидрида") == bag_of_words("ангидрид уксусный")
    True
    """
    words = re.split(r"[\s,]+", text.strip().lower())
    if not 2 <= len(words) <= 4 or not all(word.isalpha() and len(word) >= 3 for word in words):
        return ()
    found = sorted(fold(_WORD_ENDING.sub("", word)) for word in words)
    return tuple(found) if all(map(is_word_key, found)) else ()


_SIGN = re.compile(r"\(\s*([+\-−–±])\s*\)|^([+\-−–±])(?=[^\W\d_]{3})")


def sign_of(text: str) -> str:
    """Give the sign of rotation in a text: '+', '-' or '±'; empty for none."""
    found = _SIGN.search(text)
    if found is None:
        return ""
    sign = found.group(1) or found.group(2)
    return sign if sign in "+±" else "-"
