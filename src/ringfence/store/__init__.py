"""Where is it kept? Documents, postings, ceilings and the journal, in one database of a node.

    book.py      the only door that jobs use: `work(job)` gives a `Book` inside one transaction
    node.py      the folder of a node: made, opened; settings.py points Django at its database
    journal.py   what was done, in a Merkle tree (merkle.py) with signed checkpoints
    backup.py    one file that holds a consistent copy, and how it is put back

Models hold no rules and never leave this room. Nothing is configured by importing it.
"""
