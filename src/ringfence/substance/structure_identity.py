"""Is it this substance? Connectivity first, then configuration, then tautomers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ringfence.substance.candidate import Doubt, DoubtKind, Stereo, Via
from ringfence.substance.catalogue import StereoRule
from ringfence.substance.structure_index import SMALLEST_PARENT, Listed, StructureIndex
from ringfence.substance.structure_reading import Parent
from ringfence.substance.structure_stereo import compare, sites

_NO_CONFIGURATION = Doubt(
    DoubtKind.CONFIGURATION, "the structure gives no configuration, or not all of it"
)
_SIBLINGS = Doubt(
    DoubtKind.CONFIGURATION,
    "the structure gives no configuration, and stereoisomers have entries of their own",
)
_MIRROR = Doubt(DoubtKind.CONFIGURATION, "the structure is the mirror image of the one catalogued")
_OTHER = Doubt(DoubtKind.CONFIGURATION, "the structure is another stereoisomer")
_SHIFTED = Doubt(
    DoubtKind.AMBIGUOUS,
    "the structure has the same atoms, bound alike, with hydrogens and double bonds elsewhere: "
    "whether it is the same thing is for a person",
)
_TAUTOMER = Doubt(DoubtKind.TAUTOMER, "the structure is drawn as a tautomer of the one catalogued")


@dataclass(frozen=True, slots=True)
class Hit:
    """One structure of the catalogue that a parent is, with the step that led to it."""

    listed: Listed
    via: Via
    stereo: Stereo
    doubts: tuple[Doubt, ...] = ()


def identify(parent: Parent, index: StructureIndex, is_racemic: bool = False) -> tuple[Hit, ...]:
    """The substances that `parent` is, exactly or but for its configuration or tautomer."""
    same_formula = index.by_formula.get(parent.elements)
    if not same_formula:  # true of most of chemistry, and costs a microsecond
        return ()
    same_bonds = index.by_connectivity.get(parent.connectivity)
    if same_bonds:
        return _by_configuration(parent, same_bonds, is_racemic)
    return _by_tautomer(parent, same_formula)


def same_skeleton(parent: Parent, index: StructureIndex) -> tuple[Hit, ...]:
    """The substances of which only hydrogens and double bonds are drawn elsewhere, each in doubt.

    They may be the same thing, drawn as a tautomer that no one writes, or an isomer of its own.
    """
    if parent.heavy_atoms < SMALLEST_PARENT:
        return ()
    return tuple(
        Hit(listed, Via.LISTED, Stereo.NOT_COMPARED, (_SHIFTED,))
        for listed in _once(index.by_formula.get(parent.elements, ()))
        if listed.parent.skeleton_key == parent.skeleton_key
    )


def _by_configuration(
    parent: Parent, same_bonds: Sequence[Listed], is_racemic: bool
) -> tuple[Hit, ...]:
    given = sites(parent.inchi)
    compared = [
        (listed, compare(given, listed.sites, listed.rule, is_racemic)) for listed in same_bonds
    ]
    substances = [pair for pair in compared if not pair[0].is_member]
    if not substances:  # a group's members stand for all their stereochemical variants
        return tuple(Hit(listed, Via.GROUP, Stereo.SAME) for listed in _once(same_bonds))
    same = [listed for listed, stereo in substances if stereo is Stereo.SAME]
    if same:
        # A drawing without configuration is the racemate, where that is catalogued, but drawings
        # of one stereoisomer are as often left without; so those are named too, in doubt.
        siblings = [] if given else [listed for listed, _ in substances if listed not in same]
        doubts = (_SIBLINGS,) if siblings else ()
        return (
            *(Hit(listed, Via.LISTED, Stereo.SAME, doubts) for listed in same),
            *(Hit(listed, Via.LISTED, Stereo.UNDEFINED, (_SIBLINGS,)) for listed in siblings),
        )
    undefined = [listed for listed, stereo in substances if stereo is Stereo.UNDEFINED]
    if undefined:
        return tuple(
            Hit(listed, Via.LISTED, Stereo.UNDEFINED, (_NO_CONFIGURATION,)) for listed in undefined
        )
    return tuple(_stereoisomer(listed, stereo) for listed, stereo in _nearest_first(substances))


def _stereoisomer(listed: Listed, stereo: Stereo) -> Hit:
    if not listed.is_settled_by_configuration:
        return Hit(listed, Via.STEREOISOMER, stereo)
    doubt = _MIRROR if stereo is Stereo.OPPOSITE else _OTHER
    return Hit(listed, Via.STEREOISOMER, stereo, (doubt,))


def _nearest_first(pairs: Iterable[tuple[Listed, Stereo]]) -> list[tuple[Listed, Stereo]]:
    """Substances without a fixed configuration, then mirror images, then the rest."""
    return sorted(
        pairs,
        key=lambda pair: (pair[0].is_settled_by_configuration, pair[1] is not Stereo.OPPOSITE),
    )


def _once(rows: Iterable[Listed]) -> list[Listed]:
    return list({listed.substance: listed for listed in rows}.values())


def _by_tautomer(parent: Parent, same_formula: Sequence[Listed]) -> tuple[Hit, ...]:
    found = [
        Hit(listed, Via.GROUP if listed.is_member else Via.LISTED, stereo, (_TAUTOMER,))
        for listed in same_formula
        if (stereo := _tautomer_stereo(parent, listed)) is not None
    ]
    same = [hit for hit in found if hit.stereo is Stereo.SAME]
    return tuple(same or found)


def _tautomer_stereo(parent: Parent, listed: Listed) -> Stereo | None:
    """How the configuration compares that no proton shift touches; None where it is no tautomer."""
    known = listed.parent
    if parent.flat_tautomer_key == known.flat_tautomer_key:
        return _kept(parent.tautomer_key, known.tautomer_key, listed.rule)
    if parent.flat_proton_key == known.flat_proton_key:
        return _kept(parent.proton_key, known.proton_key, listed.rule)
    return None


def _kept(given: str, known: str, rule: StereoRule) -> Stereo:
    if given == known or rule in (StereoRule.UNDEFINED, StereoRule.NONE):
        return Stereo.SAME
    return Stereo.OTHER if "@" in given else Stereo.UNDEFINED
