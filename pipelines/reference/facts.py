"""What the files of data/reference say: one dataclass a file or a list in it, fields named as the keys there.

docs/rules.md shows how the files read. Points, bounds and hours are exact decimals, points 0 to 100, hours in JP (jam pelajaran).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.reference.entries import Entry


@dataclass(frozen=True, kw_only=True)
class Dimension(Entry):
    """One of the four dimensions and the most points it can give."""

    code: str
    maximum: Decimal
    article: str | None = None


@dataclass(frozen=True, kw_only=True)
class Point(Entry):
    """The points of one answer. A band has `at_least` (belongs to it) and, but for the highest, `below` (no longer belongs to it)."""

    answer: str
    points: Decimal
    at_least: Decimal | None = None
    below: Decimal | None = None
    confirmed: bool = True
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class Indicator(Entry):
    """What is asked of some position groups, and the points of every answer. An indicator may stand several times, each group once.

    `when_empty` is the answer that an empty cell stands for; without it an empty cell is a missing answer. `lowest_value` and `highest_value` belong to
    indicators with bands, `minimum_hours` to those answered in hours: from so many hours on the answer is yes. `evidence` names what an answer that claims
    points has to be shown by in the application: reference_no, dated_on, hours.
    """

    code: str
    dimension: str
    groups: tuple[str, ...]
    points: tuple[Point, ...]
    when_empty: str | None = None
    window_years: int | None = None
    minimum_hours: Decimal | None = None
    lowest_value: Decimal | None = None
    highest_value: Decimal | None = None
    evidence: tuple[str, ...] = ()
    evidence_confirmed: bool = True
    article: str | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class Category(Entry):
    """One category with the whole numbers that the regulation prints: from `first` to `last`."""

    code: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Participation(Entry):
    """One word for a share of people measured, in per cent; half-open like a band."""

    code: str
    at_least: Decimal
    below: Decimal | None = None
    confirmed: bool = True


@dataclass(frozen=True, kw_only=True)
class Eligibility(Entry):
    """Whether people of one employment status are measured, and why. Status "*" is everybody else."""

    status: str
    employment_kind: str
    outcome: str
    reason: str
    reason_en: str


@dataclass(frozen=True, kw_only=True)
class ScoringRules(Entry):
    """scoring/<year>.toml: the rules of one measurement year."""

    year: int
    version: str
    regulation: str
    category_convention: str
    minimum_group_size: int
    rejected_share_limit: Decimal
    total_tolerance: Decimal
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    categories: tuple[Category, ...]
    participation: tuple[Participation, ...]
    eligibility: tuple[Eligibility, ...]
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class SameRules(Entry):
    """scoring/<year>.toml of a year whose rules are, number for number, those of another year: `as_in`."""

    year: int
    as_in: int
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Move(Entry):
    """A deadline that was moved: from `decided_on` on the stage is due on `due_on`. Moves are added and never changed."""

    decided_on: date
    due_on: date
    reason: str
    reason_en: str


@dataclass(frozen=True, kw_only=True)
class Stage(Entry):
    """One stage of the year. `due_on` is its first deadline and ends at 24:00 Asia/Jakarta; `moves` are the later ones, oldest first.

    Work on it begins on `starts_on` or, without one, on the day after the deadlines of the stages in `depends_on`. Reports are owed by the units of
    `owner_kinds` (a kind begins with one of these words), or by the units on `owner_level` in a tree without such kinds.
    """

    no: int
    name: str
    name_en: str
    due_on: date
    counts: str
    owed_by: str
    owed_by_en: str
    owed_to: str
    owed_to_en: str
    starts_on: date | None = None
    depends_on: tuple[int, ...] = ()
    owner_kinds: tuple[str, ...] = ()
    owner_level: int | None = None
    moves: tuple[Move, ...] = ()

    @property
    def deadlines(self) -> tuple["Stage | Move", ...]:
        """What sets each deadline the stage has had, oldest first: the stage itself, then its moves."""
        return (self, *self.moves)

    def deadline(self, on: date | None) -> "Stage | Move":
        """What sets the deadline in force on a day: the last move decided by then, else the stage itself; without a day, the stage itself."""
        decided = [move for move in self.moves if on is not None and move.decided_on <= on]
        return decided[-1] if decided else self


@dataclass(frozen=True, kw_only=True)
class DayOverride(Entry):
    """A day that is worked, or not, against the calendar of the country: why, and who decided so."""

    on: date
    is_working: bool
    name: str
    name_en: str
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class Schedule(Entry):
    """schedule/<year>.toml: the stages of one measurement year, which may overlap, and the country whose holidays are free."""

    year: int
    country: str
    stages: tuple[Stage, ...]
    days: tuple[DayOverride, ...] = ()
    note: str | None = None

    @property
    def measuring(self) -> Stage:
        """The stage in which people measure themselves: its days are the measurement window."""
        return next(stage for stage in self.stages if stage.counts == "measured")


@dataclass(frozen=True, kw_only=True)
class Rank(Entry):
    """One rank (golongan), lowest first. `spellings` are those that `forms` do not make."""

    code: str
    group: str
    name: str | None = None
    employment_kind: str | None = None
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shortening(Entry):
    """A word in names of ranks and the ways it is shortened."""

    word: str
    short: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ranks(Entry):
    """ranks.toml: every rank and the forms in which sources write it."""

    forms: tuple[str, ...]
    shortenings: tuple[Shortening, ...]
    ranks: tuple[Rank, ...]


@dataclass(frozen=True, kw_only=True)
class EducationLevel(Entry):
    """One level of education, lowest first."""

    code: str
    name: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EducationLevels(Entry):
    """education.toml."""

    levels: tuple[EducationLevel, ...]


@dataclass(frozen=True, kw_only=True)
class Word(Entry):
    """A code and the spellings that mean it; the code itself is always one."""

    code: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PositionWord(Entry):
    """A kind of position, the position group whose points it gets, and the spellings that mean it."""

    kind: str
    group: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Words(Entry):
    """words.toml: how sources spell the answers and attributes."""

    positions: tuple[PositionWord, ...]
    answers: tuple[Word, ...]
    disciplines: tuple[Word, ...]
    sexes: tuple[Word, ...]
    performances: tuple[Word, ...]
    categories: tuple[Word, ...]
    statuses: tuple[Word, ...]


@dataclass(frozen=True, kw_only=True)
class UnitAlias(Entry):
    """A unit by its name and the other names it is known by."""

    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnitAliases(Entry):
    """units_alias.toml."""

    units: tuple[UnitAlias, ...]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Everything that data/reference says about one measurement year, checked."""

    year: int
    rules: ScoringRules
    schedule: Schedule
    ranks: Ranks
    education: EducationLevels
    words: Words
    unit_aliases: UnitAliases
