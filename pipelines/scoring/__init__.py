"""The only place that scores: for the build, and for previews."""

from pipelines.scoring.answers import Answers, Preview, preview, previews
from pipelines.scoring.steps import INPUT_COLUMNS, score

__all__ = ["INPUT_COLUMNS", "Answers", "Preview", "preview", "previews", "score"]
