"""Why something of the measurement is refused. Nobody's data stands in them; pages word them (dashboard.text.entries)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.ledger.measured_year import Eligibility
    from dashboard.ledger.windows import Window


class MeasurementError(Exception):
    """Something of the measurement that may not be. Every error below is one."""


class EntryNotFoundError(MeasurementError):
    """There is no such entry, person, request or report, or whoever asks may not know of it: which of both is not said."""


class MoveRefusedError(MeasurementError):
    """The table of moves does not have it."""

    def __init__(self, move: str, state: str | None, role: str) -> None:
        super().__init__(f"{move} from {state} by {role}")
        self.move, self.state, self.role = move, state, role


class ChangedMeanwhileError(MeasurementError):
    """Somebody else was faster since what was seen: as which role, and when. Nothing was written."""

    def __init__(self, acting_as: str, at: datetime) -> None:
        super().__init__(acting_as)
        self.acting_as, self.at = acting_as, at


class OwnEntryError(MeasurementError):
    """Nobody verifies, corrects or returns the own entry."""


class ReasonMissingError(MeasurementError):
    """This move needs a reason in words."""


class NotEligibleError(MeasurementError):
    """The rules of the year do not measure this person; `eligibility` says why."""

    def __init__(self, eligibility: "Eligibility") -> None:
        super().__init__(eligibility.outcome)
        self.eligibility = eligibility


class WindowClosedError(MeasurementError):
    """Not the time to measure: `window` says before or closed, and the dates."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window.kind)
        self.window = window


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an answer: its indicator, what is wrong (dashboard.ledger.answer_checks), and the bound that was not kept, where there is one."""

    indicator_code: str
    code: str
    limit: str | None = None


class AnswersRefusedError(MeasurementError):
    """Answers that cannot be submitted as they are."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{each.indicator_code}:{each.code}" for each in problems))
        self.problems = problems


class IncompleteError(MeasurementError):
    """A stage cannot be reported before what it depends on without a reason: `open_reports` are (stage_no, unit_id) owed, `open_count` the people not verified."""

    def __init__(self, open_reports: tuple[tuple[int, str], ...], open_count: int) -> None:
        super().__init__(f"{len(open_reports)} reports, {open_count} people")
        self.open_reports, self.open_count = open_reports, open_count


class ReportStandsError(MeasurementError):
    """A report cannot be returned while a later one that rests on it stands: return that one first."""
