"""Files and databases become relations of text in the workbench: `open_source` reads one, `read_catalog` says which there are."""

from pipelines.sources.arrival import FIELDS, KINDS, PERSONAL_FIELDS, Arrived, SourceError, SourceSpec
from pipelines.sources.catalog import default_file, read_catalog
from pipelines.sources.opening import open_source

__all__ = ["FIELDS", "KINDS", "PERSONAL_FIELDS", "Arrived", "SourceError", "SourceSpec", "default_file", "open_source", "read_catalog"]
