"""What somebody reports, and what comes to them."""

from dataclasses import dataclass

from dashboard.ledger.measured_year import Stage
from dashboard.ledger.report_moves import Unmet
from dashboard.ledger.stage_reports import StageReport


@dataclass(frozen=True)
class Due:
    """One stage that somebody reports for a unit. `last`: the newest report, in force or returned; None: none yet."""

    stage: Stage
    unit_id: str
    unit_name: str
    last: StageReport | None
    unmet: Unmet

    @property
    def is_reported(self) -> bool:
        """Whether a report is in force."""
        return self.last is not None and self.last.is_in_force


@dataclass(frozen=True)
class Coming:
    """The units below one's own that owe a stage, in tree order as (unit_id, unit_name), and their reports in force."""

    stage: Stage
    unit_id: str
    owners: tuple[tuple[str, str], ...]
    reports: tuple[StageReport, ...]
