"""How much is it? What a form says, read into exact grams as declared and as anhydrous base.

    Quantity   the words, the count, the strength and the exact grams; or the reason why not
    Mass       the grams declared and the grams of base, with the factor, the form and its source

An amount is read whole or not at all. Whatever is ambiguous has no grams and says why, for a
missing fact is not zero. Amounts are decimals, never floats. A conversion to base is applied
once, to the declared total (treaty practice: base = mass x MW base / MW form).

Rules of reading, where forms differ:
- Blanks and apostrophes divide thousands; of `.` and `,` the last of both begins the fraction.
  A single `.` or `,` before exactly three digits divides thousands in a count (`1,000 tablets`),
  and is undetermined in a mass or volume (`1,000 kg`) unless another number of the same text
  settles which sign begins fractions; so is `1,000 таблеток`, for Russian forms print three places.
- `10 x 10 tablets 5 mg` multiplies; so do a larger pack before a smaller (`5 boxes, 20 ampoules`)
  and `№20` beside a number of packs. Other pairs of counts are undetermined.
- A mass after a count of tablets or ampoules is that of each one; after a number of packs only
  with `of`, `x`, `по`. More than 1 g in one tablet, capsule or patch is not believed.
- 1 % w/v is 10 mg per ml, 1 % w/w is 10 mg per g. A per cent of no stated kind counts as w/v for
  solutions, injections and ampoules, as w/w for powders and ointments, else is undetermined.
- Negative numbers, zeros, ranges, estimates, gross masses, rates (`mcg/h`), international units,
  litres without a strength and numbers without units are undetermined.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ringfence.substance.catalogue import Catalogue, Salt
from ringfence.substance.quantity_terms import RANKS, Strength, Term, Terms, read_terms
from ringfence.substance.quantity_words import Token, UnitWord, tidy, tokens
from ringfence.terms import Grams, RingfenceError

DOSE_GRAMS_MAX = Decimal(1)
"""More than this in one tablet, capsule, patch or blotter is taken for a slip, not a strength."""

PLACES_MAX = 18
"""Where division leaves no finite decimal, grams are rounded to so many places, with a note."""

TEXT_CHARACTERS_MAX = 500


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as declared.

    text      the words of the form
    grams     exact grams of the thing as declared; None when undetermined, with `reason`
    count     how many units (`unit`: tablet, ampoule, drum, or empty) where they are counted
    each_ml, each_g   what one of them holds, of solution or of mixture, where it is said
    strength  grams per unit, per ml or per g, where it is said
    named     words that are no part of the amount: the substance as labelled
    notes     conventions that were applied (a per cent of a solution read as w/v)
    """

    text: str = field(compare=False)
    grams: Grams | None = None
    count: Decimal | None = None
    unit: str = ""
    each_ml: Decimal | None = None
    each_g: Decimal | None = None
    strength: Strength | None = None
    reason: str = ""
    named: str = field(default="", compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_known(self) -> bool:
        """True when the amount is settled to the gram and below."""
        return self.grams is not None

    def __str__(self) -> str:
        """Print a known amount in canonical words, which read back to the same; else the text."""
        if self.grams is None:
            return self.text
        if self.strength is None:
            return f"{self._counted(', total ')}{number_text(self.grams)} g"
        amount = f"{number_text(self.strength.grams)} g"
        if self.strength.of == "unit":
            return f"{self._counted(' of ')}{amount}"
        held = f"{amount}/{number_text(self.strength.per)} {self.strength.of}"
        if self.each_ml is not None:
            return f"{self._counted(' of ')}{number_text(self.each_ml)} ml, {held}"
        if self.each_g is not None:
            return f"{self._counted(' of ')}{number_text(self.each_g)} g, {held}"
        return f"{self._counted(', ')}{held}"

    def _counted(self, joined: str) -> str:
        if self.count is None:
            return ""
        if not self.unit and joined == " of ":
            return f"{number_text(self.count)} x "
        return f"{number_text(self.count)} {self.unit or 'piece'}{joined}"


@dataclass(frozen=True, slots=True)
class Mass:
    """Grams as declared and grams of anhydrous base, never the one without its grounds.

    factor      grams of base in one gram of the form; None when the form is not known
    form        id of a row of salts.csv, the substance's own id for the base, or None
    source      where the factor comes from
    reason      why `grams_base` is None
    base_range  the least and the most that the base can be, where only the form is missing
    """

    grams_declared: Grams | None
    grams_base: Grams | None
    factor: Decimal | None
    form: str | None
    source: str
    reason: str = ""
    base_range: tuple[Grams, Grams] | None = None


class FormOfOtherSubstance(RingfenceError):
    """A salt or hydrate was named that is none of the substance."""

    def __init__(self, form: str, substance: str) -> None:
        self.form, self.substance = form, substance
        super().__init__(
            f"{form!r} is no form of {substance!r}: give the id of one of its rows in salts.csv, "
            f"or {substance!r} itself for the anhydrous base"
        )


@lru_cache(maxsize=65_536)
def read_quantity(text: str) -> Quantity:
    """Read the amount that a form states, in English or Russian words; never raises.

    >>> read_quantity("500 tablets of 30 mg codeine phosphate hemihydrate").grams
    Decimal('15')
    >>> read_quantity("500 tablets").reason
    'the count is known, the strength of each is not'
    """
    if len(text) > TEXT_CHARACTERS_MAX:
        reason = f"the text is longer than {TEXT_CHARACTERS_MAX} characters: give the amount alone"
        return Quantity(text, reason=reason)
    read = list(tokens(tidy(text)))
    if not any(token.kind == "digits" for token in read):
        trouble = [token.text for token in read if token.kind == "trouble"]
        reason = trouble[0] if trouble else "no amount is written in digits"
        return Quantity(text, reason=reason, named=_named(read))
    parts = _parts(read)
    if len(parts) == 1:
        return _decided(text, read_terms(parts[0]))
    return _sum(text, [_decided(text, read_terms(part)) for part in parts])


def base_mass(
    quantity: Quantity,
    substance: str,
    catalogue: Catalogue,
    *,
    form: str | None = None,
    strength_is_base: bool = False,
) -> Mass:
    """Convert a declared quantity to grams of anhydrous base, once and exactly.

    `form` is the id of a salt or hydrate, or the substance's own id for the base. With
    `strength_is_base` the label states the base (50 micrograms fentanyl, as citrate): the factor
    is 1. Without a form, a substance that has salts gives a range and no mass.
    Raises FormOfOtherSubstance.
    """
    salts = [salt for salt in catalogue.salts.values() if salt.substance == substance]
    salt = next((salt for salt in salts if salt.id == form), None)
    if salt is None and form not in (None, substance):
        raise FormOfOtherSubstance(str(form), substance)
    if strength_is_base or form == substance:
        return _converted(quantity, Decimal(1), form, "declared as anhydrous base")
    if salt is not None:
        source = f"salts.csv ({salt.trust}): {salt.sources}"
        return _converted(quantity, salt.base_factor, salt.id, source)
    if not salts:
        source = f"no salt or hydrate of {substance} is catalogued: taken as the base"
        return _converted(quantity, Decimal(1), None, source)
    return _range(quantity, salts)


def _converted(quantity: Quantity, factor: Decimal, form: str | None, source: str) -> Mass:
    if quantity.grams is None:
        return Mass(None, None, factor, form, source, reason=quantity.reason)
    return Mass(quantity.grams, _times(quantity.grams, factor), factor, form, source)


def _range(quantity: Quantity, salts: list[Salt]) -> Mass:
    """The form is not known: the base lies between the leanest salt and the base itself."""
    reason = f"the form is not known: name the base or one of {len(salts)} salts and hydrates"
    if quantity.grams is None:
        return Mass(None, None, None, None, "", reason=quantity.reason)
    factors = [*(salt.base_factor for salt in salts), Decimal(1)]
    ends = (_times(quantity.grams, min(factors)), _times(quantity.grams, max(factors)))
    return Mass(quantity.grams, None, None, None, "", reason=reason, base_range=ends)


def _times(grams: Decimal, factor: Decimal) -> Grams:
    return Grams(_decimal(Fraction(grams) * Fraction(factor))[0])


def number_text(number: Decimal) -> str:
    """Print a number so that it reads back to itself: plain digits, never just three places."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _parts(read: list[Token]) -> list[list[Token]]:
    """Split at `+` and `and`, when there is an amount on every side of them."""
    parts: list[list[Token]] = [[]]
    for token in read:
        if token.kind == "plus":
            parts.append([])
        else:
            parts[-1].append(token)
    if all(any(token.kind == "digits" for token in part) for part in parts):
        return parts
    return [read]


def _sum(text: str, parts: list[Quantity]) -> Quantity:
    named = " ".join(part.named for part in parts if part.named)
    total = Fraction(0)
    for part in parts:
        if part.grams is None or part.count is not None or part.strength is not None:
            reason = "two amounts are joined: declare each on its own line"
            return Quantity(text, reason=part.reason or reason, named=named)
        total += Fraction(part.grams)
    return Quantity(text, Grams(_decimal(total)[0]), named=named)


def _named(read: list[Token]) -> str:
    return " ".join(token.text for token in read if token.kind == "name")


def _decimal(value: Fraction) -> tuple[Decimal, bool]:
    """Give the exact decimal and True, or one rounded to PLACES_MAX places and False."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    places = places if rest == 1 else PLACES_MAX
    digits = round(value * 10**places)
    return Decimal(f"{digits}E-{places}"), rest == 1


class _Undetermined(Exception):
    """Ends a reading: the amount cannot be settled, for the reason given."""


_LEAVES_COUNT = ("a rate", "two strengths")
"""How the reasons begin that say nothing against the count beside them."""


def _decided(text: str, terms: Terms) -> Quantity:
    named = " ".join(terms.names)
    try:
        count, unit = _count(terms)
    except _Undetermined as why:
        reason = terms.troubles[0] if terms.troubles else str(why)
        return Quantity(text, reason=reason, named=named)
    if terms.troubles:
        if not terms.troubles[0].startswith(_LEAVES_COUNT):
            count, unit = None, ""
        return Quantity(text, count=count, unit=unit, named=named, reason=terms.troubles[0])
    try:
        return _Decision(terms, Quantity(text, count=count, unit=unit, named=named)).quantity()
    except _Undetermined as why:
        return Quantity(text, count=count, unit=unit, named=named, reason=str(why))


def _count(terms: Terms) -> tuple[Decimal | None, str]:
    """Multiply the counts that are nested in each other, and name the smallest thing counted."""
    counts = terms.of("count")
    if not counts:
        return None, ""
    if len(counts) == 1 and terms.says_per_pack:
        raise _Undetermined("the contents of a pack are given, the number of packs is not")
    product, last = Fraction(counts[0].value), counts[0]
    for term in counts[1:]:
        linked = term.link in ("times", "each") or last.times_after
        if not (linked or term.packed or last.packed or last.rank > term.rank):
            raise _Undetermined("two counts are given, and whether they multiply is not said")
        product *= Fraction(term.value)
        last = term
    if any(_is_uncounted(form, counts) for form in terms.forms):
        raise _Undetermined("the contents of a pack are given, the number of packs is not")
    smallest = min(counts, key=lambda term: (term.rank, not term.unit))
    forms = [form.name for form in terms.forms if form.kind in ("dose", "vessel")]
    if forms and (not smallest.unit or smallest.rank > 2):
        return _decimal(product)[0], forms[0]
    return _decimal(product)[0], smallest.unit


def _is_uncounted(form: UnitWord, counts: list[Term]) -> bool:
    """True for `bottles of 100 tablets`: the tablets are counted, the bottles are not."""
    inner = [term for term in counts if term.unit or (term.packed and form.kind == "pack")]
    return bool(inner) and RANKS[form.kind] > max(term.rank for term in inner)


class _Decision:
    """The grams of one reading, from its terms; raises _Undetermined with the reason."""

    def __init__(self, terms: Terms, plain: Quantity) -> None:
        self.terms, self.plain = terms, plain
        self.notes: list[str] = []

    def quantity(self) -> Quantity:
        strength = self._strength()
        totals = [term for term in self.terms.of("mass") if term.is_total]
        if totals:
            return self._known(Fraction(self._one(totals, "masses").value), None)
        mass, volume = self._measure("mass"), self._measure("volume")
        if strength is None:
            return self._without_strength(mass, volume)
        if strength.of == "unit":
            return self._by_unit(strength)
        if strength.of == "g":
            return self._by_mass(strength, mass, volume)
        return self._by_volume(strength, mass, volume)

    def _one(self, terms: list[Term], what: str) -> Term:
        if any(term.value != terms[0].value for term in terms):
            raise _Undetermined(f"several {what} are given: declare each on its own line")
        return terms[0]

    def _measure(self, kind: str) -> Term | None:
        found = self.terms.of(kind)
        return self._one(found, "masses" if kind == "mass" else "volumes") if found else None

    def _strength(self) -> Strength | None:
        terms = self.terms
        percents = [term.value for term in terms.of("percent")]
        strengths = terms.strengths + [self._percent(value) for value in percents]
        if not strengths:
            return None
        if any(one != strengths[0] for one in strengths):
            raise _Undetermined("two strengths are given: declare each substance on its own line")
        return strengths[0]

    def _percent(self, share: Decimal) -> Strength:
        """What a per cent is of: stated, or by the kind of thing that holds it."""
        terms = self.terms
        has_volume, has_mass = bool(terms.of("volume")), bool(terms.of("mass"))
        if share > 1:
            raise _Undetermined("more than 100 per cent is no strength")
        if len(terms.bases) > 1 or "v/v" in terms.bases:
            raise _Undetermined("a per cent by volume gives no mass without a density")
        if "w/v" in terms.bases:
            return Strength(share, Decimal(1), "ml")
        if "w/w" in terms.bases:
            return Strength(share, Decimal(1), "g")
        held = {term.unit for term in terms.of("count")} | {form.name for form in terms.forms}
        is_liquid = terms.is_liquid or bool(held & {"ampoule", "vial", "syringe", "cartridge"})
        if is_liquid and not terms.is_solid and has_volume and not has_mass:
            self.notes.append("the per cent of a solution is read as w/v: 1 % is 10 mg per ml")
            return Strength(share, Decimal(1), "ml")
        if terms.is_solid and not terms.is_liquid and has_mass and not has_volume:
            self.notes.append("the per cent of a solid is read as w/w: 1 % is 10 mg per g")
            return Strength(share, Decimal(1), "g")
        raise _Undetermined("the per cent may be by mass or by volume: write w/w or w/v")

    def _without_strength(self, mass: Term | None, volume: Term | None) -> Quantity:
        if mass is None and volume is None:
            raise _Undetermined("the count is known, the strength of each is not")
        if mass is None:
            raise _Undetermined("a volume gives no mass without a strength or a density")
        if volume is not None:
            if self.plain.count is None:
                raise _Undetermined("a mass and a volume are given: write the strength as mg/ml")
            self._multiplies(volume)
        if self.plain.count is None:
            if self.terms.forms:
                raise _Undetermined("the content of each is known, the number of them is not")
            return self._known(Fraction(mass.value), None)
        self._multiplies(mass)
        return self._by_unit(Strength(mass.value, Decimal(1), "unit"))

    def _by_unit(self, strength: Strength) -> Quantity:
        if self.plain.count is None:
            raise _Undetermined("the content of each is known, the number of them is not")
        mass = self._measure("mass")
        if mass is not None and mass.value != strength.grams:
            raise _Undetermined("two strengths are given: declare each substance on its own line")
        self._is_believed(strength)
        return self._known(Fraction(self.plain.count) * Fraction(strength.grams), strength)

    def _is_believed(self, strength: Strength) -> None:
        dosed = {term.unit_kind for term in self.terms.of("count")}
        dosed |= {form.kind for form in self.terms.forms}
        packed = any(term.packed for term in self.terms.of("count"))
        if ("dose" in dosed or packed) and strength.grams > DOSE_GRAMS_MAX:
            says = number_text(strength.grams)
            raise _Undetermined(f"{says} g in each is not believed: say whether it is the total")

    def _by_volume(self, strength: Strength, mass: Term | None, volume: Term | None) -> Quantity:
        share = Fraction(strength.grams) / Fraction(strength.per)
        if volume is None and self._is_filled_with_the_denominator():
            volume = Term("volume", strength.per, link="each")
        if volume is None:
            raise _Undetermined("the strength is known, the volume is not")
        held = Fraction(volume.value) * share
        if mass is not None and Fraction(mass.value) != held:
            raise _Undetermined("the mass and the strength with the volume do not agree")
        if self.plain.count is not None:
            self._multiplies(volume)
        total = held * Fraction(self.plain.count or 1)
        return self._known(total, strength, each_ml=volume.value)

    def _is_filled_with_the_denominator(self) -> bool:
        """`10 mg/2 ml` on a single-dose ampoule or syringe means that it holds 2 ml."""
        held = self.plain.unit in ("ampoule", "syringe")
        if held and self.plain.count is not None and self.terms.denominator_is_said:
            self.notes.append("an ampoule is taken to hold the volume that its strength names")
            return True
        return False

    def _by_mass(self, strength: Strength, mass: Term | None, volume: Term | None) -> Quantity:
        if mass is None or volume is not None:
            raise _Undetermined("a strength by mass needs the mass of the mixture")
        if self.plain.count is not None:
            self._multiplies(mass)
        elif self.terms.forms:
            raise _Undetermined("the content of each is known, the number of them is not")
        share = Fraction(strength.grams) / Fraction(strength.per)
        total = Fraction(mass.value) * share * Fraction(self.plain.count or 1)
        return self._known(total, strength, each_g=mass.value)

    def _multiplies(self, measure: Term) -> None:
        """Pass when the measure is that of each thing counted; else say that it is not known."""
        counts = self.terms.of("count")
        place = self.terms.all.index(measure) if measure in self.terms.all else -1
        before = [term for term in counts if self.terms.all.index(term) < place]
        last = (before or counts)[-1]
        linked = measure.link in ("times", "each") or measure.times_after or measure.form_beside
        is_small = measure.kind == "mass" and measure.unit in ("mg", "mcg", "ng")
        if last.unit_kind == "pack" and before and is_small:
            raise _Undetermined("a number of packs and a strength are given, not their contents")
        follows = bool(before) and last.unit_kind in ("dose", "vessel", "piece")
        packed = any(term.packed for term in counts)
        if not (linked or follows or packed):
            raise _Undetermined("the amount may be that of each or of all: write `of` or `total`")

    def _known(
        self,
        total: Fraction,
        strength: Strength | None,
        each_ml: Decimal | None = None,
        each_g: Decimal | None = None,
    ) -> Quantity:
        grams, is_exact = _decimal(total)
        if not is_exact:
            self.notes.append(f"rounded to {PLACES_MAX} places: the strength divides by no power")
        plain = self.plain
        return Quantity(
            text=plain.text,
            grams=Grams(grams),
            count=plain.count,
            unit=plain.unit,
            each_ml=each_ml,
            each_g=each_g,
            strength=strength,
            named=plain.named,
            notes=tuple(self.notes),
        )
