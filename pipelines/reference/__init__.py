"""What people decide: rules, schedule, ranks, words. Files of data/reference, read, checked and put into the workbench."""

from pipelines.reference.entries import ReferenceFileError
from pipelines.reference.facts import Reference
from pipelines.reference.insert import insert
from pipelines.reference.load import load, years

__all__ = ["Reference", "ReferenceFileError", "insert", "load", "years"]
