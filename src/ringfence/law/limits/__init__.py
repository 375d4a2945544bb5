"""How much may there be? Limits of the conventions as pure computations.

    estimates.py     the total of the estimates (1961 articles 12 and 19), and which figures count
    headroom.py      what may still be sent to a country (31(1)(b)); over-exports, stops (21(4))
    balance.py       what may be made and imported in a year; the excess carried over (21(1)-(3))
    assessments.py   the assessments for psychotropic substances (practice, not treaty: it warns)
    clocks.py        the day on which something is due, counted from the day of an event

Rules that decide one movement stand in the articles' own files and call these functions. A duty
that is computed here instead of by a rule is declared in its module:

    COMPUTES = {"1961-19-2-a": total_of_estimates, ...}     what the obligation asks is computed
    DEADLINES = {"1961-20-1-c": form_c_due, ...}            only its day is computed here

Keys are ids of the obligations register; `law/cnd` modules declare theirs in the same way.
Every quantity is in exact grams of anhydrous base (`_g`); opium and raw plant materials by weight.
A missing fact gives `Undetermined` with its name; nothing that is not known counts as zero.
"""
