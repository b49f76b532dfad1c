"""Statements kept for those who ask again: writing one down in SQLAlchemy and in SQL costs 2 to 20 ms, more than the page around it.

A statement depends on nothing but the arguments of its function, which are values; the viewer is one of them.
"""

from functools import lru_cache

kept = lru_cache(maxsize=32)
"""Keeps a query function's last statements, by its arguments."""
