"""What the ledger needs to know of a measurement year: rules, eligibility, schedule and owners, as values of the current release. It asks no release itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Answer:
    """One answer that the rules know: its points, and of a band the values from `lower_bound` to below `upper_bound`."""

    answer_code: str
    points: Decimal
    lower_bound: Decimal | None = None
    upper_bound: Decimal | None = None


@dataclass(frozen=True)
class Indicator:
    """What is asked of one position group. `window_years`: how far back it counts; `evidence`: columns of `evidence` without which an answer claims no points."""

    indicator_code: str
    dimension_code: str
    position_group: str
    answers: tuple[Answer, ...]
    window_years: int | None = None
    minimum_hours: Decimal | None = None
    lowest_value: Decimal | None = None
    highest_value: Decimal | None = None
    evidence: tuple[str, ...] = ()
    is_evidence_confirmed: bool = True

    @property
    def has_bands(self) -> bool:
        """Whether the answer is a number."""
        return any(answer.lower_bound is not None for answer in self.answers)

    def points_of(self, answer_code: str) -> Decimal | None:
        """Points of an answer by its code; None: no such answer."""
        return next((answer.points for answer in self.answers if answer.answer_code == answer_code), None)


@dataclass(frozen=True)
class Eligibility:
    """Whether people of one status are measured: eligible, excluded or optional, and why."""

    status_code: str
    outcome: str
    reason: str
    reason_en: str

    @property
    def may_measure(self) -> bool:
        """Whether they may measure."""
        return self.outcome != "excluded"


@dataclass(frozen=True)
class Deadline:
    """A deadline of a stage: its last day, which ends at 24:00 Asia/Jakarta, and the day from which it holds; None: from the beginning."""

    due_on: date
    decided_on: date | None = None


@dataclass(frozen=True)
class Stage:
    """One stage of the schedule; `deadlines` in the order in which they were decided."""

    stage_no: int
    stage_name: str
    stage_name_en: str
    counts: str
    starts_on: date | None
    deadlines: tuple[Deadline, ...]
    depends_on: tuple[int, ...] = ()

    def due_on(self, on: date) -> date:
        """Last day by what was decided up to a day."""
        return [each.due_on for each in self.deadlines if each.decided_on is None or each.decided_on <= on][-1]

    def ends_at(self, now: datetime) -> datetime:
        """The moment from which on it is late, by what was decided up to now."""
        return day_start(self.due_on(local_date(now)) + timedelta(days=1))


@dataclass(frozen=True)
class MeasuredYear:
    """A measurement year by the current release. `owners`: of every stage of reports the units that owe one."""

    period_year: int
    release_id: str
    rule_version: str
    indicators: tuple[Indicator, ...]
    eligibility: tuple[Eligibility, ...]
    stages: tuple[Stage, ...]
    owners: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def asked_of(self, position_group: str | None) -> tuple[Indicator, ...]:
        """What is asked of a position group."""
        return tuple(each for each in self.indicators if each.position_group == position_group)

    def eligibility_of(self, status_code: str | None) -> Eligibility:
        """Of an employment status in capitals; what no rule names is "everybody else"."""
        known = {each.status_code: each for each in self.eligibility}
        return known.get(status_code or "") or known["*"]

    @property
    def measured_statuses(self) -> tuple[str, ...]:
        """Statuses that the rules name as eligible: the denominator."""
        return tuple(each.status_code for each in self.eligibility if each.outcome == "eligible")

    def stage(self, stage_no: int) -> Stage:
        """Raises KeyError."""
        return {each.stage_no: each for each in self.stages}[stage_no]

    @property
    def measurement(self) -> Stage:
        """The stage in which people measure."""
        return next(each for each in self.stages if each.counts == "measured")


def local_time(moment: datetime) -> datetime:
    """A moment as the wall clock of Jakarta shows it, without a zone."""
    return moment.astimezone(JAKARTA).replace(tzinfo=None)


def local_date(moment: datetime) -> date:
    """The day of a moment in Asia/Jakarta."""
    return local_time(moment).date()


def of_jakarta(moment: datetime) -> datetime:
    """The same moment, aware: one that names no zone is meant in Asia/Jakarta."""
    return moment if moment.tzinfo else moment.replace(tzinfo=JAKARTA)


def day_start(day: date) -> datetime:
    """The moment at which a day begins in Asia/Jakarta."""
    return datetime.combine(day, time(), JAKARTA)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
