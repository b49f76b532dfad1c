"""Words of exports: what columns hold, as the data dictionary has it, what a file says about itself, and what went wrong."""

from collections.abc import Mapping

from dashboard.text.formats import whole
from dashboard.text.language import N_, _, language, use

IN_CATEGORY = N_("Eligible measured people in this category")
ANSWERED = N_("Answer; empty when not asked of this group or not known")

OF_PEOPLE = {
    "person_code": N_("Pseudonym: the same person has the same one in every release, as long as the key stays the same"),
    "nip": N_("NIP, 18 digits"),
    "asn_name": N_("Name"),
    "position_name": N_("Position (jabatan)"),
    "rank_code": N_("Rank (golongan)"),
    "rank_group": N_("I, II, III, IV or PPPK"),
    "position_group": N_("struktural, fungsional or pelaksana"),
    "position_kind": N_("JPT, administrator, pengawas, fungsional or pelaksana"),
    "employment_kind": N_("pns, cpns, pppk or other"),
    "sex_code": N_("male or female"),
    "education_code": N_("Highest level of education that counts"),
    "is_eligible": N_("Whether the year's rules measure this person"),
    "is_measured": N_("Whether there is a result, at as_of"),
    "is_verified": N_("Whether the unit has verified it, at as_of"),
    "qualification_score": N_("Points of kualifikasi"),
    "competence_score": N_("Points of kompetensi"),
    "performance_score": N_("Points of kinerja"),
    "discipline_score": N_("Points of disiplin"),
    "total_score": N_("Index: the sum of the four"),
    "category_code": N_("Category under the convention of the rule version"),
    "has_leadership_training": ANSWERED,
    "has_functional_training": ANSWERED,
    "has_technical_training": N_("Enough hours of technical training; empty when not known"),
    "has_seminar": N_("Answer; empty when not known"),
    "performance_code": N_("Band or predicate of the performance value; empty when not known"),
    "discipline_code": N_("tidak_pernah, ringan, sedang or berat; empty when not known"),
    "score_source": N_("answers (scored here) or reported"),
    "reported_total_score": N_("Total as the source gave it"),
    "lowest_score": N_("Fewest points possible: the index itself when measured"),
    "highest_score": N_("Most points possible: the index itself when measured"),
    "measured_at": N_("When the result that counts was measured"),
    "measured_on": N_("Day of measured_at"),
    "first_measured_at": N_("When the person was measured for the first time: earlier than measured_at after a correction"),
    "verified_at": N_("When the unit verified it"),
    "verified_on": N_("Day of verified_at"),
    "score": N_("Points of the dimension; empty when not measured"),
}
"""Columns of people. Those of the release are described in the words of its data dictionary."""

OF_UNITS = {
    "period_year": N_("Measurement year"),
    "unit_id": N_("Identifier in the source"),
    "unit_name": N_("Name valid in that year"),
    "parent_unit_id": N_("Unit above it; empty for the top"),
    "unit_level": N_("1 for the top"),
    "is_own": N_("Yes: only the people right in the unit, without those of the units below it; no: the unit with all below it"),
    "asn_count": N_("Everybody in SIMPEG, of this unit and all below it"),
    "eligible_count": N_("Those whom the rules measure"),
    "measured_count": N_("Eligible people with a result: the n of every mean here"),
    "verified_count": N_("Of them, verified by the unit"),
    "coverage_pct": N_("Measured people in per cent of those whom the rules measure"),
    "mean_total_score": N_("Plain mean over eligible measured people"),
    "mean_qualification_score": N_("Mean points of kualifikasi"),
    "mean_competence_score": N_("Mean points of kompetensi"),
    "mean_performance_score": N_("Mean points of kinerja"),
    "mean_discipline_score": N_("Mean points of disiplin"),
    "lowest_mean": N_("The mean if everybody eligible and not measured got the fewest points possible"),
    "highest_mean": N_("The mean if everybody eligible and not measured got the most points possible"),
    "category_code": N_("Category of the mean under the convention of the rule version"),
    "other_category_code": N_("Category under the other convention; where it differs the mean lies in a gap"),
    **{f"{code}_count": IN_CATEGORY for code in ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")},
    **{f"{code}_pct": N_("The same in per cent of measured people") for code in ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")},
    "rank_group": OF_PEOPLE["rank_group"],
    "row_pct": N_("Of the unit's measured people, per cent in this rank group"),
    "dimension_code": N_("qualification, competence, performance or discipline"),
    "maximum_score": N_("Most points the dimension can give"),
    "mean_score": N_("Mean points of the dimension over eligible measured people"),
    "share_pct": N_("The mean in per cent of the most points the dimension can give"),
    "hidden_code": N_(
        "Why figures of this row are missing: few (fewer people than the minimum), others (they would give a smaller group away), cells (not all)"
    ),
}
"""Columns of units."""

OF_GRAIN: Mapping[str, Mapping[str, str]] = {
    "unit_category": {
        "category_code": N_("Category that the people of this row are in"),
        "asn_count": IN_CATEGORY,
        "share_pct": N_("The same in per cent of measured people"),
    },
    "unit_rank": {"measured_count": N_("Eligible measured people of this rank group")},
    "completion_day": {
        "on_date": N_("Day"),
        "measured_count": N_("Eligible people measured on that day; no date: measured at an unknown time"),
        "optional_count": N_("Of them, those who are eligible only because they were measured (outcome optional)"),
        "verified_count": N_("Eligible people verified on that day"),
        "measured_total": N_("Eligible people of the unit measured up to and including that day"),
        "verified_total": N_("Eligible people of the unit verified up to and including that day"),
    },
}
"""What columns of a grain hold that hold something else in others."""

GRAINS = {
    "person": N_("People"),
    "unit": N_("Units"),
    "unit_category": N_("Units by category"),
    "unit_rank": N_("Units by rank group"),
    "dimension": N_("Units by dimension"),
    "completion_day": N_("Completion by day"),
}
SHAPES = {"wide": N_("Wide: a column for each"), "long": N_("Long: a row for each")}
KINDS = {
    "csv": N_("CSV (text, opens everywhere)"),
    "xlsx": N_("XLSX (Excel)"),
    "parquet": N_("Parquet (statistics)"),
    "duckdb": N_("DuckDB (database)"),
}

FAILURES = {
    "disk_full": N_("The disk is full, so the file could not be written. Nothing of it is left; tell your administrator."),
    "release_gone": N_("The release that was previewed is no longer there. Look at the preview of the current release and export again."),
    "too_many_rows": N_("These are too many rows for an XLSX. Choose CSV or Parquet."),
    "too_slow": N_("Making the file took too long and was ended. Choose more narrowly."),
    "memory": N_("The file needed more memory than one export may take. Choose more narrowly, or without an order of your own."),
    "killed": N_("The export was cancelled; nothing of the file is left."),
    "not_recorded": N_("The export cannot be recorded at the moment, so no file was made. Please tell your administrator."),
    "broken": N_("The file could not be made. Try again; if it happens again, tell your administrator."),
}
"""What went wrong, by the codes of dashboard.exporting.making."""


def grain(code: str) -> str:
    """What one row is, in a word."""
    return _(GRAINS[code])


def shape(code: str) -> str:
    """How it is laid out."""
    return _(SHAPES[code])


def kind(code: str) -> str:
    """A kind of file."""
    return _(KINDS[code])


def failure(code: str) -> str:
    """Why there is no file, in one sentence."""
    return _(FAILURES[code])


def too_large(row_count: int, most: int) -> str:
    """That an XLSX cannot hold all rows."""
    return _("An XLSX holds at most {most} rows; these are {count}. Choose CSV or Parquet.", most=whole(most), count=whole(row_count))


def description(grain_code: str, name: str) -> str:
    """What a column of a grain holds. Raises KeyError for one that is not known."""
    return _(_described(grain_code, name))


def description_in(code: str, grain_code: str, name: str) -> str:
    """`description` in a language, whichever this run speaks."""
    spoken = language()
    try:
        use(code)
        return description(grain_code, name)
    finally:
        use(spoken)


def _described(grain_code: str, name: str) -> str:
    of_grain = OF_GRAIN.get(grain_code, {})
    stem = _stem(name) if grain_code == "unit_rank" else name
    if stem in of_grain:
        return of_grain[stem]
    if grain_code == "person" and stem in OF_PEOPLE:
        return OF_PEOPLE[stem]
    return OF_UNITS[stem]


def _stem(name: str) -> str:
    """The name of a column without the rank group that it is for."""
    head, _mark, tail = name.rpartition("_")
    return head if tail in {"I", "II", "III", "IV", "PPPK"} else name


def reversing() -> str:
    """How to have texts as they were."""
    return _(
        "In CSV and XLSX an apostrophe stands before a text that begins with = + - @, a tab, a line break, <r> or an apostrophe, so that no spreadsheet "
        "runs it. To have the text as it was, take one leading apostrophe away from texts that begin with one. Parquet and DuckDB hold texts as they are."
    )


def reading() -> str:
    """How to read the values."""
    return _(
        "NIP is text of 18 digits. Times are those of Jakarta (WIB). An empty cell is not known or does not apply; what is hidden to protect small groups says so "
        "in words, in Parquet and DuckDB in the column hidden_code."
    )


def hidden() -> str:
    """That the rule on small groups hid something."""
    return _("Figures of small groups are hidden, and of others from which they could be computed.")


def nothing_hidden() -> str:
    """That it hid nothing."""
    return _("Nothing is hidden in these rows.")
