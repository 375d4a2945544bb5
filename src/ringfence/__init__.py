"""Ringfence: the international drug control system in software."""

__version__ = "0.1.0"
