"""Names found in text: rate and recall against pyahocorasick, symspellpy and rapidfuzz.

A seeded set of lines: goods with a catalogue name in them (as listed, re-spaced, misspelt, in
leetspeak, in Cyrillic look-alike letters), and lines with uncontrolled medicines only, half of
them misspelt. Every
contender gets the same names; a hit counts when the right substance is among its answers. Precision
is the share of a contender's answers that are right, over all lines; false alarms are lines that
name nothing controlled and have an answer. Rates are taken on lines that no round saw before.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import ahocorasick
from rapidfuzz import fuzz, process
from symspellpy import SymSpell, Verbosity

from bench.measure import print_rates, rates
from ringfence.substance.candidate import Query
from ringfence.substance.catalogue import NameKind, load_catalogue
from ringfence.substance.match import match

SEED, LINES, ROUNDS = 20_251_231, 1_500, 3
GOODS = "sample of {}, {} kg|{} for laboratory use, {} kg|{} powder, {} kg|1 drum {}, net {} kg"
UNCONTROLLED = (
    "ibuprofen|paracetamol|loratadine|clonidine|prazosin|metformin|amoxicillin|omeprazole|"
    "atorvastatin|hydroxyzine|propranolol|salbutamol|aspirin|metoprolol|cetirizine|ranitidine"
).split("|")
LEET = str.maketrans("aeiost", "431057")
CYRILLIC = str.maketrans("aeocpx", "аеосрх")


@dataclass(frozen=True)
class Line:
    text: str
    substance: str
    how: str


def altered(name: str, how: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(name) - 1)
    if how == "typing error":
        return name[:place] + name[place + 1 :]
    if how == "spaced":
        return name[:place] + "-" + name[place:]
    if how == "leetspeak":
        return name.translate(LEET)
    if how == "look-alike letters":
        return name.translate(CYRILLIC)
    return name


HOWS = ("as listed", "spaced", "typing error", "leetspeak", "look-alike letters")


def names() -> dict[str, str]:
    """Single-word Latin names of at least seven letters, each of one substance."""
    kinds = (NameKind.INN, NameKind.LIST_NAME, NameKind.SYNONYM, NameKind.BRAND)
    found: dict[str, set[str]] = {}
    for row in load_catalogue().names:
        word = row.name.lower()
        if row.kind in kinds and word.isascii() and word.isalpha() and len(word) >= 7:
            found.setdefault(word, set()).add(row.substance)
    return {word: ids.pop() for word, ids in found.items() if len(ids) == 1}


def lines(known: dict[str, str], seed: int = SEED) -> list[Line]:
    rng = random.Random(seed)
    goods = GOODS.split("|")
    words = sorted(known)
    found = []
    for number in range(LINES):
        shape = rng.choice(goods)
        if number % 3 == 2:
            word = altered(rng.choice(UNCONTROLLED), rng.choice(("", "typing error")), rng)
            found.append(Line(shape.format(word, rng.randint(1, 99)), "", "uncontrolled"))
            continue
        word, how = rng.choice(words), rng.choice(HOWS)
        text = shape.format(altered(word, how, rng), rng.randint(1, 99))
        found.append(Line(text, known[word], how))
    return found


def with_ahocorasick(known: dict[str, str]) -> Callable[[str], set[str]]:
    automaton = ahocorasick.Automaton()
    for word, substance in known.items():
        automaton.add_word(word, substance)
    automaton.make_automaton()
    return lambda text: {substance for _, substance in automaton.iter(text.lower())}


def with_symspell(known: dict[str, str]) -> Callable[[str], set[str]]:
    speller = SymSpell(max_dictionary_edit_distance=1, prefix_length=7)
    for word in known:
        speller.create_dictionary_entry(word, 1)

    def find(text: str) -> set[str]:
        found = set()
        for word in text.lower().replace(",", " ").split():
            if len(word) >= 6:
                for hit in speller.lookup(word, Verbosity.TOP, max_edit_distance=1):
                    found.add(known[hit.term])
        return found

    return find


def with_rapidfuzz(known: dict[str, str]) -> Callable[[str], set[str]]:
    words = list(known)

    def find(text: str) -> set[str]:
        found = set()
        for word in text.lower().replace(",", " ").split():
            if len(word) >= 6:
                hit = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=90)
                if hit:
                    found.add(known[hit[0]])
        return found

    return find


def with_ringfence(text: str) -> set[str]:
    return {one.substance for one in match(Query(description=text)).candidates}


def main() -> None:
    known = names()
    texts = lines(known)
    contenders = {
        "pyahocorasick": with_ahocorasick(known),
        "symspellpy (distance 1)": with_symspell(known),
        "rapidfuzz (ratio 90)": with_rapidfuzz(known),
        "Ringfence": with_ringfence,
    }
    print(f"{len(known):,} names, {len(texts):,} lines, seed {SEED}")
    heads = "".join(f"{how:>20}" for how in HOWS)
    print(f"{'recall':26}{heads}{'precision':>12}{'false alarms':>16}")
    for name, find in contenders.items():
        print(f"{name:26}" + _recall(find, texts))

    fresh = [[line.text for line in lines(known, SEED + 1 + turn)] for turn in range(ROUNDS + 1)]

    def run(find: Callable[[str], set[str]]) -> Callable[[], int]:
        unseen = iter(fresh)
        return lambda: len([find(text) for text in next(unseen)])

    found = rates({name: run(find) for name, find in contenders.items()}, rounds=ROUNDS)
    print_rates(found, "lines a second, one core", "pyahocorasick")


def _recall(find: Callable[[str], set[str]], texts: list[Line]) -> str:
    cells = []
    for how in HOWS:
        own = [line for line in texts if line.how == how]
        right = sum(line.substance in find(line.text) for line in own)
        cells.append(f"{right / len(own):>19.1%} ")
    clean = [line for line in texts if line.how == "uncontrolled"]
    alarms = sum(bool(find(line.text)) for line in clean)
    answers = [(line.substance, found) for line in texts if (found := find(line.text))]
    right = sum(substance in found for substance, found in answers)
    given = sum(len(found) for _, found in answers)
    return "".join(cells) + f"{right / given:>11.1%} {alarms:>8} of {len(clean)}"


if __name__ == "__main__":
    main()
