"""What a match says: the substances that something may be, each with its ground and its doubts.

The types here are shared by everything in the room; `match` builds them, `law` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Ground(StrEnum):
    """Which signal led to the substance."""

    NAME = "name"
    CAS = "cas"
    INCHIKEY = "inchikey"
    STRUCTURE = "structure"
    CLASS = "class"


class Via(StrEnum):
    """How the thing relates to the substance, the legally decisive step where there are several.

    Order matters: a later member outranks an earlier one when steps combine
    (a salt of an isotopologue of an ester is VIA an ester).
    """

    LISTED = "listed"
    PREPARATION = "preparation"
    SALT = "salt"
    ISOTOPE = "isotope"
    STEREOISOMER = "stereoisomer"
    ISOMER = "isomer"
    ETHER = "ether"
    ESTER = "ester"
    GROUP = "group"

    @property
    def rank(self) -> int:
        """Place in the order of precedence; higher decides."""
        return list(Via).index(self)


class Stereo(StrEnum):
    """How the configuration of the thing compares with that of the catalogue's substance."""

    SAME = "same"
    """Equal, or the substance has none to compare."""
    UNDEFINED = "undefined"
    """The thing gives no configuration (or less than the substance has)."""
    OPPOSITE = "opposite"
    """The mirror image."""
    OTHER = "other"
    """Another stereoisomer, neither equal nor the mirror image."""
    NOT_COMPARED = "not compared"
    """The ground is a name or a number, which stands for the substance as catalogued."""


class DoubtKind(StrEnum):
    """Why a person may want to look again."""

    SPELLING = "spelling"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    CONFIGURATION = "configuration"
    POSITION = "position"
    TAUTOMER = "tautomer"
    ISOTOPE = "isotope"
    FORM = "form"
    MIXTURE = "mixture"
    UNVERIFIED = "unverified"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to doubt a candidate, in a sentence."""

    kind: DoubtKind
    says: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.says}"


@dataclass(frozen=True, slots=True)
class Query:
    """Signals about one thing; every one is optional, at least one is needed.

    `text` is put forward as the name of a substance or product. `description` is free text
    about goods, in which substances are only looked for.
    """

    text: str = ""
    cas: str = ""
    inchikey: str = ""
    smiles: str = ""
    inchi: str = ""
    description: str = ""

    @property
    def is_empty(self) -> bool:
        """True when no signal holds anything but blanks."""
        signals = (self.text, self.cas, self.inchikey, self.smiles, self.inchi, self.description)
        return not any(signal.strip() for signal in signals)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A substance of the catalogue that the thing may be, or derive from.

    `form` is the id of a row of salts.csv where the salt or hydrate is known.
    `read` is the part of the input that led here (a name as written, a number, a structure).
    """

    substance: str
    ground: Ground
    via: Via = Via.LISTED
    stereo: Stereo = Stereo.NOT_COMPARED
    doubts: tuple[Doubt, ...] = ()
    form: str | None = None
    read: str = ""
    errors: int = 0
    """Typing errors between what was read and the name that it was taken for."""
    is_heard: bool = False
    """True when only the sound, or letters that look alike, led to the name."""

    def has_doubt(self, *kinds: DoubtKind) -> bool:
        """True when a doubt of one of these kinds is held."""
        return any(doubt.kind in kinds for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Match:
    """All that the signals of one query say.

    candidates   what it may be; empty when nothing was found
    uncontrolled names of medicines and other things known to the lexicon that are on no list
    unknown      parts of `text` that no list, catalogue or lexicon knows
    unread       signals that could not be understood, each a sentence with its remedy
    conflicts    signals that contradict each other, each a sentence
    """

    query: Query
    candidates: tuple[Candidate, ...] = ()
    uncontrolled: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    structure_read: bool = field(default=False)
    """True when a structure was given, understood and compared with every entry."""
