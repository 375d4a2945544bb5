"""Rates, memory and recall, each against a named peer in the same run."""
