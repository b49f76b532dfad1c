"""What people decide: rules, schedule, ranks, words. Files of data/reference, read, checked and put into the workbench."""

from pipelines.reference.entries import ReferenceFileError
from pipelines.reference.facts import Reference
from pipelines.reference.filling import insert
from pipelines.reference.folder import load, years

__all__ = ["Reference", "ReferenceFileError", "insert", "load", "years"]
