"""English: thousands stand apart by a thin space, so that a comma is never taken for a point."""

THOUSAND_SEPARATOR = "\u2009"
