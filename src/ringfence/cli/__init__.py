"""How people ask on the command line: one file a noun."""
