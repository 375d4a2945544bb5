"""Build the tables of the substance catalogue from the control lists and hand-written inputs.

    python scripts/build_catalogue.py --lists DIR [--unii FILE] [--out DIR]

DIR holds the control lists (un1961.csv, un1971.csv ...); FILE is the tab-separated name file of
the UNII registry. Without FILE the rows and lines that came from it are kept as they stand in
the tables. Run again, the script writes the same bytes. What a person should look at is printed.

Hand-written inputs in scripts/catalogue/:
  additions.csv    substances that no list names, with structure; formula is checked
  corrections.csv  cells of substances.csv to be set; column `cas+` adds a number
  national.csv     identifier, name and kind for names printed in national lists; use `name only`
                   leaves the printed structure and number out, spelling `wrong` the printed name
  notes.csv        identifiers for the names used in notes of the sourced name lists
  moved_names.csv  names that belong to other substances than the list says (none: left out)
  names.csv        further names, several in a cell; the same name may stand for several substances
  forms.csv        salts and hydrates that the lists lack: `bases` molecules of base with `parts`
  members.csv      members of groups
  relatives.csv    esters, ethers and salts of listed things
  unii.csv         codes given by hand (no substance: left out)
  unii_skip.csv    names of the registry that are left out
  uncontrolled_names.txt  lines for the lexicon of uncontrolled names
  uncontrolled_skip.txt   names of the registry that one slip parts from a controlled one, and
                          that are hardly met as names of what they mean: left out of the lexicon
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from catalogue_forms import EXCLUDED_BY_THE_TREATY, members, relatives, salts
from catalogue_lexicon import kept_lexicon, lexicon
from catalogue_names import gather_names
from catalogue_relations import derived_relatives
from catalogue_substances import gather
from catalogue_tables import read_table, table_text
from catalogue_unii import find_owners, read_registry, unii_names

DATA = Path(__file__).parent.parent / "src" / "ringfence" / "substance" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Build every table; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=Path, required=True, help="folder of the control lists")
    parser.add_argument("--unii", type=Path, help="name file of the UNII registry")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    options = parser.parse_args(arguments)
    texts, report = build(options.lists, options.unii, options.out)
    options.out.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        (options.out / file).write_text(text, encoding="utf-8", newline="\n")
        print(f"{file:24} {text.count(chr(10)) - 1:7} rows {len(text.encode()):9} bytes")
    print(*report, sep="\n", file=sys.stderr)
    return 0


def build(lists: Path, unii: Path | None, out: Path) -> tuple[dict[str, str], list[str]]:
    """The text of every output file, and what a person should look at."""
    substances = gather(lists)
    names = gather_names(lists, substances)
    salt_rows, salt_report = salts(lists, substances)
    relative_rows, relative_report = relatives(substances)
    if unii:
        registry = read_registry(unii)
        owners = find_owners(registry, names.sorted())
        names.add_unii(unii_names(registry, owners))
        words = lexicon(registry, owners, names.sorted(), salt_rows)
    else:
        names.keep(read_table(out / "names.csv") if (out / "names.csv").exists() else [])
        words = kept_lexicon(out, names.sorted(), salt_rows)
    texts = {
        "substances.csv": table_text(
            "substances.csv", sorted(substances.rows.values(), key=lambda row: row["id"])
        ),
        "names.csv": table_text("names.csv", names.sorted()),
        "salts.csv": table_text("salts.csv", salt_rows),
        "members.csv": table_text("members.csv", members(lists)),
    }
    relative_rows += derived_relatives(
        texts, relative_rows, substances.treaty, EXCLUDED_BY_THE_TREATY
    )
    relative_rows.sort(key=lambda row: (row["substance"], row["via"], row["parent"]))
    texts["relatives.csv"] = table_text("relatives.csv", relative_rows)
    texts["uncontrolled_names.txt"] = words
    return texts, [*substances.report, *names.report, *salt_report, *relative_report]


if __name__ == "__main__":
    sys.exit(main())
