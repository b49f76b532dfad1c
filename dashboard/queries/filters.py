"""What is asked: the filter state that all pages share, as a value."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Filters:
    """One choice of every filter; an empty tuple or None means: not filtered. `unit_id` stands for the unit and all units below it.

    `as_of`: the moment, before the release's own, at which completion is looked at; what lies after it had not happened.
    Only queries of completion and of who is missing use it.
    """

    year: int
    unit_id: str | None = None
    rank_groups: tuple[str, ...] = ()
    position_groups: tuple[str, ...] = ()
    employment_kinds: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_measured: bool | None = None
    as_of: datetime | None = None
