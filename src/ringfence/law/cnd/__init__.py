"""The Commission on Narcotic Drugs: its decisions, how it votes, and what follows from a vote.

YYYY-MM-DD_NUMBER.toml   one decision each: acts that change the lists (read by `law/lists.py`)
voting.py        does a recommendation pass? thresholds of the three conventions; lapsed votes
membership.py    how many members, and which, on a day; is a composition lawful?
effect.py        from which day a decision binds a Party; notices 2(7); provisional control
review.py        until when the Council may be asked to review, and what it may do
replay.py        the votes that are known, as acts, and where they disagree with the lists
data/            seats, members and votes, with sources (not read as decisions)
"""
