"""Invented inputs in the templates: people, units, results and reports that look like real ones and are nobody's."""

from pipelines.sample.files import write

__all__ = ["write"]
