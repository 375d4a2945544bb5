"""From the entries that a name stands for to candidates: how it relates, its salt, its doubts."""

from __future__ import annotations

from collections.abc import Iterable

from ringfence.substance import forms
from ringfence.substance.candidate import Candidate, Doubt, DoubtKind, Ground, Via
from ringfence.substance.catalogue import Kind, NameKind
from ringfence.substance.fold import fold
from ringfence.substance.forms import Parted
from ringfence.substance.lexicon import (
    MINERAL_ACIDS,
    OWN_WORDS,
    Entry,
    NameTable,
    is_weak_name,
)
from ringfence.substance.name_doubts import ambiguous, common_error, too_short
from ringfence.substance.name_found import merged

NOTHING_PARTED = Parted("")


class NameReader(NameTable):
    """The names of a catalogue, with what each of them says of its substance."""

    def of_entries(
        self,
        entries: Iterable[Entry],
        read: str,
        parted: Parted = NOTHING_PARTED,
        doubts: tuple[Doubt, ...] = (),
    ) -> tuple[Candidate, ...]:
        """Build the candidates that names stand for, with the doubts that the names carry."""
        entries = tuple(entries)
        shared = len({entry.substance for entry in entries}) > 1
        found = []
        for entry in entries:
            own = doubts
            if shared:
                others = sorted({e.substance for e in entries} - {entry.substance})
                own = (*own, ambiguous(entry.name, others))
            if entry.kind is NameKind.MISSPELLING:
                meant = self.catalogue.substances[entry.substance].name
                own = (*own, common_error(entry.name, meant))
            if is_weak_name(entry) and not (shared and self.is_one_skeleton(entries)):
                own = (*own, too_short(entry.name))
            found.append(self._candidate(entry, read, parted, own))
        return merged(found)

    def _candidate(
        self, entry: Entry, read: str, parted: Parted, doubts: tuple[Doubt, ...]
    ) -> Candidate:
        via, form = Via.LISTED, entry.salt
        kind = self.catalogue.substances[entry.substance].kind
        if kind is Kind.INORGANIC:
            is_acid = entry.substance in MINERAL_ACIDS
            acids = (salt for salt in parted.salts if salt.endswith(("ide", "ate")))
            own = OWN_WORDS.get(entry.substance, ())
            parted = parted.without_salts(acids if is_acid else own)
        if parted.preparation:
            via = Via.PREPARATION
        if entry.salt or parted.salts:
            via = Via.SALT
        if kind is Kind.ISOMER_GROUP or entry.is_member:
            via = Via.GROUP
        if form is None and not parted.salts and " " in read.strip():
            form = self._salt_in_name(entry.substance, read)
            via = Via.SALT if form and via.rank < Via.SALT.rank else via
        if via is Via.LISTED and self._says_salt(entry):
            via = Via.SALT
        if form is None and parted.salts:
            form, doubt = self._salt_form(entry.substance, parted)
            doubts = doubts if doubt is None else (*doubts, doubt)
            if parted.may_be_ester and form is None:
                says = f"the words of '{read}' may name an ester as well as a salt"
                doubts = (*doubts, Doubt(DoubtKind.FORM, says))
        return Candidate(entry.substance, Ground.NAME, via, doubts=doubts, form=form, read=read)

    def _says_salt(self, entry: Entry) -> bool:
        """True when the name is another name of the substance and a salt."""
        if " " not in entry.name:
            return False
        named = forms.part(entry.name, with_salts=True)
        if not named.chemical_salts or named.may_be_ester:
            return False
        return any(e.substance == entry.substance for e in self.by_key.get(fold(named.rest), ()))

    def _salt_in_name(self, substance: str, read: str) -> str | None:
        """Find the salt that a name of the catalogue itself says: sodium oxybate."""
        held = self.salt_forms.get(substance)
        return held.get(forms.part(read, with_salts=True).chemical_salts) if held else None

    def _salt_form(self, substance: str, parted: Parted) -> tuple[str | None, Doubt | None]:
        """Find the row of salts.csv for salt words: the same words, or the only hydrate of them."""
        held = self.salt_forms.get(substance, {})
        named = parted.chemical_salts
        if named in held:
            return held[named], None
        if any(word.endswith("hydrate") for word in named):
            return None, None
        near = [
            salt
            for words, salt in held.items()
            if named and named < words and _is_water(words - named)
        ]
        if len(near) != 1:
            return None, None
        says = f"only {self.catalogue.salts[near[0]].name} is held of that salt"
        return near[0], Doubt(DoubtKind.FORM, says)


def _is_water(words: frozenset[str]) -> bool:
    return all(word.endswith("hydrate") for word in words)
