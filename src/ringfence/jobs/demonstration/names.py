"""Invented names of persons and firms in several scripts, each with its Latin letters."""

from __future__ import annotations

from itertools import product

Name = tuple[str, str]
"""As it is written, and in Latin letters."""

_LATIN = (
    tuple((one, one) for one in ("Anna", "Bruno", "Clara", "David", "Elin", "Felix", "Greta")),
    tuple((one, one) for one in ("Alderman", "Birchwood", "Casterly", "Dunmore", "Ellsworth")),
)
_CYRILLIC = (
    (
        *(("Айгерим", "Aigerim"), ("Борис", "Boris"), ("Вера", "Vera"), ("Дамир", "Damir")),
        *(("Ирина", "Irina"), ("Нурлан", "Nurlan"), ("Ольга", "Olga"), ("Тимур", "Timur")),
    ),
    (
        *(("Березин", "Berezin"), ("Ветлугина", "Vetlugina"), ("Ермекова", "Yermekova")),
        *(("Колосов", "Kolosov"), ("Сапарова", "Saparova"), ("Яровая", "Yarovaya")),
    ),
)
_ARABIC = (
    (("أمل", "Amal"), ("سمير", "Samir"), ("ليلى", "Layla"), ("نادر", "Nader")),
    (("الحقلي", "Al-Haqli"), ("الزيتوني", "Al-Zaytuni"), ("النخيلي", "Al-Nakhili")),
)
_CHINESE = (
    (("林", "Lin"), ("柳", "Liu"), ("梅", "Mei"), ("杨", "Yang")),
    (("青山", "Qingshan"), ("白石", "Baishi"), ("长河", "Changhe")),
)
_GREEK = (
    (("Θάλεια", "Thaleia"), ("Νίκος", "Nikos"), ("Ζωή", "Zoi")),
    (("Ελαιώνας", "Elaionas"), ("Θαλασσινός", "Thalassinos"), ("Πευκάκης", "Pefkakis")),
)
_DEVANAGARI = (
    (("आशा", "Asha"), ("मोहन", "Mohan"), ("रवि", "Ravi")),
    (("वनमाली", "Vanamali"), ("सागर", "Sagar"), ("पर्वत", "Parvat")),
)
_SCRIPTS = (_LATIN, _CYRILLIC, _ARABIC, _CHINESE, _GREEK, _DEVANAGARI)


def _of_script(parts: tuple[tuple[Name, ...], tuple[Name, ...]]) -> list[Name]:
    given, family = parts
    count = len(given) * len(family)
    pairs = list(product(given, family))
    step = next(one for one in (7, 5, 11, 13) if count % one)
    mixed = [pairs[place * step % count] for place in range(count)]
    return [(f"{one[0]} {two[0]}", f"{one[1]} {two[1]}") for one, two in mixed]


def persons() -> list[Name]:
    """Every name that there is, the scripts in turn: no two alike."""
    columns = [_of_script(parts) for parts in _SCRIPTS]
    longest = max(len(column) for column in columns)
    return [column[row] for row in range(longest) for column in columns if row < len(column)]


_FIRM_WORDS: tuple[Name, ...] = (
    *((one, one) for one in ("Alder", "Birch", "Cedar", "Dune", "Estuary", "Fjord", "Glade")),
    ("Берёза", "Beryoza"),
    ("Ковыль", "Kovyl"),
    *((one, one) for one in ("Harbour", "Islet", "Juniper", "Kestrel", "Lagoon", "Meadow")),
    ("Родник", "Rodnik"),
    ("النخلة", "An-Nakhla"),
    ("青松", "Qingsong"),
    *((one, one) for one in ("Orchard", "Prairie", "Quarry", "Reed", "Summit", "Tarn")),
    ("Ελιά", "Elia"),
    ("वट", "Vat"),
    *((one, one) for one in ("Upland", "Vale", "Willow", "Yarrow")),
)


def firm_name(count: int, business: str) -> Name:
    """The name of the firm with that count, from 0: no two alike, each says what it is."""
    word, latin = _FIRM_WORDS[count % len(_FIRM_WORDS)]
    turn = count // len(_FIRM_WORDS)
    number = f" {turn + 1}" if turn else ""
    return f"{word}{number} {business} (fictitious)", f"{latin}{number} {business} (fictitious)"
