"""The building half: sources become one immutable release."""

__version__ = "0.1.0"
"""Version of the software; every release carries the one that built it."""
