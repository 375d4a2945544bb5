"""Renew the words of everyday language that one typing error parts from a name.

    python scripts/plain_words.py WORDS...

WORDS are lists of the words of any language, one a line, the frequent ones first. Words that the
search of free text would take for a misspelt name are added to substance/data/plain_words.txt;
what stands there stays. Read the new lines before you keep them: a name does not belong there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ringfence.substance.fold import fold
from ringfence.substance.name import name_index
from ringfence.substance.name_slips import slip

DATA = Path(__file__).parent.parent / "src" / "ringfence" / "substance" / "data"
FILE = DATA / "plain_words.txt"


def main(lists: list[Path]) -> int:
    """Add what the lists hold; returns 0."""
    index = name_index()
    held = set(FILE.read_text(encoding="utf-8").split())
    found = set()
    for path in lists:
        for word in path.read_text(encoding="utf-8").split():
            key = fold(word)
            if len(key) >= 6 and key not in index.by_key and slip(index, word):
                found.add(word.casefold())
    new = sorted(found - held)
    FILE.write_text("".join(f"{word}\n" for word in sorted(held | found)), encoding="utf-8")
    print(*new, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
