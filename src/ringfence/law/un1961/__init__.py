"""The Single Convention on Narcotic Drugs, 1961, as amended in 1972."""
