"""The sentence under the schedule."""

from datetime import date, datetime

import pandas as pd

from dashboard.text import overview


def test_the_next_stage_is_one_that_is_still_open() -> None:
    """Stage 3 is due later and done already; stage 4 is next."""
    frame = pd.DataFrame(
        {
            "stage_no": [1, 3, 4],
            "state": ["late", "on_time", "not_due"],
            "due_on": [date(2021, 4, 16), date(2021, 4, 21), date(2021, 4, 23)],
            "done_count": [10, 1, 0],
            "due_count": [10, 1, 1],
        }
    )
    said = overview.stages(frame, datetime(2021, 4, 20, 12))
    assert "tahap 4" in said
    assert "tahap 3" not in said
