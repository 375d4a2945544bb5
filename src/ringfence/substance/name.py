"""Names: what a text put forward as a name may be, and which names stand in a longer text.

Steps of `NameIndex.find`, the first that explains the text ends the search: the whole text; the
text without salts, dosage forms and strengths; the parts of a combination; names inside a longer
text; weaker keys (sound, look-alike digits); typing errors. A name of the lexicon that is on no
list is never read as a misspelling of one that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ringfence.substance import forms
from ringfence.substance.candidate import Candidate, Doubt, DoubtKind
from ringfence.substance.catalogue import Catalogue, NameKind, load_catalogue
from ringfence.substance.fold import (
    CJK,
    bag_of_words,
    fold,
    is_word_key,
    sign_of,
    sound_key,
    stems,
    variants,
)
from ringfence.substance.forms import Line, Parted
from ringfence.substance.labels import without_labels
from ringfence.substance.lexicon import (
    MIN_TYPO,
    MIN_TYPO_VOWELS,
    Entry,
    Lexicon,
    everyday_words,
    fits_by_words,
    is_likelier,
    is_meaning,
    is_sought,
    modifies,
    one_each,
    same_digits,
)
from ringfence.substance.name_candidates import NOTHING_PARTED, NameReader
from ringfence.substance.name_doubts import (
    by_parts,
    declined,
    misspelt,
    rewritten,
    sign_doubt,
)
from ringfence.substance.name_found import Found, as_labelled, as_preparation, join, merged
from ringfence.substance.name_slips import slip, slips_in
from ringfence.substance.rewriting import rewritings

_JOINT = re.compile(
    r"\s*(?:/(?!\s*(?:ml|мл|h|l|g)\b)|\+|&|;|,(?=\s)|、|，|；"
    r"|\s(?:and|plus|with|und|mit|et|y|con|ve|и|с|و)\s|\s[–—-]\s)\s*",
    re.IGNORECASE,
)
_DESCRIPTOR = re.compile(
    r"(?:(?P<racemic>(?:dl|d,l|rac|racemic|r,s|\(rs\)|рац)[\s\-]+)|[dl][\s\-]+|(?:levo|dextro)-"
    r"|\(?\d*[RS](?:,\s?\d*[RS])*\)?-)(?=\w{4})",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"(?<=[^\W\d_]{4})-(?=[^\W\d_]{4})")
_LONGEST_NAME, _SOUND_ALONE = 6, 7
_WORDS_KEPT = 50_000


class NameIndex(NameReader):
    """The names of a catalogue by key, with the searches over them."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon | None = None) -> None:
        super().__init__(catalogue, lexicon)
        self._heard_words: dict[str, tuple[Candidate, ...]] = {}
        self._slips: dict[str, tuple[Candidate, ...]] = {}

    def find(self, text: str) -> Found:
        """Say what a text put forward as a name may be; an empty Found for blanks only.

        Every part of the text ends in a candidate, in `uncontrolled`, in `unknown`, or is a form
        word. Candidates come with ground NAME and the doubts met on the way.
        """
        if not fold(text):
            return Found(unknown=(text.strip(),) if text.strip() else ())
        text = forms.spelled_out(text)
        return (
            self._whole(text)
            or self._by_parts(text)
            or self._rewritten(text)
            or self._without_configuration(text)
            or self._without_labels(text)
            or self._combination(text)
            or self._among_words(text)
            or self._weaker(text, is_alone=True)
        )

    def _without_labels(self, text: str) -> Found | None:
        """Read a name that isotope labels stand in: fentanyl-d5."""
        bare = without_labels(text)
        found = self.find(bare) if bare else None
        if found is None or found.unknown:
            return None
        return replace(found, candidates=tuple(map(as_labelled, found.candidates)))

    def _by_parts(self, text: str) -> Found | None:
        """Read a systematic name whose parts stand in another order, or in other words."""
        entries, is_told = self.systematic.look_up(text)
        if not entries:
            return None
        doubts: tuple[Doubt, ...] = (by_parts(text, entries[0].name),)
        if is_told:
            says = f"'{text}' gives a configuration that the name found here does not tell"
            doubts = (*doubts, Doubt(DoubtKind.CONFIGURATION, says))
        return Found(self.of_entries(entries, text, NOTHING_PARTED, doubts))

    def _rewritten(self, text: str) -> Found | None:
        """Read a chemical name in other words: фтор for fluoro, para for 4, without N,N."""
        for written in rewritings(text):
            found = self._whole(written) or self._by_parts(written)
            if found is not None and found.candidates:
                doubt = rewritten(text, written)
                doubted = [replace(c, doubts=(*c.doubts, doubt)) for c in found.candidates]
                return replace(found, candidates=tuple(doubted))
        return None

    def find_in(self, description: str) -> tuple[Candidate, ...]:
        """Give the substances named inside free text, each once; other words are ignored.

        Street names that are common words, and names of three letters and fewer without a digit,
        are not looked for. Typing errors are not looked for either; inflected and look-alike
        spellings are, with a doubt.
        """
        bare = without_labels(description)
        if bare:
            plain, held = self._found_in(description), self._found_in(bare)
            known = {candidate.substance for candidate in plain}
            return merged([*plain, *(as_labelled(c) for c in held if c.substance not in known)])
        return self._found_in(description)

    def _found_in(self, description: str) -> tuple[Candidate, ...]:
        line = Line(description)
        found: list[Candidate] = []
        for first, last, entries in self._cover(line, free=True):
            found.extend(self._candidate_of_span(line, first, last, entries))
        found.extend(c for c, _ in self._scan_cjk(description))
        for word in line.free_words():
            if len(word.key) < MIN_TYPO or word.key in everyday_words():
                continue
            if not self.lexicon.is_uncontrolled(word.key):
                written = description[word.start : word.end]
                found.extend(self._heard(written))
        found.extend(slips_in(self, line, description))
        return merged(found)

    def remembered_slips(self, word: str) -> tuple[Candidate, ...]:
        """Read one word of free text as misspelt, unless its sound or look says enough."""
        held = self._slips.get(word)
        if held is None:
            if len(self._slips) >= _WORDS_KEPT:
                self._slips.clear()
            is_known = len(word) >= MIN_TYPO and bool(self._heard(word))
            held = self._slips[word] = () if is_known else slip(self, word)
        return held

    def misspelt(
        self, key: str, written: str, is_meant: Callable[[Entry], bool]
    ) -> tuple[Candidate, ...]:
        """Find the names a typing error away of which some entry is one that is meant."""
        return self._typing_error(key, written, NOTHING_PARTED, is_meant)

    # The whole text

    def _whole(self, text: str) -> Found | None:
        """Read a text as one name, with or without form words."""
        readings = self._readings(text)
        sign = sign_of(text)
        is_signed = any((sign, key) in self.signed for key, _ in readings)
        for key, parted in sorted(readings, key=lambda reading: -len(reading[0])):
            signed = self.signed.get((sign, key)) if sign else None
            entries = signed or (() if is_signed else self.by_key.get(key))
            if entries:
                return Found(self.of_entries(entries, text, parted, sign_doubt(sign, signed)))
        last = readings[-1][1]
        for stem in stems(readings[-1][0]):
            entries = self.by_key.get(stem)
            if entries:
                doubts = () if last.salts else (declined(last.rest, entries[0].name),)
                return Found(self.of_entries(entries, text, last, doubts))
        if fold(_JOINT.split(text.strip(), maxsplit=1)[0]) in self.by_key:  # HCl, paracetamol
            return self._in_other_order(readings)
        for key, parted in readings:
            if parted.may_be_ester and key == parted.rest:  # benzeneacetate is no salt of benzene
                continue
            if self.lexicon.is_uncontrolled(key):
                return Found(uncontrolled=(self.lexicon.names[key],))
        for stem in stems(readings[-1][0]):
            if self.lexicon.is_uncontrolled(stem):
                return Found(uncontrolled=(self.lexicon.names[stem],))
        return self._in_other_order(readings)

    def _in_other_order(self, readings: list[tuple[str, Parted]]) -> Found | None:
        """Read the words of a name in another order, or each in a case of its own."""
        for _, parted in readings[:2]:
            entries = self.by_bag.get(bag_of_words(parted.rest))
            if entries:
                says = f"the words of '{parted.rest}' were read as those of '{entries[0].name}'"
                doubt = Doubt(DoubtKind.SPELLING, says)
                return Found(self.of_entries(entries, parted.rest, parted, (doubt,)))
        return None

    def _readings(self, text: str) -> list[tuple[str, Parted]]:
        """List the keys of a text as it stands, without dosage words, without salts, peeled."""
        parted = [
            Parted(text),
            forms.part(text, with_salts=False),
            forms.part(text, with_salts=True),
        ]
        found: dict[str, Parted] = {}
        for reading in parted:
            key = fold(reading.rest)
            if key:
                found.setdefault(key, reading)
            if key.startswith("ال") and len(key) > 4:
                found.setdefault(key[2:], reading)
        for rest in parted[2:0:-1]:  # chloral hydrate hydrochloride keeps its hydrate
            for key, peeled in forms.peel(fold(rest.rest or text)):
                found.setdefault(key, peeled.added_to(rest))
        return list(found.items())

    # Combination products

    def _combination(self, text: str) -> Found | None:
        """Read a text as several names joined by a sign or an 'and'; at least one is known."""
        pieces = [piece.strip() for piece in _JOINT.split(text)]
        pieces = [piece for piece in pieces if fold(piece)]
        if len(pieces) < 2:
            pieces = text.split("-")
            if len(pieces) != 2 or not all(self._whole(p) for p in pieces if len(p) > 5):
                return None
            if min(map(len, pieces)) <= 5:
                return None
        known: list[tuple[str, Found | None]] = [(piece, self._whole(piece)) for piece in pieces]
        if not any(found for _, found in known):
            return None
        results = []
        for piece, whole in known:
            if whole is None and _is_all_forms(piece):
                continue
            result = whole or self._inside(piece) or self._weaker(piece)
            results.append(result)
        joined = join(results)
        if len(joined.candidates) + len(joined.uncontrolled) + len(joined.unknown) < 2:
            return joined
        return replace(joined, candidates=tuple(as_preparation(c) for c in joined.candidates))

    # Names inside a longer text

    def _among_words(self, text: str) -> Found | None:
        """Read the names in a text; where that leaves words, all of it as one mistyped name."""
        inside = self._inside(text)
        if inside is not None and not inside.unknown:
            return inside
        parted = forms.part(text, with_salts=False)
        if inside is not None and inside.candidates:
            return inside
        if " " not in parted.rest:
            return inside or self._apart_at_hyphens(text)
        words = parted.rest.split(" ")
        for written in (parted.rest, " ".join(reversed(words)) if len(words) == 2 else ""):
            candidates = self._typing_error(fold(written), written, parted)
            if candidates:
                return Found(candidates)
        return inside or self._apart_at_hyphens(text)

    def _apart_at_hyphens(self, text: str) -> Found | None:
        """Read a name that a hyphen joins to a maker or another word: Diazepam-ratiopharm."""
        apart = _HYPHEN.sub(" ", text)
        found = self._inside(apart) if apart != text else None
        return found if found is not None and found.candidates else None

    def _inside(self, text: str) -> Found | None:
        """Read a text as a name among other words; None when it holds no known name."""
        line = Line(text)
        results: list[Found] = []
        for first, last, entries in self._cover(line, free=False):
            written = line.slice(first, last)
            if entries:
                results.append(Found(self._candidate_of_span(line, first, last, entries)))
            else:
                results.append(Found(uncontrolled=(self.lexicon.names[fold(written)],)))
        scanned = self._scan_cjk(text)
        results.extend(Found((candidate,)) for candidate, _ in scanned)
        if not results:
            return None
        left = []
        for word in line.free_words():
            written = text[word.start : word.end]
            if CJK.search(written):
                left.extend(forms.unexplained_cjk(written, [key for _, key in scanned]))
                continue
            weaker = self._weaker(written)
            if weaker:
                results.append(weaker)
            else:
                left.append(written)
        joined = join([*results, Found(unknown=tuple(left))])
        return _doubt_modified(joined, [*left, *joined.uncontrolled])

    def _cover(self, line: Line, *, free: bool) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """Find the longest names in a line of words, from long to short, none overlapping.

        Each item is the first and last word and the entries; no entries for a lexicon name.
        """
        found: list[tuple[int, int, tuple[Entry, ...]]] = []
        starts = [at for at in range(len(line.words)) if not free or self._may_begin(line, at)]
        for length in range(min(_LONGEST_NAME, len(line.words)), 0, -1):
            for first in starts:
                last = first + length - 1
                if last >= len(line.words):
                    break
                if not line.is_free(first, last):
                    continue
                key = line.key(first, last)
                entries = self.by_key.get(key) or (self._declined(key) if length == 1 else ())
                written = "" if free else line.slice(first, last)
                entries = tuple(e for e in entries if is_sought(key, e, written))
                if free and length > 1:
                    entries = tuple(e for e in entries if _may_be_apart(e, line, first, last))
                if not entries and (free or not self.lexicon.is_uncontrolled(key)):
                    continue
                if length == 1 and line.is_form(first):
                    continue
                line.take(first, last)
                found.append((first, last, entries))
        return sorted(found, key=lambda item: item[:2])

    def _declined(self, key: str) -> tuple[Entry, ...]:
        """Give the names of which a Russian word is a case, unless it is a name on no list."""
        found = next((self.by_key[stem] for stem in stems(key) if stem in self.by_key), ())
        return () if found and self.lexicon.is_uncontrolled(key) else found

    def _may_begin(self, line: Line, at: int) -> bool:
        key = line.key(at, min(at + 3, len(line.words) - 1))
        return key[:4] in self.heads or key[:3] in self.by_key

    def _candidate_of_span(
        self, line: Line, first: int, last: int, entries: tuple[Entry, ...]
    ) -> tuple[Candidate, ...]:
        """Build the candidates of a name inside a line, with the form words next to it."""
        salts, preparation, ester = line.forms_beside(first, last)
        read = line.slice(first, last)
        parted = Parted(read, salts, preparation, ester)
        is_case = line.key(first, last) not in self.by_key
        doubts = (declined(read, entries[0].name),) if is_case and not salts else ()
        return self.of_entries(entries, read, parted, doubts)

    def _scan_cjk(self, text: str) -> list[tuple[Candidate, str]]:
        """Find Chinese names in unbroken text, the longest first; with the key of each.

        A name that is only part of a longer word (one more character of a chemical name on
        either side) keeps a doubt.
        """
        if not CJK.search(text):
            return []
        key, at = fold(text), 0
        found: list[tuple[Candidate, str]] = []
        while at < len(key):
            name = next((k for k in self.cjk_keys.get(key[at], ()) if key.startswith(k, at)), "")
            if not name or self._is_cjk_salt_of(key, at, name):
                at += 1
                continue
            before, after = key[:at], key[at + len(name) :]
            doubts: tuple[Doubt, ...] = ()
            if forms.continues_cjk(before, after):
                says = f"'{name}' stands inside a longer Chinese word"
                doubts = (Doubt(DoubtKind.AMBIGUOUS, says),)
            parted = forms.forms_around_cjk(before, after)
            found.extend(
                (c, name) for c in self.of_entries(self.by_key[name], name, parted, doubts)
            )
            at += len(name)
        return found

    def _is_cjk_salt_of(self, key: str, at: int, name: str) -> bool:
        """True when a name is the acid (盐酸) before another name, and so says the salt."""
        end = at + len(name)
        others = self.cjk_keys.get(key[end : end + 1], ())
        if name not in forms.form_words():
            return False
        return forms.goes_on_in_cjk(key[end:]) or any(key.startswith(one, end) for one in others)

    # Weaker keys and typing errors

    def _is_far(self, key: str, sound: str, heard: str) -> bool:
        """True for a key long enough to be told by its sound, and far from every name we hold."""
        return (
            len(sound) >= _SOUND_ALONE
            and not self.near(key, 2, wary=True)
            and not any(known.startswith(heard) for known in self.by_key)
        )

    def _weaker(self, text: str, *, is_alone: bool = False) -> Found:
        """Read a text by weaker keys, then as a typing error; what stays unread is unknown.

        Only a text that stands alone is known by its sound as a name that is on no list.
        """
        parted = forms.part(text, with_salts=True)
        rest = parted.rest or text.strip()
        key, is_alone = fold(rest), is_alone and " " not in rest
        peels = [(peeled, off.added_to(parted)) for peeled, off in forms.peel(key)]
        for written, off in [(rest, parted), *peels]:
            candidates = self._by_variants(written, parted=off)
            if candidates:
                return Found(candidates)
        for peeled, off in [(key, parted), *peels]:
            sound = sound_key(peeled) if len(peeled) >= MIN_TYPO else ""
            heard = self.lexicon.by_sound(sound) if sound else None
            if heard is not None and is_alone and self._is_far(peeled, sound, fold(heard)):
                return Found(uncontrolled=(heard,))
            for form in (peeled, *list(stems(peeled))[::3]):
                candidates = self._typing_error(form, rest, off)
                if candidates:
                    return Found(candidates)
        return Found(unknown=(rest,))

    def _without_configuration(self, text: str) -> Found | None:
        """Read a name behind a descriptor of its configuration: (R)-, d-, racemic."""
        descriptor = _DESCRIPTOR.match(text)
        found = self._whole(text[descriptor.end() :]) if descriptor else None
        if descriptor is None or found is None or descriptor.group("racemic") is not None:
            return found
        says = f"'{descriptor.group().strip()}' gives a configuration that the name does not tell"
        doubt = Doubt(DoubtKind.CONFIGURATION, says)
        doubted = [replace(c, doubts=(*c.doubts, doubt), read=text) for c in found.candidates]
        return replace(found, candidates=tuple(doubted))

    def _heard(self, word: str) -> tuple[Candidate, ...]:
        """Read one word of free text by weaker keys; the words of a language come again."""
        held = self._heard_words.get(word)
        if held is None:
            if len(self._heard_words) >= _WORDS_KEPT:
                self._heard_words.clear()
            held = self._heard_words[word] = self._by_variants(word, free=True)
        return held

    def _by_variants(
        self, text: str, *, parted: Parted = NOTHING_PARTED, free: bool = False
    ) -> tuple[Candidate, ...]:
        for variant in variants(text):
            table = self.by_sound if variant.is_sound else self.by_key
            entries = table.get(variant.key, ())
            if free:
                entries = tuple(e for e in entries if is_sought(variant.key, e))
            if not entries or (variant.is_sound and not same_digits(variant.key, fold(text))):
                continue
            doubts: tuple[Doubt, ...] = (
                Doubt(DoubtKind.SPELLING, f"{variant.says} as '{entries[0].name}'"),
            )
            if variant.is_sound:
                other = self.lexicon.by_sound(variant.key)
                if other:
                    says = f"'{text}' sounds like '{other}' too, which is on no list"
                    doubts = (*doubts, Doubt(DoubtKind.AMBIGUOUS, says))
                entries = one_each(entries)
            found = self.of_entries(entries, text, parted, doubts)
            return tuple(replace(candidate, is_heard=True) for candidate in found)
        return ()

    def _typing_error(
        self,
        key: str,
        written: str,
        parted: Parted,
        is_meant: Callable[[Entry], bool] = lambda entry: True,
    ) -> tuple[Candidate, ...]:
        """Find the names one or two typing errors away, unless a name on no list is nearer."""
        letters = sum(c.isalpha() for c in key)
        limit = 2 if letters >= MIN_TYPO_VOWELS else 1
        if letters < MIN_TYPO or not is_word_key(key):
            return ()
        near = {
            known: far
            for known, far in self.near(key, limit).items()
            if (far == 1 or self._may_have_two_errors(known, written))
            and any(map(is_meant, self.by_key[known]))
        }
        if not near:
            return ()
        distance = min(near.values())
        nearest = self.likeliest(key, [known for known, far in near.items() if far == distance])
        other = self.lexicon.nearest(key, distance)
        if other is not None and other[1] < distance:
            return ()
        if other is not None and is_likelier(key, nearest[0], self.lexicon.at(key, distance)):
            other = None
        entries = one_each(entry for known in nearest for entry in self.by_key[known])
        name = entries[0].name
        doubts: tuple[Doubt, ...] = (misspelt(written, name, distance),)
        if other is not None:
            says = f"'{written}' is as near to '{other[0]}', which is on no list"
            doubts = (*doubts, Doubt(DoubtKind.AMBIGUOUS, says))
        if any(is_meaning(key, known) for known in nearest):
            says = f"'{written}' differs from '{name}' by a part that names another substance"
            doubts = (*doubts, Doubt(DoubtKind.AMBIGUOUS, says))
        found = self.of_entries(entries, written, parted, doubts)
        return tuple(replace(candidate, errors=distance) for candidate in found)

    def _may_have_two_errors(self, known: str, written: str) -> bool:
        """True for all but brands, which are too many of too few syllables, and other words."""
        entries = [entry for entry in self.by_key[known] if entry.kind is not NameKind.BRAND]
        if " " not in written:
            return bool(entries)
        return any(fits_by_words(written, entry.name) for entry in entries)


def name_index(catalogue: Catalogue | None = None) -> NameIndex:
    """Give the index of a catalogue (the one beside this file when none is given), made once."""
    return _index(load_catalogue() if catalogue is None else catalogue)


@cache
def _index(catalogue: Catalogue) -> NameIndex:
    return NameIndex(catalogue)


def _may_be_apart(entry: Entry, line: Line, first: int, last: int) -> bool:
    """True when a name has several words itself, or is spelled in bits: not Codein in 'code in'."""
    has_parts = re.search(r"[\s\-/,.()\d]", entry.name) is not None
    return has_parts or all(len(word.key) < 3 for word in line.words[first : last + 1])


def _is_all_forms(text: str) -> bool:
    rest = forms.part(text, with_salts=True).rest
    return not fold(rest) or (fold(rest).isdigit() and not forms.is_code(rest))


def _doubt_modified(found: Found, left: list[str]) -> Found:
    """Doubt every candidate beside an unexplained word that modifies a chemical name."""
    modifying = [word for word in left if modifies(fold(word))]
    if not modifying:
        return found
    says = f"'{modifying[0]}' beside the name may make it another substance"
    doubt = Doubt(DoubtKind.AMBIGUOUS, says)
    return replace(
        found,
        candidates=tuple(replace(c, doubts=(*c.doubts, doubt)) for c in found.candidates),
    )
