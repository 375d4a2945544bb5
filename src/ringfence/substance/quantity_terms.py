"""The terms of an amount: counts, masses, volumes, strengths and how they are joined.

`read_terms` walks over the tokens once. What it cannot place it names in `troubles`; it never
leaves a number aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from ringfence.substance.quantity_words import COUNTED, Number, Token, UnitWord

MEASURE_DIGITS_MAX = 30
RANKS = {"": 1, "dose": 1, "piece": 1, "vessel": 2, "pack": 3}
_COMPOUND = {
    ("t", "kg"): Decimal(1_000_000),
    ("kg", "g"): Decimal(1000),
    ("lb", "oz"): Decimal("453.59237"),
}
"""Units that follow each other in one mass (5 lb 3 oz), with the grams of the first."""


@dataclass(slots=True, eq=False)
class Term:
    """A count, a mass (g), a volume (ml) or a per cent, and how it stands in the text.

    link         the joining word before it: times, each, in, per, or nothing
    packed       said to be the contents of one pack (`№20`, `20 per box`)
    is_total     said to be the whole amount
    times_after  a multiplication sign follows
    form_beside  the name of a counted thing stands directly beside it (`30 mg tablets`)
    """

    kind: str
    value: Decimal
    unit: str = ""
    unit_kind: str = ""
    link: str = ""
    packed: bool = False
    is_total: bool = False
    times_after: bool = False
    form_beside: bool = False

    @property
    def rank(self) -> int:
        """3 for packs, 2 for vessels, 1 for what is taken from them."""
        return RANKS[self.unit_kind]


@dataclass(frozen=True, slots=True)
class Strength:
    """`grams` of the thing in `per` units, millilitres or grams (`of`: unit, ml, g)."""

    grams: Decimal
    per: Decimal
    of: str

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Strength):
            return NotImplemented
        return self.of == other.of and self.grams * other.per == other.grams * self.per

    def __hash__(self) -> int:
        return hash(self.of)


@dataclass(slots=True)
class Terms:
    """All that was read: terms in order, strengths, forms without a number, words left over."""

    all: list[Term] = field(default_factory=list)
    strengths: list[Strength] = field(default_factory=list)
    forms: list[UnitWord] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    bases: set[str] = field(default_factory=set)
    is_liquid: bool = False
    is_solid: bool = False
    says_per_pack: bool = False
    denominator_is_said: bool = False

    def of(self, kind: str) -> list[Term]:
        """The terms of one kind, in order."""
        return [term for term in self.all if term.kind == kind]


def read_terms(tokens: Sequence[Token]) -> Terms:
    """Read tokens into terms; troubles say what could not be placed."""
    return _Walk(tokens).read()


class _Walk:
    """One pass over the tokens, with the joining word that waits for its term."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = [token for token in tokens if token.kind != "mark"]
        self.terms = Terms()
        self.decimal_sign = _decimal_sign(self.tokens)
        self.at = 0
        self.link = ""
        self.packed = self.is_total = self.form_waits = False
        self.touching: Term | None = None

    def read(self) -> Terms:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            self._take(token)
        _adopt_bare(self.terms)
        return self.terms

    def _take(self, token: Token) -> None:
        unit = token.unit
        if token.kind == "digits" and token.number is not None:
            self._take_number(token.number)
        elif token.kind in ("mass", "volume") and unit is not None:
            self._take_unit_alone(unit, token.text)
        elif token.kind in COUNTED and unit is not None:
            self._take_form(unit)
        elif token.kind in ("times", "each", "in", "per"):
            self._take_link(token.kind)
        elif token.kind in ("comma", "plus"):
            self.link, self.touching = "", None
        elif token.kind == "dash":
            self._take_dash()
        elif token.kind == "number":
            self.packed = True
        elif token.kind == "total":
            self.is_total = True
        else:
            self._take_word(token)

    def _take_word(self, token: Token) -> None:
        terms = self.terms
        if token.kind == "trouble":
            terms.troubles.append(token.text)
        elif token.kind == "liquid":
            terms.is_liquid = True
        elif token.kind == "solid":
            terms.is_solid = True
        elif token.kind == "basis" and token.unit is not None:
            terms.bases.add(token.unit.name)
        elif token.kind == "name":
            terms.names.append(token.text)
        elif token.kind == "time":
            terms.troubles.append("a rate or a time is given, from which no amount follows")
        else:
            terms.troubles.append(f"{token.text!r} stands without a number")

    def _take_link(self, kind: str) -> None:
        if kind == "times" and self.terms.all:
            self.terms.all[-1].times_after = True
        self.link = kind

    def _take_dash(self) -> None:
        before = self.tokens[self.at - 2] if self.at > 1 else None
        after = self.tokens[self.at] if self.at < len(self.tokens) else None
        if before and after and before.kind != "name" and after.kind == "digits":
            ends_in_number = before.kind in ("digits", "scale", "mass", "volume")
            if ends_in_number and (before.kind == "digits" or self._same_unit_follows(before)):
                self.terms.troubles.append("the text gives a range, not one amount")

    def _same_unit_follows(self, before: Token) -> bool:
        follower = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        return follower is not None and follower.kind == before.kind

    def _take_number(self, number: Number) -> None:
        scale = Decimal(1)
        if (token := self._peek("scale")) is not None and token.unit is not None:
            scale, self.at = token.unit.factor, self.at + 1
        token = self._peek("mass", "volume", "percent")
        if token is not None and token.unit is not None:
            self.at += 1
            self._add_measure(token.unit, number, scale)
        else:
            self._add_count(number, scale)

    def _peek(self, *kinds: str) -> Token | None:
        """The next token when it is of one of these kinds, over a dash as in `10-ml`."""
        ahead = self.at
        if ahead < len(self.tokens) and self.tokens[ahead].kind == "dash":
            ahead += 1
        if ahead < len(self.tokens) and self.tokens[ahead].kind in kinds:
            self.at = ahead
            return self.tokens[ahead]
        return None

    def _counted_ahead(self) -> Token | None:
        """The counted thing that the number belongs to, over names and kinds of contents."""
        ahead = self.at
        while ahead < len(self.tokens) and self.tokens[ahead].kind in ("name", "liquid", "solid"):
            ahead += 1
        if ahead < len(self.tokens) and self.tokens[ahead].kind in COUNTED:
            for token in self.tokens[self.at : ahead]:
                self._take_word(token)
            self.at = ahead + 1
            return self.tokens[ahead]
        return None

    def _add_measure(self, unit: UnitWord, number: Number, scale: Decimal) -> None:
        value = self._settled(number, None)
        if value is None:
            return
        if self.packed:
            self.terms.troubles.append("a pack size is followed by a unit of mass or volume")
            return
        value = value * scale * unit.factor
        if len(f"{value:f}") > MEASURE_DIGITS_MAX:
            self.terms.troubles.append(f"{number.text} {unit.name} has more digits than a mass can")
        elif value <= 0:
            self.terms.troubles.append(f"{number.text} {unit.name} is no amount")
        else:
            self._place(Term(unit.kind, value, unit.name, link=self.link))

    def _add_count(self, number: Number, scale: Decimal) -> None:
        token = self._counted_ahead()
        value = self._settled(number, token)
        if value is None:
            return
        if value <= 0:
            self.terms.troubles.append(f"a count of {number.text} is no amount")
            return
        term = Term("count", value * scale, link=self.link, packed=self.packed)
        if token is not None and token.unit is not None:
            term.unit, term.unit_kind = token.unit.name, token.unit.kind
        elif self.packed:
            term.unit_kind = "dose"
        elif self.link not in ("times", "each") and self._peek("times", "each") is None:
            term.kind = "bare"
        self._place(term)

    def _settled(self, number: Number, counted: Token | None) -> Decimal | None:
        """Choose between the two readings of `1,000`; None, with a trouble, when none is sure."""
        value, grouped = number.value, number.grouped
        if grouped is None or value is None:
            return value
        follows = self.tokens[self.at - 1] if self.at else None
        is_count = counted is not None or (follows is not None and follows.kind == "digits")
        is_russian = counted is not None and _is_russian(counted.text)
        if self.decimal_sign and number.separator != self.decimal_sign:
            return grouped
        if self.decimal_sign and not is_count:
            return value
        if not self.decimal_sign and is_count and not (is_russian and number.separator == ","):
            return grouped
        self.terms.troubles.append(
            f"{number.text} may be {value:f} or {grouped}: write {grouped} or {value:f}0"
        )
        return None

    def _place(self, term: Term) -> None:
        """Join a term with the one before it, or add it to the list."""
        before = self.terms.all[-1] if self.terms.all else None
        link, self.link, self.packed = self.link, "", False
        if term.kind in ("mass", "volume"):
            term.is_total, self.is_total = self.is_total, False
            term.form_beside, self.form_waits = self.form_waits, False
        joined = self._joined(term, before, link)
        self.touching = term if term.kind == "mass" else None
        if not joined:
            self.terms.all.append(term)

    def _joined(self, term: Term, before: Term | None, link: str) -> bool:
        """True when the term was taken up into the one before it."""
        if link == "per":
            self._take_denominator(term.kind, term.value, before)
            self.terms.denominator_is_said = True
            return True
        if link == "in" and before is not None:
            return self._is_contained(term, before)
        if before is not None and before is self.touching and term.kind == "mass" and not link:
            limit = _COMPOUND.get((before.unit, term.unit))
            if limit is not None and term.value < limit:
                before.value, before.unit = before.value + term.value, term.unit
                return True
        return False

    def _is_contained(self, term: Term, before: Term) -> bool:
        if term.kind == "volume" and before.kind == "mass":
            self._take_denominator(term.kind, term.value, before)
            self.terms.denominator_is_said = True
            return True
        if term.kind == "count" and before.kind == "mass":
            before.is_total = True
            return False
        return term.kind == "count" and before.kind == "count" and term.rank > before.rank

    def _take_unit_alone(self, unit: UnitWord, text: str) -> None:
        before = self.terms.all[-1] if self.terms.all else None
        if self.link == "per":
            self.link = ""
            self._take_denominator(unit.kind, unit.factor, before)
        else:
            self.terms.troubles.append(f"the unit {text!r} has no number before it")

    def _take_form(self, unit: UnitWord) -> None:
        before = self.terms.all[-1] if self.terms.all else None
        link, self.link = self.link, ""
        if link == "in":
            return
        if link == "per":
            self._take_denominator("count", Decimal(1), before)
            return
        self.terms.forms.append(unit)
        if self._follows_measure() and before is not None:
            before.form_beside = True
        else:
            self.form_waits = unit.kind in ("dose", "vessel")

    def _follows_measure(self) -> bool:
        previous = self.tokens[self.at - 2] if self.at > 1 else None
        return previous is not None and previous.kind in ("mass", "volume", "name", "liquid")

    def _take_denominator(self, kind: str, value: Decimal, before: Term | None) -> None:
        """What stands after `per` or a slash: makes the mass before it a strength."""
        terms = self.terms
        if before is None:
            terms.troubles.append("a slash or `per` stands without an amount before it")
        elif before.kind == "mass" and kind == "volume":
            terms.strengths.append(Strength(before.value, value, "ml"))
            terms.all.remove(before)
        elif before.kind == "mass" and kind == "mass" and value in (1, 1000):
            terms.strengths.append(Strength(before.value, value, "g"))
            terms.all.remove(before)
        elif before.kind == "mass" and kind == "count" and value == 1:
            terms.strengths.append(Strength(before.value, Decimal(1), "unit"))
            terms.all.remove(before)
        elif before.kind == "volume" and kind == "count" and value == 1:
            before.form_beside = True
        elif before.kind == "count" and kind == "count" and value == 1:
            before.packed = terms.says_per_pack = True
        else:
            terms.troubles.append("two strengths are given: declare each substance on its own line")


def _decimal_sign(tokens: Sequence[Token]) -> str:
    """The sign that begins fractions in this text, where its numbers agree on one."""
    numbers = [token.number for token in tokens if token.number is not None]
    signs = {number.decimal_sign for number in numbers if number.decimal_sign}
    if not signs:
        pairs = pairwise(tokens)
        counts = [one.number for one, two in pairs if one.number and _counts(one.number, two)]
        separators = {number.separator for number in counts if number.separator}
        if len(numbers) > len(counts):
            signs = {"." if separator == "," else "," for separator in separators}
    return signs.pop() if len(signs) == 1 else ""


def _counts(number: Number, unit: Token) -> bool:
    return unit.kind in COUNTED and not (number.separator == "," and _is_russian(unit.text))


def _is_russian(word: str) -> bool:
    return re.search("[а-я]", word) is not None


def _adopt_bare(terms: Terms) -> None:
    """A number alone counts the form that is named without one (`30 mg tablets, 500`)."""
    bare = terms.of("bare")
    counts = terms.of("count")
    if len(bare) == 1 and not counts and terms.forms:
        form = terms.forms[-1]
        bare[0].kind, bare[0].unit, bare[0].unit_kind = "count", form.name, form.kind
        return
    for term in bare:
        terms.troubles.append(f"the number {term.value.normalize():f} has no unit that is known")
