"""The names we know: those of the catalogue by key, and those that are on no list.

`NameTable` arranges the catalogue's names for look-up. `Lexicon` holds names of medicines and
other things that are on no list, read only when they are needed; they keep look-alikes apart: a
name that stands there is not a misspelt controlled one. They lie in `data/uncontrolled_names.txt`,
one a line; being there says that the name is known, not that the thing is free of national law.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ringfence.substance import catalogue as tables
from ringfence.substance import forms
from ringfence.substance.catalogue import Catalogue, Kind, NameKind, StereoRule, Trust
from ringfence.substance.fold import (
    CJK,
    bag_of_words,
    fold,
    is_word_key,
    sign_of,
    sound_key,
)
from ringfence.substance.systematic import Systematic


class Lexicon:
    """Names by key, with the look-up of the nearest for the rule on typing errors."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: dict[str, str] = {}
        for name in names:
            key = fold(name)
            if key:
                self.names.setdefault(key, name)
        self._sounds: dict[str, dict[str, str]] = {}
        self._asked = 0

    def is_uncontrolled(self, key: str) -> bool:
        """True when a folded key is a name of the lexicon."""
        return key in self.names

    def by_sound(self, sound: str) -> str | None:
        """Give the name that has this sound key, or None.

        Only the names that may begin with the same sound are worked out, when first asked for.
        """
        head = sound[:1]
        if head and head not in self._sounds:
            begins = frozenset(c for c in {key[0] for key in self.names} if head in _heads(c))
            table: dict[str, str] = {}
            for key, name in self.names.items():
                if key[0] in begins:
                    table.setdefault(sound_key(key), name)
            self._sounds[head] = table
        return self._sounds[head].get(sound) if head else None

    def nearest(self, key: str, limit: int) -> tuple[str, int] | None:
        """Give the nearest name within `limit` typing errors and its distance, or None."""
        best: tuple[str, int] | None = None
        for names in self._comparable(key, limit):
            within = limit if best is None else best[1] - 1
            if within < 0:
                break
            found = process.extractOne(key, names, scorer=OSA.distance, score_cutoff=within)
            if found is not None and (best is None or found[1] < best[1]):
                best = (self.names[found[0]], int(found[1]))
        return best

    def at(self, key: str, distance: int) -> list[str]:
        """Give the keys of all names at exactly that distance, when no name is nearer."""
        found: dict[str, None] = {}
        for names in self._comparable(key, distance):
            hits = process.extract(
                key, names, scorer=OSA.distance, score_cutoff=distance, limit=None
            )
            found |= dict.fromkeys(known for known, _, _ in hits)
        return list(found)

    def _comparable(self, key: str, limit: int) -> Iterator[Sequence[str]]:
        """Lists of names among which all within a distance are, those of the same length first.

        One error leaves the beginning or the end of a key as it is: where many keys are asked
        for, names are looked up by these instead of comparing with every name.
        """
        self._asked += 1
        lengths = sorted(range(len(key) - limit, len(key) + limit + 1), key=lambda n: n != len(key))
        if limit == 1 and len(key) > 2 * _END and self._asked > _WORTH_ARRANGING:
            for length in lengths:
                for end in (key[:_END], "-" + key[-_END:]):
                    yield self._by_end.get((length, end), ())
            return
        for length in lengths:
            yield self._by_length.get(length, ())

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for known in self.names:
            found[len(known)].append(known)
        return dict(found)

    @cached_property
    def _by_end(self) -> dict[tuple[int, str], list[str]]:
        """Names by their length and first or, behind a sign, last letters."""
        found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for known in self.names:
            found[len(known), known[:_END]].append(known)
            found[len(known), "-" + known[-_END:]].append(known)
        return dict(found)


_END, _WORTH_ARRANGING = 3, 30
"""Letters of a beginning or end; searches after which names are arranged by these."""


def _heads(char: str) -> str:
    """Give the sounds with which a key that begins with this character may begin."""
    return sound_key(char + "b")[:1] + {"p": "f", "a": "e", "o": "e", "n": "m"}.get(char, "")


@cache
def load_lexicon() -> Lexicon:
    """Read the names that lie beside this file, once."""
    path = tables.DATA / "uncontrolled_names.txt"
    return Lexicon(path.read_text(encoding="utf-8").splitlines())


SLANG = frozenset({NameKind.STREET, NameKind.MISSPELLING})
"""Kinds that no other spelling or sound is compared with."""

FORMAL = frozenset({NameKind.INN, NameKind.LIST_NAME})
"""Kinds of names that stand on the lists themselves."""

OWN_WORDS = {"potassium-permanganate": frozenset({"potassium"})}
"""What beside the name of a mineral substance is part of it and no salt."""

MINERAL_ACIDS = frozenset({"hydrochloric-acid", "sulphuric-acid"})
"""Only a metal beside their names makes a salt of them, no second acid."""

MIN_TYPO, MIN_TYPO_TWO = 6, 10
"""Letters a key needs before one typing error, and two, are thought of."""

MIN_TYPO_VOWELS = 8
"""Letters a key needs before two errors are thought of that leave its consonants as they are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the index. `salt` is the id of a row of salts.csv when the name is a salt's.

    `is_memory` marks a name that rests on recall only.
    """

    substance: str
    name: str
    kind: NameKind
    salt: str | None = None
    is_member: bool = False
    is_memory: bool = False

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        """How well the name stands for its substance; lower is better."""
        return (
            self.salt is None,
            bool(sign_of(self.name)),
            self.kind not in FORMAL,
            self.is_memory,
        )


class NameTable:
    """The names of a catalogue by key, by sound and by length, and the lexicon beside them."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon | None = None) -> None:
        self.catalogue = catalogue
        self._lexicon = lexicon
        self.signed: dict[tuple[str, str], tuple[Entry, ...]] = {}
        """Names that begin with the sign of a rotation, by sign and key: (+)-amphetamine."""
        rows: dict[str, list[Entry]] = {}
        for entry in self._entries():
            key = fold(entry.name)
            if not key:
                continue
            rows.setdefault(key, []).append(entry)
            sign = sign_of(entry.name)
            if sign:
                self.signed[sign, key] = (*self.signed.get((sign, key), ()), entry)
        self.by_key = {key: self._preferred(key, held) for key, held in rows.items()}

    @property
    def lexicon(self) -> Lexicon:
        """The names that are on no list, read when first needed."""
        if self._lexicon is None:
            self._lexicon = load_lexicon()
        return self._lexicon

    def _entries(self) -> Iterator[Entry]:
        for salt in self.catalogue.salts.values():
            yield Entry(salt.substance, salt.name, NameKind.SYNONYM, salt.id)
        for name in self.catalogue.names:
            is_memory = name.trust is Trust.MEMORY
            yield Entry(name.substance, name.name, name.kind, is_memory=is_memory)
        for row in self.catalogue.substances.values():
            is_memory = row.trust is Trust.MEMORY
            yield Entry(row.id, row.name, NameKind.LIST_NAME, is_memory=is_memory)
            yield Entry(row.id, row.id, NameKind.SYNONYM, is_memory=True)
        for member in self.catalogue.members:
            yield Entry(member.group, member.name, NameKind.SYNONYM, is_member=True)

    def _preferred(self, key: str, entries: list[Entry]) -> tuple[Entry, ...]:
        """Keep the best entry a substance, and drop those that another substance's outweighs.

        A name with a sign gives way to one without, a street name or brand to a listed name. From
        recall, slang and the name of a racemate give way to a name with a source (ephedrine).
        All others stay, and are a doubt; so does everything that a code of up to three letters
        may mean (U4).
        """
        if len(entries) == 1:
            return tuple(entries)
        best: dict[str, Entry] = {}
        for entry in sorted(entries, key=lambda e: e.rank):
            best.setdefault(entry.substance, entry)
        kept = list(best.values())
        if len(kept) > 1 and len(key) > CODE_LETTERS:
            kept = [e for e in kept if not sign_of(e.name)] or kept
            sourced = [e for e in kept if not e.is_memory]
            kept = [e for e in kept if e in sourced or not self._gives_way(e, sourced)]
            if any(e.kind in FORMAL for e in kept):
                kept = [e for e in kept if e.kind not in (*SLANG, NameKind.BRAND)]
        return tuple(kept)

    def _gives_way(self, entry: Entry, sourced: list[Entry]) -> bool:
        """True when a name from recall is slang, or names the racemate of a sourced substance."""
        own = self.catalogue.substances[entry.substance]
        blocks = {self.catalogue.substances[e.substance].inchikey[:14] for e in sourced}
        if not blocks or entry.kind in SLANG:
            return bool(blocks)
        return own.stereo is StereoRule.RACEMIC and own.inchikey[:14] in blocks

    def is_one_skeleton(self, entries: Iterable[Entry]) -> bool:
        """True for stereoisomers of one another, or members of an isomer group beside it."""
        rows = [self.catalogue.substances[entry.substance] for entry in entries]
        return len({row.inchikey[:14] for row in rows if row.kind is not Kind.ISOMER_GROUP}) == 1

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first four characters of every key: a quick way to see that no name begins here."""
        return frozenset(key[:4] for key in self.by_key)

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The keys of the first words of names of two words."""
        return frozenset(one for one, _ in self._of_two_words)

    @cached_property
    def last_words(self) -> frozenset[str]:
        """The keys of their last words."""
        return frozenset(other for _, other in self._of_two_words)

    @cached_property
    def _of_two_words(self) -> frozenset[tuple[str, str]]:
        names = {e.name for held in self.by_key.values() for e in held if e.kind not in SLANG}
        parted = (tuple(map(fold, name.split())) for name in names)
        return frozenset(
            (pair[0], pair[1]) for pair in parted if len(pair) == 2 and min(map(len, pair)) >= 4
        )

    @cached_property
    def salt_forms(self) -> dict[str, dict[frozenset[str], str]]:
        """By substance: the salt and hydrate words of each row of salts.csv, and its id."""
        found: defaultdict[str, dict[frozenset[str], str]] = defaultdict(dict)
        for salt in self.catalogue.salts.values():
            named = forms.part(salt.name, with_salts=True).chemical_salts
            if named:
                found[salt.substance].setdefault(named, salt.id)
        return dict(found)

    @cached_property
    def by_sound(self) -> dict[str, tuple[Entry, ...]]:
        """The names by sound key; street names and codes left out, of which each letter counts."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for key, entries in self.by_key.items():
            sound = sound_key(key) if len(key) >= 5 else ""
            if sound:
                found[sound].extend(e for e in entries if is_spoken(e))
        return {sound: tuple(entries) for sound, entries in found.items() if entries}

    @cached_property
    def by_bag(self) -> dict[tuple[str, ...], tuple[Entry, ...]]:
        """Names of several words by the words in any order, street names and brands left out."""
        found: defaultdict[tuple[str, ...], dict[str, Entry]] = defaultdict(dict)
        for entries in self.by_key.values():
            for entry in entries:
                bag = bag_of_words(entry.name)
                if bag and entry.kind not in (*SLANG, NameKind.BRAND):
                    found[bag].setdefault(entry.substance, entry)
        return {bag: tuple(held.values()) for bag, held in found.items()}

    @cached_property
    def systematic(self) -> Systematic[Entry]:
        """The systematic names of the catalogue by their parts."""
        return Systematic((e.name, e) for entries in self.by_key.values() for e in entries)

    @cached_property
    def _typo_targets(self) -> dict[int, list[str]]:
        """Keys that a typing error may hide, by length."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for key, entries in self.by_key.items():
            if len(key) >= MIN_TYPO and is_word_key(key) and not key.isdigit():
                if all(entry.kind in SLANG for entry in entries):
                    continue
                found[len(key)].append(key)
        return dict(found)

    @cached_property
    def cjk_keys(self) -> dict[str, list[str]]:
        """Chinese names by first character, the longest first."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key in self.by_key:
            if len(key) >= 2 and CJK.search(key):
                found[key[0]].append(key)
        return {first: sorted(keys, key=len, reverse=True) for first, keys in found.items()}

    def near(self, key: str, limit: int, *, wary: bool = False) -> dict[str, int]:
        """Give the keys within a distance that have the same digits and keep abbreviations.

        Two errors are thought of in long keys only, unless `wary`; in shorter ones where the
        consonants are the same in the same order (fentynal).
        """
        found: dict[str, int] = {}
        for length in range(len(key) - limit, len(key) + limit + 1):
            within = limit if wary or length >= MIN_TYPO_VOWELS else min(limit, 1)
            hits = process.extract(
                key,
                self._typo_targets.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=within,
                limit=None,
            )
            for known, distance, _ in hits:
                is_far = distance > 1 and length < MIN_TYPO_TWO and not wary
                if is_far and consonants(key) != consonants(known):
                    continue
                if same_digits(key, known) and all(
                    part in key for e in self.by_key[known] for part in _abbreviations(e)
                ):
                    found[known] = int(distance)
        return found

    def likeliest(self, key: str, nearest: list[str]) -> list[str]:
        """Of keys equally near, those that are more than brands, and the likelier slips, first.

        Where some keep every consonant and others do not, only those that do, and those of which
        the error would be a part of a chemical name.
        """
        named = [k for k in nearest if any(e.kind is not NameKind.BRAND for e in self.by_key[k])]
        kept = named or nearest
        best = max(likeness(key, known) for known in kept)
        return [k for k in kept if likeness(key, k) == best or is_meaning(key, k)]


def likeness(key: str, known: str) -> tuple[bool, bool]:
    """How likely a slip leads from `known` to `key`: consonants kept, first letter kept."""
    return consonants(key) == consonants(known), key[:1] == known[:1]


def is_likelier(key: str, known: str, others: list[str]) -> bool:
    """True when `known` is a likelier slip than every other key at the same distance.

    >>> is_likelier("methadne", "methadone", ["methane"])
    True
    """
    return all(likeness(key, known) > likeness(key, other) for other in others)


def consonants(key: str) -> str:
    """The consonants of a key in order, each run of one letter once.

    >>> consonants("fentynal") == consonants("fentanyl"), consonants("lorezapam")
    (True, 'lrzpm')
    """
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyаеёиоуыэюя]", "", key.replace("ph", "f")))


def fits_by_words(written: str, name: str) -> bool:
    """True when a name has the same words but for typing errors, none too many for its word.

    >>> fits_by_words("acetic anhidride", "acetic anhydride")
    True
    >>> fits_by_words("sulfamic acid", "sulfuric acid")
    False
    """
    words, known = written.split(), name.split()
    return len(words) == len(known) > 1 and all(
        OSA.distance(fold(one), fold(other)) <= _errors_in(fold(other))
        for one, other in zip(words, known, strict=True)
    )


def _errors_in(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < MIN_TYPO_TWO else 2


def is_weak_name(entry: Entry) -> bool:
    """True when a name is too short or too common to be certain by itself."""
    if entry.kind in FORMAL or entry.salt:
        return False
    key = fold(entry.name)
    if key in everyday_words():
        return True
    has_digit = any(c.isdigit() for c in key)
    if not is_word_key(key) or has_digit:
        return False
    if entry.kind in (NameKind.ABBREVIATION, NameKind.SYNONYM):
        return len(key) <= 2
    return len(key) <= 3


PLAIN_CODES = frozenset({"lsd", "dmt", "thc", "ghb", "лсд", "дмт", "тгк", "гомк"})
"""Codes of three letters that no goods bear but what they name."""


def is_sought(key: str, entry: Entry, written: str = "") -> bool:
    """True when a name may be looked for inside a longer text.

    Three capitals count only where `written` gives the spelling (in a text that is a name); a few
    codes that mean nothing else count everywhere.
    """
    if key in PLAIN_CODES and entry.kind is not NameKind.STREET:
        return True
    if len(key) == 3 and written.isupper() and entry.kind is not NameKind.STREET:
        return key not in everyday_words()
    if key.isdigit() or (entry.kind is NameKind.STREET and len(key) < 5):
        return False
    if key in affixes():  # ether
        return False
    if key in everyday_words() and entry.kind not in FORMAL:
        return False
    if not is_word_key(key):
        return len(key) >= 2
    if any(c.isdigit() for c in key) and any(c.isalpha() for c in key):
        return len(key) >= 3
    return len(key) >= 4


def one_each(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The first entry of each substance."""
    best: dict[str, Entry] = {}
    for entry in entries:
        best.setdefault(entry.substance, entry)
    return tuple(best.values())


def is_spoken(entry: Entry) -> bool:
    """True for a name that may be known by its sound: no slang, no code of letters."""
    vowels = sum(char in _VOWELS for char in entry.name.lower())
    return entry.kind not in SLANG and not _abbreviations(entry) and vowels >= 2


_VOWELS = frozenset("aeiouyаеёиоуыэюяіїєäöüáéíóúâêôàèãõıñ")


@cache
def _abbreviations(entry: Entry) -> tuple[str, ...]:
    """The parts of a name that are letters of a code, in which any letter has a meaning."""
    runs = re.findall(r"[A-Z]{2,}", entry.name)
    has_marks = re.search(r"[\d\-]", entry.name) is not None
    return tuple(run.lower() for run in runs if has_marks or len(run) <= 5)


@cache
def everyday_words() -> frozenset[str]:
    """English words that are also street names or brands: never certain as a substance's name."""
    return _word_list("everyday_words.txt")


@cache
def plain_words() -> frozenset[str]:
    """Words of everyday language that one typing error parts from a name: heroic, morphing."""
    return everyday_words() | _word_list("plain_words.txt")


@cache
def affixes() -> frozenset[str]:
    """Parts of names that say what is attached where; one for another is another substance."""
    return _word_list("affixes.txt")


def _word_list(file: str) -> frozenset[str]:
    path = Path(__file__).parent / "data" / file
    return frozenset(map(fold, path.read_text(encoding="utf-8").split()))


def same_digits(one: str, other: str) -> bool:
    """True when two keys hold the same digits in the same order."""
    return [c for c in one if c.isdigit()] == [c for c in other if c.isdigit()]


def is_meaning(key: str, known: str) -> bool:
    """True when two keys differ by one part of `affixes` for another, or by one more or less.

    So do names of one family that have two letters different before its stem.

    >>> is_meaning("metonitazene", "etonitazene"), is_meaning("morphime", "morphine")
    (True, False)
    >>> is_meaning("menitazene", "metonitazene")
    True
    """
    if _PLACE.match(key) and _PLACE.match(known) and key[0] != known[0]:
        return True
    return _is_kin(key, known) or _swaps_affix(key, known) or _swaps_affix(known, key)


_PLACE = re.compile(r"[omp](?=fluoro|chloro|bromo|iodo|meth|eth|hydroxy|nitro|amino)")
"""The letter that says where on a ring a group stands: m-fluorofentanyl."""


_STEM = re.compile(
    r"(?:nitazene?|fentan[iy]l|a[sz]epam|a[sz]olam|barbital|cathinone|am[fp]h?etamine?"
    r"|нитазен|фентанил|азепам|азолам|барбитал|катинон|амфетамин)$"
)


def _is_kin(one: str, other: str) -> bool:
    stem, known = _STEM.search(one), _STEM.search(other)
    if stem is None or known is None:
        return False
    return OSA.distance(one[: stem.start()], other[: known.start()]) > 1


def _swaps_affix(one: str, other: str) -> bool:
    for affix in affixes():
        at = one.find(affix)
        while at >= 0:
            before, after = one[:at], one[at + len(affix) :]
            if other.startswith(before) and other.endswith(after):
                middle = other[len(before) : len(other) - len(after)]
                fits = len(other) >= len(before) + len(after)
                if fits and (middle in affixes() or not middle) and len(affix) > 1:
                    return True
            at = one.find(affix, at + 1)
    return False


@cache
def modifying_words() -> frozenset[str]:
    """Words beside a name that may make it something else: analogue, antagonist, free, test."""
    return _word_list("modifying_words.txt")


def modifies(key: str) -> bool:
    """True when a word beside a name may make it the name of another thing.

    So do the parts of chemical names (acetyl, 4-fluoro), single letters, and `modifying_words`.
    """
    rest = "".join(c for c in key if c.isalpha())
    if len(rest) == 1 or rest.endswith(_CHEMICAL_ENDINGS):
        return True
    return rest in affixes() or rest in modifying_words()


_CHEMICAL_ENDINGS = (
    *("yl", "oxy", "oro", "omo", "oxime", "hydrin", "azone", "ylic", "onic", "imine", "peroxide"),
    *("cyanate", "ил", "окси", "оксим", "гидрин"),
)

CODE_LETTERS = 3
"""Up to so many letters a name is a code, which may mean several things."""
