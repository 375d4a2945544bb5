"""The Convention on Psychotropic Substances, 1971."""
