"""What do we owe the Board? Returns as folds over the books, their checks, mirror and life.

    cell.py, units.py    a figure with its status and what it rests on; how it stands on a form
    books.py             what is read of the books: balances before the period, entries within it
    flow.py, fold.py     from entries to contributions, from contributions to figures
    form.py              what a form is: columns, scope, period; a computed return
    form_*.py            one file a form, its table of columns at the head
    compute.py           `compute`, and `opened`: the entries behind a figure
    checking.py          what a check is, and `check`; checks_*.py hold them, one function each
    mirror.py, pairs.py  what an exporter reported beside what the importer reported
    calendar.py          which return is due on which day; life.py: from open to acknowledged

Columns and layouts are ours. Those marked `Known.MEMORY` were not read in a form of the Board; no
element name of the Board's own exchange format is used anywhere.
"""
