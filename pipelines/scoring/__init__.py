"""The only place that scores: for the build, and for one person's preview."""

from pipelines.scoring.answers import Answers, Preview, preview
from pipelines.scoring.steps import INPUT_COLUMNS, score

__all__ = ["INPUT_COLUMNS", "Answers", "Preview", "preview", "score"]
