"""Chemical names in other words: their Russian parts in English, other marks of one place.

Each rewriting is one that chemists read as the same name: `4-`, `para-` and `p-`; `N,N-` left
out; `a-` for `alpha-`; фтор for fluoro. Names so written are only looked up as they stand, so a
text of which one part is not known gives nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_CYRILLIC_RUN = re.compile(r"[А-Яа-яЁё]+")
_PLACES = ((2, "ortho", "o"), (3, "meta", "m"), (4, "para", "p"))
_GROUP = (
    r"(?=(?:di)?(?:fluor|chlor|brom|iod|meth|eth|hydroxy|nitro|propyl|isoprop|butyl|tri|amino))"
)
_AT_PLACE = re.compile(
    rf"(?<![\w,])(?:([234])['′]?-\s?|(ortho|meta|para)[\s-]?|([omp])-\s?){_GROUP}", re.IGNORECASE
)
_LOCANT_OF_NITROGEN = re.compile(r"(?<!\w)(?:N,\s?N'?-|NN-|N-)(?=\w)", re.IGNORECASE)
_JOINED = (
    (re.compile(r"-?N-methyl-?(?=amphetamine|cathinone)", re.IGNORECASE), "meth"),
    (re.compile(r"-?N-methyl-?(?=amfetamine)", re.IGNORECASE), "met"),
    (re.compile(r"-?N-ethyl-?(?=cathinone)", re.IGNORECASE), "eth"),
)
"""Groups on the nitrogen that a shorter name takes in: N-methylamphetamine, methamphetamine."""
_GROUPS = {
    "me": "methyl", "et": "ethyl", "pr": "propyl", "bu": "butyl", "meo": "methoxy",
    "eto": "ethoxy", "f": "fluoro", "cl": "chloro", "br": "bromo", "i": "iodo", "oh": "hydroxy",
    "ho": "hydroxy", "ac": "acetyl", "aco": "acetoxy",
}  # fmt: skip
_CODED = re.compile(
    r"^([2-4])-(?:(fluoro|chloro|bromo)(amph?etamine|meth?amph?etamine)|"
    r"(fluoro|chloro|bromo|methyl|ethyl)(methcathinone|ethcathinone))$",
    re.IGNORECASE,
)
_CODES = {
    "fluoro": "F", "chloro": "C", "bromo": "B", "methyl": "M", "ethyl": "E",
    "amphetamine": "A", "amfetamine": "A", "methamphetamine": "MA", "metamfetamine": "MA",
    "methcathinone": "MC", "ethcathinone": "EC",
}  # fmt: skip
"""How phenethylamines and cathinones are abbreviated: 3-fluoromethcathinone is 3-FMC."""

_LED_BY_NITROGEN = re.compile(
    r"^N-(methyl|ethyl|hydroxy)-?(\d.*)(?=(?:amph?etamine|cathinone)$)", re.IGNORECASE
)
_FIVE_FLUORO = re.compile(r"^([45])-fluoro-?(?=[A-Z]{2,})")
_SHORT_GROUP = re.compile(
    r"(?<=[\dαβ]-)(MeO|EtO|AcO|Me|Et|Pr|Bu|Ac|OH|HO|Cl|Br|F|I)-?(?=[a-zA-Z][a-z]{5})"
)
_ALPHA = re.compile(r"^(?:[aа]|alfa|альфа)[\s-](?=[A-Za-z]{2})", re.IGNORECASE)
_DELTA = re.compile(r"^(?:d|д|дельта|delta|Δ)[\s-]?(\d{1,2})[\s-]?(?=\w{3})", re.IGNORECASE)
LENGTH_MAX = 120
"""Characters of a name that is rewritten."""


def rewritings(text: str) -> Iterator[str]:
    """Yield other spellings of a chemical name, the nearest first, the text itself left out.

    >>> next(rewritings("4-фторамфетамин")), "4-fluorofentanyl" in rewritings("p-fluorofentanyl")
    ('4-fluoroamphetamine', True)
    """
    if len(text) > LENGTH_MAX:
        return
    english = in_english(text)
    base = _SHORT_GROUP.sub(lambda found: _GROUPS[found.group(1).lower()], english or text)
    joined = _LED_BY_NITROGEN.sub(r"\2-N-\1", base)
    led = [joined]
    for pattern, word in _JOINED:
        joined = pattern.sub(word, joined)
    seen = {text, ""}
    led += [joined, _FIVE_FLUORO.sub(r"\1F-", base), _coded(base)]
    for written in (english or text, base, *led, _LOCANT_OF_NITROGEN.sub("", base)):
        for begun in (written, _ALPHA.sub("alpha-", written), _DELTA.sub(r"delta-\1-", written)):
            for placed in (begun, *_placed(begun)):
                if placed not in seen:
                    seen.add(placed)
                    yield placed


def _coded(text: str) -> str:
    """The abbreviation of a phenethylamine or cathinone; empty for other names."""
    found = _CODED.match(text)
    if found is None:
        return ""
    place, group, base = (part for part in found.groups() if part)
    return f"{place}-{_CODES[group.lower()]}{_CODES[base.lower()]}"


def _placed(text: str) -> Iterator[str]:
    """The first mark of a place on a ring in its other spellings."""
    found = _AT_PLACE.search(text)
    if found is None:
        return
    digit, word, letter = found.groups()
    for number, spelled, short in _PLACES:
        if digit == str(number) or (word or letter or "").lower() in (spelled, short):
            for other in (f"{number}-", f"{spelled}-", f"{short}-"):
                yield text[: found.start()] + other + text[found.end() :]


def in_english(text: str) -> str:
    """The name with every Russian run read by its parts; empty where a part is not known.

    >>> in_english("2,5-диметокси-4-бромфенэтиламин"), in_english("4-зюзямфетамин")
    ('2,5-dimethoxy-4-bromophenethylamine', '')
    """
    written, at = "", 0
    for run in _CYRILLIC_RUN.finditer(text):
        english = _read(run.group().lower().replace("ё", "е"))
        if english is None:
            return ""
        written += text[at : run.start()] + english
        at = run.end()
    return written + text[at:] if at else ""


def _read(run: str) -> str | None:
    """The parts of one run in English, the longest first; None where they do not fill it."""
    if not run:
        return ""
    for length in range(min(len(run), _longest()), 1, -1):
        piece = _pieces().get(run[:length])
        if piece is not None:
            rest = _read(run[length:])
            if rest is not None:
                return piece + rest
    return None


@cache
def _pieces() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "russian_pieces.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["russian"]: row["english"] for row in csv.DictReader(lines)}


@cache
def _longest() -> int:
    return max(map(len, _pieces()))
