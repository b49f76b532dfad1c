"""What is asked: the filter state that all pages share, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Filters:
    """One choice of every filter; an empty tuple or None means: not filtered. `unit_id` stands for the unit and all units below it."""

    year: int
    unit_id: str | None = None
    rank_groups: tuple[str, ...] = ()
    position_groups: tuple[str, ...] = ()
    employment_kinds: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_measured: bool | None = None
