"""A small world to click through: fictitious territories, firms and persons, one year of trade.

Everything in it is invented. It goes through the same jobs as real work, so that each act is in
the journal, two persons decide what two must, and the books balance.
"""
