"""Kinds of documents: which chapters each has, to whom it goes, and who signs."""
