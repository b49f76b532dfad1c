"""A Schedule as rows: the published tables schedule_ and the tables of the build that follow from it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.reference import working_days
from pipelines.reference.facts import Move, Schedule

Row = dict[str, Any]


def schedule_rows(schedule: Schedule, on: date | None) -> dict[str, list[Row]]:
    """Table name to rows, without period_year. Deadlines are those in force on a day; without a day, the first ones."""
    measuring = schedule.measuring
    return {
        "schedule_stage": list(_stages(schedule, on)),
        "schedule_deadline": list(_deadlines(schedule, on)),
        "schedule_dependency": [{"stage_no": each.no, "depends_on_no": needed} for each in schedule.stages for needed in each.depends_on],
        "schedule_day": list(_days(schedule)),
        "rule_window": [{"opens_on": measuring.starts_on, "closes_on": measuring.deadline(on).due_on}],
        "rule_stage_owner": [{"stage_no": each.no, "unit_kind": kind.lower()} for each in schedule.stages for kind in each.owner_kinds],
        "rule_stage_owner_level": [{"stage_no": each.no, "unit_level": each.owner_level} for each in schedule.stages if each.owner_level],
    }


def _stages(schedule: Schedule, on: date | None) -> Iterator[Row]:
    for each in schedule.stages:
        yield {
            "stage_no": each.no,
            "stage_name": each.name,
            "stage_name_en": each.name_en,
            "starts_on": each.starts_on,
            "due_on": each.deadline(on).due_on,
            "counts": each.counts,
            "owed_by": each.owed_by,
            "owed_by_en": each.owed_by_en,
            "owed_to": each.owed_to,
            "owed_to_en": each.owed_to_en,
        }


def _deadlines(schedule: Schedule, on: date | None) -> Iterator[Row]:
    """The first deadline of every stage, and each later one that anybody decided, also after the day asked."""
    for stage in schedule.stages:
        for number, each in enumerate(stage.deadlines, start=1):
            decided = {"decided_on": each.decided_on, "reason": each.reason, "reason_en": each.reason_en} if isinstance(each, Move) else {}
            yield {
                "stage_no": stage.no,
                "deadline_no": number,
                "due_on": each.due_on,
                "decided_on": None,
                "reason": None,
                "reason_en": None,
                **decided,
                "is_in_force": each is stage.deadline(on),
            }


def _days(schedule: Schedule) -> Iterator[Row]:
    worked = 0
    for day in working_days.days(schedule):
        worked += day.is_working
        yield {"on_date": day.on, "is_working": day.is_working, "working_no": worked, "day_name": day.name, "day_name_en": day.name_en}
