"""A Reference as rows: for every table that the reference fills, its rows with columns named as in the table's definition."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from pipelines.reference.facts import Category, Indicator, Reference, Word
from pipelines.reference.schedule_rows import schedule_rows
from pipelines.reference.spelling import rank_spellings, spelling_of, spellings

Row = dict[str, Any]


def rows(reference: Reference, as_of: datetime | None = None) -> Mapping[str, list[Row]]:
    """Table name to rows. Deadlines are those in force at `as_of`; without it, the first ones. Refuses a spelling or alias that means two things."""
    per_year: dict[str, list[Row]] = {
        "rule_version": [_version(reference)],
        "rule_dimension": list(_dimensions(reference)),
        "rule_indicator": list(_indicators(reference)),
        "rule_point": list(_points(reference)),
        "rule_category": list(_categories(reference)),
        "rule_participation": list(_participation(reference)),
        "rule_eligibility": list(_eligibility(reference)),
        "rule_default": list(_defaults(reference)),
        "rule_value_range": list(_value_ranges(reference)),
        **schedule_rows(reference.schedule, as_of.date() if as_of else None),
    }
    dated = {table: [{"period_year": reference.year, **row} for row in its_rows] for table, its_rows in per_year.items()}
    return {**dated, "rank": list(_ranks(reference)), "education": list(_education(reference)), **_words(reference)}


def _version(reference: Reference) -> Row:
    rules = reference.rules
    return {
        "rule_version": rules.version,
        "regulation": rules.regulation,
        "category_convention": rules.category_convention,
        "minimum_group_size": rules.minimum_group_size,
        "rejected_share_limit": rules.rejected_share_limit,
        "total_tolerance": rules.total_tolerance,
        "is_confirmed": all(point.confirmed for indicator in rules.indicators for point in indicator.points),
        "note": " ".join(note for note in (rules.note, reference.schedule.note) if note) or None,
    }


def _dimensions(reference: Reference) -> Iterator[Row]:
    for order, each in enumerate(reference.rules.dimensions, start=1):
        yield {"dimension_code": each.code, "dimension_order": order, "maximum_score": each.maximum, "article": each.article}


def _of_each_group(reference: Reference) -> Iterator[tuple[Indicator, str]]:
    for indicator in reference.rules.indicators:
        for group in indicator.groups:
            yield indicator, group


def _indicators(reference: Reference) -> Iterator[Row]:
    for indicator, group in _of_each_group(reference):
        yield {
            "indicator_code": indicator.code,
            "dimension_code": indicator.dimension,
            "position_group": group,
            "maximum_points": max(each.points for each in indicator.points),
            "minimum_points": min(each.points for each in indicator.points),
            "window_years": indicator.window_years,
            "minimum_hours": indicator.minimum_hours,
            "lowest_value": indicator.lowest_value,
            "highest_value": indicator.highest_value,
            "evidence": ",".join(indicator.evidence) or None,
            "is_evidence_confirmed": indicator.evidence_confirmed,
            "article": indicator.article,
        }


def _points(reference: Reference) -> Iterator[Row]:
    for indicator, group in _of_each_group(reference):
        for point in indicator.points:
            yield {
                "indicator_code": indicator.code,
                "position_group": group,
                "answer_code": point.answer,
                "lower_bound": point.at_least,
                "upper_bound": point.below,
                "points": point.points,
                "is_confirmed": point.confirmed,
                "source": point.source or indicator.source,
            }


def _categories(reference: Reference) -> Iterator[Row]:
    """Both conventions of every category: the gap after a printed number goes to the lower category, or to the higher one."""
    categories = reference.rules.categories
    for order, (before, category, after) in enumerate(zip((None, *categories), categories, (*categories[1:], None), strict=False), start=1):
        printed = {"category_code": category.code, "category_order": order, "printed_from": category.first, "printed_to": category.last}
        for code, interval in (("lower_inclusive", _from_below(category, after)), ("upper_inclusive", _up_to(category, before))):
            yield {"convention_code": code, **printed, **interval, "is_in_force": code == reference.rules.category_convention}


def _from_below(category: Category, after: Category | None) -> Row:
    return {
        "lower_bound": Decimal(category.first),
        "is_lower_included": True,
        "upper_bound": Decimal(after.first if after else category.last),
        "is_upper_included": after is None,
    }


def _up_to(category: Category, before: Category | None) -> Row:
    return {
        "lower_bound": Decimal(before.last if before else category.first),
        "is_lower_included": before is None,
        "upper_bound": Decimal(category.last),
        "is_upper_included": True,
    }


def _participation(reference: Reference) -> Iterator[Row]:
    for order, each in enumerate(reference.rules.participation, start=1):
        yield {
            "category_code": each.code,
            "category_order": order,
            "lower_bound": each.at_least,
            "upper_bound": each.below,
            "is_confirmed": each.confirmed,
        }


def _eligibility(reference: Reference) -> Iterator[Row]:
    for each in reference.rules.eligibility:
        yield {
            "status_code": each.status,
            "employment_kind": each.employment_kind,
            "outcome": each.outcome,
            "reason": each.reason,
            "reason_en": each.reason_en,
        }


def _defaults(reference: Reference) -> Iterator[Row]:
    for indicator, group in _of_each_group(reference):
        if indicator.when_empty is not None:
            yield {"indicator_code": indicator.code, "position_group": group, "answer_code": indicator.when_empty}


def _value_ranges(reference: Reference) -> Iterator[Row]:
    for indicator, group in _of_each_group(reference):
        if indicator.lowest_value is not None:
            bounds = {"lowest_value": indicator.lowest_value, "highest_value": indicator.highest_value}
            yield {"indicator_code": indicator.code, "position_group": group, **bounds}


def _ranks(reference: Reference) -> Iterator[Row]:
    for order, each in enumerate(reference.ranks.ranks, start=1):
        yield {"rank_code": each.code, "rank_name": each.name, "rank_group": each.group, "rank_order": order}


def _education(reference: Reference) -> Iterator[Row]:
    for order, each in enumerate(reference.education.levels, start=1):
        yield {"education_code": each.code, "education_name": each.name, "education_order": order}


def _words(reference: Reference) -> dict[str, list[Row]]:
    words, education = reference.words, reference.education
    levels = spellings((each.code, each, text) for each in education.levels for text in (each.code, each.name, *each.spellings))
    kinds = spellings((each.kind, each, text) for each in words.positions for text in (each.kind, *each.spellings))
    groups = {each.kind: each.group for each in words.positions}
    employment = {each.code: each.employment_kind for each in reference.ranks.ranks}
    aliases = spellings((each.name, each, text) for each in reference.unit_aliases.units for text in (each.name, *each.aliases))
    return {
        "word_education": [{"spelling": spelling, "education_code": code} for spelling, code in levels.items()],
        "word_rank": [
            {"spelling": spelling, "rank_code": code, "employment_kind": employment[code]}
            for spelling, code in rank_spellings(reference.ranks).items()
        ],
        "word_position": [{"spelling": spelling, "position_kind": kind, "position_group": groups[kind]} for spelling, kind in kinds.items()],
        "word_answer": [{"spelling": spelling, "is_yes": code == "yes"} for spelling, code in _codes(words.answers).items()],
        "word_discipline": [{"spelling": spelling, "discipline_code": code} for spelling, code in _codes(words.disciplines).items()],
        "word_sex": [{"spelling": spelling, "sex_code": code} for spelling, code in _codes(words.sexes).items()],
        "word_predicate": [{"spelling": spelling, "performance_code": code} for spelling, code in _codes(words.performances).items()],
        "word_category": [{"spelling": spelling, "category_code": code} for spelling, code in _codes(words.categories).items()],
        "word_status": [{"spelling": spelling, "status_code": code} for spelling, code in _codes(words.statuses).items()],
        "unit_alias": [{"alias": alias, "unit_name": name} for alias, name in aliases.items() if alias != spelling_of(name)],
    }


def _codes(words: tuple[Word, ...]) -> dict[str, str]:
    return spellings((each.code, each, text) for each in words for text in (each.code, *each.spellings))
