"""What a thing is, by every signal given about it: name, number, key, structure, description.

`match` reads each signal by itself, then compares them. Signals that agree settle each other's
doubts; signals that lead to different substances are a conflict, which is said and never
resolved here. The chemistry library is loaded only when a structure is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ringfence.substance.candidate import (
    Candidate,
    Doubt,
    DoubtKind,
    Ground,
    Match,
    Query,
    Stereo,
    Via,
)
from ringfence.substance.catalogue import Catalogue, load_catalogue
from ringfence.substance.fold import fold
from ringfence.substance.name import NameIndex, name_index
from ringfence.substance.name_found import Found
from ringfence.substance.number import (
    CasNumber,
    candidates_by_cas,
    find_cas,
    is_uncontrolled_number,
    read_cas,
)

if TYPE_CHECKING:
    from ringfence.substance.structure_index import StructureIndex

_INCHIKEY = re.compile(r"(?:InChIKey\s*=\s*)?([A-Z]{14}-[A-Z]{10}-[A-Z])", re.IGNORECASE)
_BARE_INCHI = re.compile(r"1S?/(?:[A-Z][a-z]?\d*)+/\S+$")
"""An InChI that lost the word before its sign."""
_SMILES = re.compile(
    r"(?:\[[^\[\]\s]+\]|Br|Cl|[BCNOPSFI]|[bcnops])"
    r"(?:\[[^\[\]\s]+\]|Br|Cl|[BCNOPSFI]|[bcnops]|%\d\d|[-=#$:/\\+.()@~0-9])*"
)
_EXTENSION = re.compile(r"\s+\|[^|]+\|$")
"""What CXSMILES writes behind a structure."""
_SMILES_MARK = re.compile(r"[=#\[@]|\(|c\d")
_SETTLED = (DoubtKind.AMBIGUOUS, DoubtKind.SPELLING, DoubtKind.CONFIGURATION, DoubtKind.UNVERIFIED)
"""Doubts that a second, independent signal for the same substance settles."""

_GROUND_ORDER = (Ground.NAME, Ground.CLASS, Ground.CAS, Ground.INCHIKEY, Ground.STRUCTURE)


@dataclass(frozen=True, slots=True)
class _Signal:
    """What one signal says: how to speak of it, what was written, and what it led to."""

    what: str
    read: str
    candidates: tuple[Candidate, ...] = ()
    uncontrolled: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unread: str = ""
    is_complete: bool = False
    """True when finding nothing means that no entry of the catalogue fits (a structure read)."""

    @property
    def substances(self) -> frozenset[str]:
        return frozenset(candidate.substance for candidate in self.candidates)

    @property
    def stated(self) -> frozenset[str]:
        """The substances that the thing itself may be, not those it only derives from.

        Where there are none of the first sort (an ester that no list names), all.
        """
        itself = frozenset(c.substance for c in self.candidates if _is_itself(c))
        return itself or self.substances

    @property
    def says(self) -> str:
        """The signal in a sentence: 'the name says levomethorphan'."""
        names = sorted(self.stated) or list(self.uncontrolled)
        if not names:
            return f"the {self.what} is none of the catalogue's"
        if self.what == "name":
            return f"the name says {' or '.join(names)}"
        if self.what == "number":
            return f"the number {self.read} is {' or '.join(names)}"
        return f"the {self.what} is {' or '.join(names)}"


_ITSELF = (Via.LISTED, Via.PREPARATION, Via.SALT, Via.ISOTOPE, Via.GROUP)
_OTHER_FORM = (Stereo.OPPOSITE, Stereo.OTHER)


def _is_itself(candidate: Candidate) -> bool:
    if candidate.via is Via.STEREOISOMER:
        return candidate.stereo not in _OTHER_FORM
    return candidate.via in _ITSELF


def match(query: Query, catalogue: Catalogue | None = None) -> Match:
    """Say what a thing may be by all signals of a query.

    Never raises for what a person wrote: what cannot be understood is in `unread`, each time a
    sentence with its remedy. Raises DataError when the catalogue itself is broken.
    """
    if query.is_empty:
        says = "nothing was given: write a name, a CAS number, an InChIKey or a structure"
        return Match(query, unread=(says,))
    index = name_index(catalogue)
    read = detect(query, index)
    signals = list(_signals(read, index))
    described = _described(read.description, index) if read.description.strip() else ()
    candidates, conflicts = _compare(signals)
    return Match(
        query,
        candidates=merge((*candidates, *described)),
        uncontrolled=_all(signal.uncontrolled for signal in signals),
        unknown=_all(signal.unknown for signal in signals),
        unread=_all((signal.unread,) for signal in signals if signal.unread),
        conflicts=conflicts,
        structure_read=any(signal.is_complete for signal in signals),
    )


def detect(query: Query, index: NameIndex | None = None) -> Query:
    """Move a text that is a number, a key or a structure to the field that is meant for it.

    A text that is a known name stays a name, whatever it looks like. Nothing that the query
    already holds is overwritten.
    """
    text = query.text.strip()
    if not text or (index is not None and fold(text) in index.by_key):
        return query
    if text.lower().startswith("inchi=") and not query.inchi:
        return replace(query, text="", inchi=text)
    if _BARE_INCHI.match(text) and not query.inchi:
        return replace(query, text="", inchi=f"InChI={text}")
    key = _INCHIKEY.fullmatch(text)
    if key is not None and not query.inchikey:
        return replace(query, text="", inchikey=key.group(1).upper())
    if read_cas(text) is not None and not query.cas:
        return replace(query, text="", cas=text)
    if is_smiles(_EXTENSION.sub("", text)) and not query.smiles:
        return replace(query, text="", smiles=text)
    return query


def is_smiles(text: str) -> bool:
    """True when a text can only be meant as SMILES: its signs, no blanks, a bond or a ring.

    >>> is_smiles("CC(=O)Oc1ccccc1C(=O)O"), is_smiles("2C-B"), is_smiles("1-(2-thienyl)propane")
    (True, False, False)
    """
    return (
        len(text) >= 4
        and _SMILES.fullmatch(text) is not None
        and _SMILES_MARK.search(text) is not None
        and text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
    )


def merge(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Keep one candidate a substance: the strongest ground, with a salt that another names."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        held = best.get(candidate.substance)
        best[candidate.substance] = candidate if held is None else _joined(held, candidate)
    return tuple(best.values())


def _joined(one: Candidate, other: Candidate) -> Candidate:
    weak, strong = sorted((one, other), key=lambda c: _GROUND_ORDER.index(c.ground))
    if weak.ground is strong.ground:
        strong = one
    via = max(weak.via, strong.via, key=lambda v: v.rank)
    if strong.ground in (Ground.STRUCTURE, Ground.INCHIKEY):
        via = strong.via if strong.via.rank >= weak.via.rank else weak.via
    both = tuple(dict.fromkeys((*strong.doubts, *weak.doubts)))
    return replace(strong, via=via, doubts=both, form=strong.form or weak.form)


def _all(parts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for some in parts for part in some))


# Reading each signal


def _signals(query: Query, index: NameIndex) -> Iterable[_Signal]:
    numbers = find_cas(query.text)
    name = query.text
    for found in reversed(numbers):
        name = name[: found.start] + " " + name[found.end :]
    name = re.sub(r"[(\[]\s*[)\]]", " ", name)
    if fold(name) or (query.text.strip() and not numbers):
        yield _name_signal(name.strip(), index.find(name.strip()))
    for found in numbers:
        yield _number_signal(found.number, index.catalogue)
    if query.cas.strip():
        yield from _cas_field(query.cas, index.catalogue)
    if query.inchikey.strip():
        yield _inchikey_signal(query.inchikey.strip(), index.catalogue)
    for notation, text in (("smiles", query.smiles), ("inchi", query.inchi)):
        if text.strip():
            yield _structure_signal(notation, text.strip(), index.catalogue)


def _described(description: str, index: NameIndex) -> tuple[Candidate, ...]:
    """Look for names and registry numbers inside free text; anything else is ignored."""
    found = list(index.find_in(description))
    for inside in find_cas(description):
        if inside.number.check_digit_ok:
            found.extend(candidates_by_cas(inside.number, index.catalogue))
    return tuple(found)


def _name_signal(text: str, found: Found) -> _Signal:
    return _Signal("name", text, found.candidates, found.uncontrolled, found.unknown)


def _cas_field(text: str, catalogue: Catalogue) -> Iterable[_Signal]:
    """Read a field meant for a registry number; several may stand in it."""
    number = read_cas(text, bare=True)
    if number is not None:
        yield _number_signal(number, catalogue)
        return
    inside = find_cas(text)
    for found in inside:
        yield _number_signal(found.number, catalogue)
    if not inside:
        says = f"'{text.strip()}' is not a CAS number: write it as 57-27-2"
        yield _Signal("number", text.strip(), unread=says)


def _number_signal(number: CasNumber, catalogue: Catalogue) -> _Signal:
    if not number.check_digit_ok:
        return _Signal("number", str(number), unread=number.error)
    candidates = candidates_by_cas(number, catalogue)
    if not candidates and is_uncontrolled_number(number):
        return _Signal("number", str(number), uncontrolled=(str(number),))
    unknown = () if candidates else (str(number),)
    return _Signal("number", str(number), candidates, unknown=unknown)


def _inchikey_signal(key: str, catalogue: Catalogue) -> _Signal:
    from ringfence.substance.structure_errors import InchikeyUnreadable
    from ringfence.substance.structure_keys import candidates_by_inchikey

    try:
        candidates = candidates_by_inchikey(key, _structures(catalogue))
    except InchikeyUnreadable as error:
        return _Signal("key", key, unread=str(error))
    unknown = () if candidates else (key,)
    return _Signal("key", key, candidates, unknown=unknown)


def _structure_signal(notation: str, text: str, catalogue: Catalogue) -> _Signal:
    from ringfence.substance import structure
    from ringfence.substance.structure_errors import StructureUnreadable

    try:
        read = structure.read_smiles if notation == "smiles" else structure.read_inchi
        candidates = structure.candidates(read(text), _structures(catalogue))
    except StructureUnreadable as error:
        return _Signal("structure", text, unread=str(error))
    return _Signal("structure", text, candidates, is_complete=True)


def _structures(catalogue: Catalogue) -> StructureIndex:
    from ringfence.substance.structure_index import StructureIndex, structure_index

    return structure_index() if catalogue is load_catalogue() else StructureIndex(catalogue)


# Comparing them


def _compare(signals: Sequence[_Signal]) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """Settle doubts where signals agree, and say where they contradict each other."""
    speaking = [signal for signal in signals if _speaks(signal)]
    conflicts = _conflicts(speaking)
    candidates = [candidate for signal in signals for candidate in signal.candidates]
    if conflicts:
        doubts = tuple(Doubt(DoubtKind.CONFLICT, says) for says in conflicts)
        doubted = tuple(replace(c, doubts=(*c.doubts, *doubts)) for c in merge(candidates))
        return doubted, conflicts
    named = [signal for signal in speaking if signal.candidates]
    if len(named) > 1:
        candidates = list(_settled(named))
    unmatched = [s for s in signals if s.unknown and s.what in ("number", "key")]
    for signal in unmatched if named else ():
        says = f"the {signal.what} {signal.read} is not one the catalogue holds for this substance"
        doubt = Doubt(DoubtKind.UNVERIFIED, says)
        candidates = [replace(c, doubts=(*c.doubts, doubt)) for c in candidates]
    return merge(candidates), ()


def _speaks(signal: _Signal) -> bool:
    """True when a signal says something that another can contradict."""
    if signal.candidates or signal.is_complete:
        return True
    return bool(signal.uncontrolled) and not signal.unknown


def _conflicts(signals: Sequence[_Signal]) -> tuple[str, ...]:
    found = []
    for at, one in enumerate(signals):
        for other in signals[at + 1 :]:
            if not one.candidates and not other.candidates:
                continue
            if one.stated & other.stated:
                continue
            found.append(f"{one.says}, {other.says}")
    return tuple(found)


def _settled(signals: Sequence[_Signal]) -> Iterable[Candidate]:
    """Drop what only one signal holds possible and another excludes; settle the doubts of the rest.

    A substance that two signals name loses the doubts that a second signal settles. A substance
    that one signal alone names stays only when that signal was sure of it.
    """
    shared = [
        substance
        for signal in signals
        for substance in sorted(signal.substances)
        if sum(substance in other.substances for other in signals) > 1
    ]
    for signal in signals:
        for candidate in signal.candidates:
            if candidate.substance in shared:
                kept = tuple(d for d in candidate.doubts if d.kind not in _SETTLED)
                stereo = candidate.stereo
                if stereo is Stereo.UNDEFINED and len(kept) < len(candidate.doubts):
                    stereo = Stereo.NOT_COMPARED
                yield replace(candidate, doubts=kept, stereo=stereo, errors=0, is_heard=False)
            elif not (_is_itself(candidate) and _offers_a_choice(signal)):
                yield candidate


def _offers_a_choice(signal: _Signal) -> bool:
    """True when a signal leaves open which of its substances the thing is."""
    open_kinds = (DoubtKind.AMBIGUOUS, DoubtKind.CONFIGURATION)
    return any(candidate.has_doubt(*open_kinds) for candidate in signal.candidates)
