"""Words that come with a name and are not the name: salts, hydrates, dosage forms, strengths.

`part` takes them out of a text and says which kind each was; `peel` takes them off a key where
they are written together with the name (Morphinhydrochlorid, 盐酸吗啡片). The words lie in
`data/form_words.csv` (kind, canonical form, words with `|` between them).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from ringfence.substance.fold import CJK, fold
from ringfence.terms import DataError


class FormKind(StrEnum):
    """What a word beside a name says."""

    SALT = "salt"
    ESTER = "ester"
    """Acetate and the like: a salt of a base, but the ester of an alcohol."""
    HYDRATE = "hydrate"
    BASE = "base"
    DOSAGE = "dosage"
    UNIT = "unit"
    GRADE = "grade"
    FILLER = "filler"


SALT_KINDS = frozenset({FormKind.SALT, FormKind.ESTER, FormKind.HYDRATE, FormKind.BASE})
"""Kinds that are part of a chemical name and may belong to the name itself."""


@dataclass(frozen=True, slots=True)
class FormWord:
    """A word of the table: its kind and its canonical form (`hydrochloride` for HCl)."""

    kind: FormKind
    form: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and its key."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Parted:
    """A text without the words that are not its name.

    rest         the text that is left, in its own spelling
    salts        canonical forms of the salt and hydrate words, in the order met
    preparation  words and strengths of a dosage form
    may_be_ester the salt word may also mean an ester
    """

    rest: str
    salts: tuple[str, ...] = ()
    preparation: tuple[str, ...] = ()
    may_be_ester: bool = False

    def added_to(self, first: Parted) -> Parted:
        """Put together what was taken off a text first and what was taken off its key here."""
        if first is self:
            return first
        return Parted(
            self.rest,
            first.salts + self.salts,
            first.preparation + self.preparation,
            first.may_be_ester or self.may_be_ester,
        )

    def without_salts(self, forms: Iterable[str]) -> Parted:
        """The same without some of the salts."""
        left_out = set(forms)
        salts = tuple(salt for salt in self.salts if salt not in left_out)
        return Parted(self.rest, salts, self.preparation, self.may_be_ester)

    @property
    def chemical_salts(self) -> frozenset[str]:
        """The salts without the words that name none (`salt`)."""
        return frozenset(self.salts) - {"salt"}


@cache
def form_words() -> dict[str, FormWord]:
    """Read the table once: by the key of a word, keys of a phrase with blanks between them.

    Raises DataError on an unknown kind.
    """
    words: dict[str, FormWord] = {}
    path = Path(__file__).parent / "data" / "form_words.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            try:
                word = FormWord(FormKind(row["kind"]), row["form"])
            except ValueError as error:
                raise DataError(
                    "substance/data/form_words.csv",
                    reader.line_num,
                    str(error),
                    "Use one of the kinds that ringfence.substance.forms.FormKind names.",
                ) from error
            for written in row["words"].split("|"):
                words.setdefault(_phrase_key(written), word)
    return words


def _phrase_key(written: str) -> str:
    return " ".join(fold(word) for word in written.split())


_WORD = re.compile(r"[^\s,;:()\[\]{}/+&\"«»“”„、，；。（）|!?*<>=~·•×]+")
_AMOUNT = r"\d+(?:[.,]\d+)?"
_UNIT = (
    r"(?:mg|mcg|µg|μg|ug|ng|g|gm|kg|ml|l|iu|mmol|мг|мкг|г|гр|кг|мл|л|ед|"
    r"毫克|微克|克|千克|公斤|毫升)"
)
_STRENGTH = re.compile(
    rf"(?<![\w.\-]){_AMOUNT}\s*(?:{_UNIT}(?!\w|-\w{{1,6}}\d)(?:\s*/\s*(?:{_AMOUNT}\s*)?(?:{_UNIT}|h|hr|ч|час|"
    rf"tab|dose|доза)(?!\w))?|%(?:\s*\w/\w)?|％)"
    rf"|(?<!\w)(?:x|х|×)\s?\d+(?!\w)"
    rf"|(?<![\w\-])\d+\s?(?:x|х|×)\s?\d+(?![\w\-])"
    rf"|(?<!\w)(?:N|№|No\.?|n°|nr\.?|#)\s?\d+(?![\w\-])",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    rf"{_AMOUNT}\s*(?:g|gm|kg|l|г|гр|кг|л|克|千克|公斤)|9\d(?:[.,]\d+)?\s*%|(?:x|х|×)\s?\d+",
    re.IGNORECASE,
)
"""Amounts of a thing and its purity, which do not make it a preparation."""
_WATER = re.compile(r"[·•*.x\s]\s*(\d|1/2|½)?\s*H2O(?!\w)", re.IGNORECASE)
_WATERS = {
    "1": "monohydrate", "2": "dihydrate", "3": "trihydrate", "5": "pentahydrate",
    "½": "hemihydrate", "1/2": "hemihydrate",
}  # fmt: skip
_LONGEST_PHRASE = 3


def words(text: str) -> tuple[Word, ...]:
    """Split a text into words; hyphens, dots and primes stay inside a word."""
    found = []
    for match in _WORD.finditer(text):
        key = fold(match.group())
        if key:
            found.append(Word(match.start(), match.end(), key))
    return tuple(found)


_INJECTED = re.compile(
    r"(?<!\w)(?:д\s?/\s?ин\w*|для\s+ин(?:ъек|ф)?|[вп]\s?/\s?[вмк])(?!\w)\.?", re.IGNORECASE
)
_SHORTENED = re.compile(r"(?<!\w)г\s?/\s?(хл?|бр)(?!\w)\.?", re.IGNORECASE)


_ITALIAN_OF = re.compile(
    r"\b(solfato|fosfato|citrato|tartrato|cloridrato|bromidrato|compresse|fiale|resina) di ",
    re.IGNORECASE,
)


def spelled_out(text: str) -> str:
    """Write out what Russian labels shorten with a stroke: г/х and г/бр, д/ин, в/в, в/м.

    The Italian `di` behind a salt or form goes too: alone it is a part of chemical names.
    """
    text = _ITALIAN_OF.sub(r"\1 ", _INJECTED.sub("для инъекций", text))
    return _SHORTENED.sub(
        lambda found: "гидробромид" if found.group(1).lower() == "бр" else "гидрохлорид", text
    )


def strengths(text: str) -> tuple[tuple[int, int], ...]:
    """Give the places of strengths and pack sizes: 30 mg, 50 mcg/ml, 10 %, x 100, №20."""
    return tuple(match.span() for match in _STRENGTH.finditer(text))


def part(text: str, *, with_salts: bool) -> Parted:
    """Take the words that are not the name out of a text.

    With `with_salts` false, salt words stay, since they may be part of the name (potassium
    permanganate). The rest keeps its own spelling; it is empty when every word was a form word.
    """
    salts: list[str] = []
    preparation: list[str] = []
    may_be_ester = False
    text = _read_water(text, salts) if with_salts else text
    for start, end in strengths(text):
        if not _QUANTITY.fullmatch(text[start:end].strip()):
            preparation.append(text[start:end].strip())
        text = text[:start] + " " * (end - start) + text[end:]
    keep = list(text)
    for start, end, form in form_spans(text):
        if form.kind in SALT_KINDS and not with_salts:
            continue
        keep[start:end] = " " * (end - start)
        if form.kind in (FormKind.SALT, FormKind.ESTER, FormKind.HYDRATE):
            salts.append(form.form)
            may_be_ester = may_be_ester or form.kind is FormKind.ESTER
        elif form.kind is FormKind.DOSAGE:
            preparation.append(text[start:end])
    rest = re.sub(r"\s+", " ", "".join(keep)).strip(" ,;:/+&.-()[]")
    return Parted(_balanced(rest), tuple(salts), tuple(preparation), may_be_ester)


def _balanced(rest: str) -> str:
    """Drop the brackets of a text that lost the words inside or the partner."""
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest)
    if rest.count("(") != rest.count(")"):
        rest = rest.replace("(", " ").replace(")", " ")
    return rest.strip()


def _read_water(text: str, salts: list[str]) -> str:
    found = _WATER.search(text)
    if found is None or not text[: found.start()].strip():
        return text
    salts.append(_WATERS.get(found.group(1) or "1", "hydrate"))
    return text[: found.start()] + " " + text[found.end() :]


def form_spans(text: str) -> Iterator[tuple[int, int, FormWord]]:
    """Yield the form words and phrases of a text: where each begins and ends, and what it is."""
    table = form_words()
    line = words(text)
    at = 0
    while at < len(line):
        for length in range(min(_LONGEST_PHRASE, len(line) - at), 0, -1):
            last = line[at + length - 1]
            key = " ".join(word.key for word in line[at : at + length])
            if key in table:
                yield line[at].start, last.end, table[key]
                at += length
                break
        else:
            at += 1


@cache
def _affixes() -> tuple[tuple[str, FormWord], ...]:
    """Form words that are also written together with a name, the longest first."""
    table = form_words()
    chosen = [
        (key, form)
        for key, form in table.items()
        if form.kind in (FormKind.SALT, FormKind.ESTER, FormKind.HYDRATE, FormKind.DOSAGE)
        and " " not in key
        and (len(key) >= 5 or key in ("hcl", "hbr") or key[0] > "\u2e80")
    ]
    return tuple(sorted(chosen, key=lambda pair: -len(pair[0])))


@cache
def _affix_table() -> tuple[dict[str, tuple[int, FormWord]], tuple[int, ...]]:
    """The affixes with their place in the order, and the lengths that they have, longest first."""
    table = {affix: (place, form) for place, (affix, form) in enumerate(_affixes())}
    return table, tuple(sorted({len(affix) for affix in table}, reverse=True))


def peel(key: str) -> Iterator[tuple[str, Parted]]:
    """Yield what is left of a key when form words at its ends are taken off, one after another.

    Each item is the shorter key and what was taken off so far (`rest` is that key). In alphabets
    words are taken off the end only; in Chinese off both ends.
    """
    salts: list[str] = []
    preparation: list[str] = []
    may_be_ester = False
    for _ in range(4):
        found = _one_affix(key)
        if found is None:
            return
        key, form = found
        if form.kind is FormKind.DOSAGE:
            preparation.append(form.form)
        else:
            salts.insert(0, form.form)
            may_be_ester = may_be_ester or form.kind is FormKind.ESTER
        yield key, Parted(key, tuple(salts), tuple(preparation), may_be_ester)


def _one_affix(key: str) -> tuple[str, FormWord] | None:
    """The longest form word at an end of the key, with what is left of it."""
    table, lengths = _affix_table()
    for length in lengths:
        left = len(key) - length
        if left < 2:
            continue
        found = [
            (*table[affix], rest)
            for affix, rest, is_end in (
                (key[left:], key[:left], True),
                (key[:length], key[length:], False),
            )
            if affix in table and _may_be_taken(affix, left, is_end)
        ]
        if found:
            _, form, rest = min(found, key=lambda one: one[0])
            return rest, form
    return None


def _may_be_taken(affix: str, left: int, is_end: bool) -> bool:
    """In alphabets off the end only, and four letters stay; in Chinese off both, and two stay."""
    return left >= 2 if affix[0] > "\u2e80" else is_end and left >= 4


def strip_cjk_forms(text: str) -> str:
    """Take every Chinese form word out of a run of Chinese text; what is left is unexplained."""
    for affix, form in _cjk_words():
        if form.kind is not FormKind.SALT or len(affix) > 1:
            text = text.replace(affix, " ")
    return text.strip()


@cache
def _cjk_words() -> tuple[tuple[str, FormWord], ...]:
    chosen = [(key, form) for key, form in form_words().items() if key and key[0] > "\u2e80"]
    return tuple(sorted(chosen, key=lambda pair: -len(pair[0])))


class Line:
    """The words of a text, with which of them are form words and which are already explained."""

    def __init__(self, text: str) -> None:
        self.text = text
        blanked = text
        for start, end in strengths(text):
            blanked = blanked[:start] + " " * (end - start) + blanked[end:]
        self.words: tuple[Word, ...] = words(blanked)
        self._taken = [False] * len(self.words)
        self._forms: dict[int, FormWord] = {}
        places = {word.start: at for at, word in enumerate(self.words)}
        for start, end, form in form_spans(blanked):
            for at in range(places[start], len(self.words)):
                if self.words[at].end > end:
                    break
                self._forms[at] = form
        self._has_strength = blanked != text

    def slice(self, first: int, last: int) -> str:
        """The text from one word to another, as written."""
        return self.text[self.words[first].start : self.words[last].end]

    def key(self, first: int, last: int) -> str:
        """The key of that slice; folded anew where words of other alphabets meet."""
        joined = "".join(word.key for word in self.words[first : last + 1])
        return joined if joined.isascii() else fold(self.slice(first, last))

    def is_free(self, first: int, last: int) -> bool:
        """True when no word there is explained yet and no sentence mark stands between them."""
        if any(self._taken[first : last + 1]):
            return False
        between = self.slice(first, last)
        return first == last or _BREAK.search(between) is None

    def is_form(self, at: int) -> bool:
        """True when the word is a form word."""
        return at in self._forms

    def take(self, first: int, last: int) -> None:
        """Mark words as explained."""
        self._taken[first : last + 1] = [True] * (last - first + 1)

    def free_words(self) -> Iterator[Word]:
        """Yield the words that are neither explained nor form words nor bare numbers."""
        for at, word in enumerate(self.words):
            if self._taken[at] or at in self._forms:
                continue
            if not word.key.isdigit() or is_code(self.slice(at, at)):
                yield word

    def pairs(self) -> Iterator[tuple[Word, Word]]:
        """Yield two words that stand beside each other and are not explained, form words too."""
        for at in range(len(self.words) - 1):
            if self.is_free(at, at + 1):
                yield self.words[at], self.words[at + 1]

    def forms_beside(self, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Give the salt words next to a name, the dosage words of the line, and if an ester."""
        salts: list[str] = []
        ester = False
        for at in (*range(first - 1, -1, -1), -1, *range(last + 1, len(self.words))):
            form = self._forms.get(at)
            if form is None:
                if at < first and at != -1:
                    continue
                if at > last:
                    break
                continue
            if abs(at - (first if at < first else last)) > 2:
                continue
            if form.kind in (FormKind.SALT, FormKind.ESTER, FormKind.HYDRATE):
                salts.append(form.form)
                ester = ester or form.kind is FormKind.ESTER
        dosage = [form.form for form in self._forms.values() if form.kind is FormKind.DOSAGE]
        strength = ["strength"] if self._has_strength and dosage else []
        return tuple(dict.fromkeys(salts)), tuple(dict.fromkeys(dosage + strength)), ester


def is_code(written: str) -> bool:
    """True for a number written like that of a laboratory's code: 5-6901.

    >>> is_code("5-6901"), is_code("500"), is_code("2024-05-01"), is_code("10-20")
    (True, False, False, False)
    """
    return re.fullmatch(r"\d{1,2}-\d{4,5}", written) is not None


_BREAK = re.compile(r"[;:!?。；，、]|[,.]\s")


_CJK_CHEMICAL = frozenset(
    "甲乙丙丁戊己庚辛苯苄基酰氢氧氮氯氟溴碘硫羟酮醇胺酯醚酸去脱异正仲叔新伪左右环吡噻呋二三四双"
    "磺磷硼氰腈肟腙烯炔酐醛肼脲"
)


def continues_cjk(before: str, after: str) -> bool:
    """True when the characters around a Chinese name belong to the chemistry of a longer one."""
    left = before
    for key, parted in peel("吗啡" + after):
        if parted.salts or parted.preparation:
            after = key[2:] if key.startswith("吗啡") else after
    for word in ("盐酸", "硫酸", "磷酸", "酒石酸", "枸橼酸", "柠檬酸", "马来酸", "氢溴酸", "醋酸"):
        left = left.removesuffix(word)
    left_joins = bool(left) and (left[-1] in _CJK_CHEMICAL or left[-1].isdigit())
    return left_joins or (bool(after) and after[0] in _CJK_CHEMICAL)


def goes_on_in_cjk(after: str) -> bool:
    """True when a Chinese word goes on with something that is no form word."""
    is_form = any(after.startswith(word) for word, _ in _cjk_words())
    return bool(after) and CJK.match(after[0]) is not None and not is_form


def forms_around_cjk(before: str, after: str) -> Parted:
    """Read the salt before a Chinese name and the salt and dosage form after it."""
    salts: list[str] = []
    preparation: list[str] = []
    ester = False
    for length in (4, 3, 2):
        form = form_words().get(before[-length:]) if len(before) >= length else None
        if form is not None and form.kind in (FormKind.SALT, FormKind.ESTER):
            salts.append(form.form)
            ester = form.kind is FormKind.ESTER
            break
    for length in (5, 4, 3, 2, 1):
        form = form_words().get(after[:length]) if len(after) >= length else None
        if form is not None and form.kind is FormKind.DOSAGE:
            preparation.append(form.form)
            break
        if form is not None and form.kind is FormKind.SALT:
            salts.append(form.form)
            break
    return Parted("", tuple(salts), tuple(preparation), ester)


def unexplained_cjk(written: str, names: Iterable[str]) -> list[str]:
    """Give the runs of Chinese text that are neither one of the names nor form words."""
    for name in names:
        written = written.replace(name, " ")
    left = strip_cjk_forms(written).split()
    return [run for run in left if CJK.search(run)]
