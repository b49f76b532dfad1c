"""What a release holds: every published table, its grain in the table's comment, a comment on every column.

Times are wall-clock times of Asia/Jakarta without an offset, dates are dates there; scores are exact decimals; a score or a mean that does not exist is
NULL, never 0. `unit_no` numbers the units of one year in depth-first order and is unique over all years, so a unit and all units below it are exactly the
rows with `unit_no` between the unit's `unit_no` and `last_unit_no`.
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, MetaData, Numeric, SmallInteger, String, Table
from sqlalchemy.types import TypeEngine, UserDefinedType

metadata = MetaData()

POINTS = Numeric(7, 4)
"""Points of one person, 0 to 100. Four decimals, because a reported 60.995 must not become 61 before it is classified."""

MEAN = Numeric(9, 6)
"""Means of points. Shown with two decimals; classified from the exact sum, never from this rounded value."""

SUM = Numeric(18, 4)
"""Sums of points, exact."""


class _Enumeration(UserDefinedType[str]):
    """A DuckDB ENUM: a code as a number of one byte. Grouping five million rows by it takes half the time of text, and a third of the file."""

    cache_ok = True

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes

    def get_col_spec(self, **_: object) -> str:
        """The type as DuckDB writes it."""
        listed = ", ".join(f"'{code}'" for code in self.codes)
        return f"ENUM({listed})"


def _one_of(*codes: str) -> String:
    """Text that is one of these codes, in this order; compared and read as text everywhere."""
    return String().with_variant(_Enumeration(codes), "duckdb")


RANK_GROUP = _one_of("I", "II", "III", "IV", "PPPK")
POSITION_GROUP = _one_of("struktural", "fungsional", "pelaksana")
POSITION_KIND = _one_of("JPT", "administrator", "pengawas", "fungsional", "pelaksana")
EMPLOYMENT_KIND = _one_of("pns", "cpns", "pppk", "other")
SEX_CODE = _one_of("male", "female")
EDUCATION_CODE = _one_of("SD", "SLTP", "SLTA", "D-I", "D-II", "D-III", "D-IV", "S-1", "S-2", "S-3")
CATEGORY_CODE = _one_of("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
SCORE_SOURCE = _one_of("answers", "reported")
DISCIPLINE_CODE = _one_of("tidak_pernah", "ringan", "sedang", "berat")
"""Codes of table score. They are the contract's; ranks and performance codes are not among them, because files of data/reference may add some."""


def _column(name: str, type_: TypeEngine | type[TypeEngine], comment: str, *, nullable: bool = False) -> Column:
    return Column(name, type_, comment=comment, nullable=nullable)


run = Table(
    "run",
    metadata,
    _column("release_id", String, "Name of this release and of its file"),
    _column("built_at", DateTime, "When the build finished"),
    _column("as_of", DateTime, "The moment that counts as now in this release"),
    _column("software_version", String, "Version of the software that built it"),
    _column("content_hash", String, "SHA-256 over every input, the rules, the year and the as-of time"),
    _column("is_sample", Boolean, "Whether any of its people are invented sample data"),
    _column("previous_release_id", String, "The release that was current before this one", nullable=True),
    comment="One row: the release itself",
)

period = Table(
    "period",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("as_of", DateTime, "The moment that counted as now when this year was built"),
    _column("content_hash", String, "SHA-256 over every input of this year, its rules, its as-of time and the software version"),
    _column("release_id", String, "The release that built this year; later releases carry it over unchanged"),
    _column("built_at", DateTime, "When it was built"),
    _column("compared_release_id", String, "The release whose figures of this year person_change and unit_change start from", nullable=True),
    _column("compared_as_of", DateTime, "What counted as now in them", nullable=True),
    comment="One row per measurement year in this release",
)

source_file = Table(
    "source_file",
    metadata,
    _column("period_year", SmallInteger, "Measurement year it was loaded for"),
    _column("source_name", String, "File name, or name in data/sources.toml"),
    _column("kind", String, "measurements, personnel, units or reports"),
    _column("layout_code", String, "Layout that recognised it (data/reference/layouts)"),
    _column("sha256", String, "SHA-256 of the file, or of the rows a query returned"),
    _column("byte_count", BigInteger, "Size in bytes", nullable=True),
    _column("rows_read", BigInteger, "Data rows read; always rows_loaded + rows_rejected"),
    _column("rows_loaded", BigInteger, "Rows that were loaded"),
    _column("rows_rejected", BigInteger, "Rows left out, each with at least one finding"),
    _column("rows_after_as_of", BigInteger, "Of the loaded rows, those whose time lies after as_of: not yet true in this release"),
    _column("loaded_at", DateTime, "When it was read"),
    comment="One row per source of a measurement year",
)

finding = Table(
    "finding",
    metadata,
    _column("period_year", SmallInteger, "Measurement year of the build that found it"),
    _column("check_code", String, "The check that was broken: file name in pipelines/checks"),
    _column("severity", String, "stop, reject (the row is left out) or warn"),
    _column("source_name", String, "Source it was found in", nullable=True),
    _column("row_number", BigInteger, "Row in the source as a person sees it there; the heading of a plain file is row 1", nullable=True),
    _column("column_name", String, "Heading of the column in our template", nullable=True),
    _column("value", String, "The value as it stands in the source", nullable=True),
    _column("expected_value", String, "What it was compared with", nullable=True),
    _column("message", String, "What is wrong and what to do, in Indonesian"),
    _column("unit_no", Integer, "Unit of the person or row, where it is known: the finding's place in the tree", nullable=True),
    comment="One row per thing found in the sources",
)

rule_check = Table(
    "rule_check",
    metadata,
    _column("check_code", String, "The check"),
    _column("severity", String, "stop, reject or warn"),
    _column("check_order", SmallInteger, "Order of showing: the gravest first"),
    _column("title", String, "What it looks for, in Indonesian"),
    _column("title_en", String, "What it looks for, in English"),
    _column("message", String, "What is wrong and what to do, in Indonesian"),
    _column("message_en", String, "What is wrong and what to do, in English"),
    comment="One row per check, whether or not it found anything",
)

unit_review = Table(
    "unit_review",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("source_name", String, "Source the name stands in"),
    _column("unit_name", String, "Name that fits no unit and no alias"),
    _column("row_count", BigInteger, "Rows that carry it"),
    comment="One row per unit name that fits nothing: somebody decides, nothing is merged by likeness",
)

rule_version = Table(
    "rule_version",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("rule_version", String, "Name of the rule version, printed beside every category"),
    _column("regulation", String, "The regulation the rules come from"),
    _column("category_convention", String, "lower_inclusive or upper_inclusive: how the gaps between whole numbers are classed"),
    _column("minimum_group_size", SmallInteger, "Groups below this many people are not shown in shared views"),
    _column("rejected_share_limit", Numeric(5, 4), "A file with a larger share of rejected rows stops the build"),
    _column("total_tolerance", Numeric(5, 2), "Largest difference of points that is not a finding"),
    _column("is_confirmed", Boolean, "False when any points of the rule file are unconfirmed; participation words carry their own mark"),
    _column("note", String, "What is unconfirmed, or not comparable with other years", nullable=True),
    comment="One row per measurement year: the rules in force",
)

rule_dimension = Table(
    "rule_dimension",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("dimension_code", String, "qualification, competence, performance or discipline"),
    _column("dimension_order", SmallInteger, "Order of showing"),
    _column("maximum_score", POINTS, "Most points the dimension can give"),
    _column("article", String, "Article of the regulation", nullable=True),
    comment="One row per year and dimension",
)

rule_indicator = Table(
    "rule_indicator",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("indicator_code", String, "education, leadership_training, functional_training, technical_training, seminar, performance or discipline"),
    _column("dimension_code", String, "Dimension it adds to"),
    _column("position_group", String, "struktural, fungsional or pelaksana; a group without a row here is not asked"),
    _column("maximum_points", POINTS, "Most points it can give to this group"),
    _column("minimum_points", POINTS, "Fewest points it can give to this group"),
    _column("window_years", SmallInteger, "How many years back it counts", nullable=True),
    _column("minimum_hours", Numeric(7, 2), "Training hours (JP) needed", nullable=True),
    _column("lowest_value", Numeric(9, 4), "Of an indicator answered by a value: the lowest there can be", nullable=True),
    _column("highest_value", Numeric(9, 4), "The highest there can be, itself allowed", nullable=True),
    _column("evidence", String, "What shows an answer that claims points, with commas: reference_no, dated_on, hours; empty: nothing", nullable=True),
    _column("is_evidence_confirmed", Boolean, "False when what has to be shown has no confirmed source"),
    _column("article", String, "Article of the regulation", nullable=True),
    comment="One row per year, indicator and position group it applies to",
)

rule_point = Table(
    "rule_point",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("indicator_code", String, "Indicator"),
    _column("position_group", String, "Position group"),
    _column("answer_code", String, "The answer: an education code, yes or no, a performance band or predicate, a discipline code"),
    _column("lower_bound", Numeric(9, 4), "For bands: lowest value that belongs to it", nullable=True),
    _column("upper_bound", Numeric(9, 4), "For bands: first value that no longer belongs to it; empty for the highest", nullable=True),
    _column("points", POINTS, "Points it gives"),
    _column("is_confirmed", Boolean, "False when the value has no confirmed source"),
    _column("source", String, "Where the value comes from", nullable=True),
    comment="One row per year, indicator, position group and answer",
)

rule_category = Table(
    "rule_category",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("convention_code", String, "lower_inclusive or upper_inclusive"),
    _column("category_code", String, "sangat_rendah, rendah, sedang, tinggi or sangat_tinggi"),
    _column("category_order", SmallInteger, "1 for the lowest"),
    _column("printed_from", SmallInteger, "Whole number the regulation prints as its beginning"),
    _column("printed_to", SmallInteger, "Whole number the regulation prints as its end"),
    _column("lower_bound", POINTS, "Where it begins"),
    _column("is_lower_included", Boolean, "Whether lower_bound itself belongs to it"),
    _column("upper_bound", POINTS, "Where it ends"),
    _column("is_upper_included", Boolean, "Whether upper_bound itself belongs to it"),
    _column("is_in_force", Boolean, "Whether this convention is the one of the rule version"),
    comment="One row per year, convention and category",
)

rule_participation = Table(
    "rule_participation",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("category_code", String, "sangat_rendah, rendah, sedang, tinggi or sangat_tinggi"),
    _column("category_order", SmallInteger, "1 for the lowest"),
    _column("lower_bound", Numeric(5, 2), "Lowest share measured, in per cent, that belongs to it"),
    _column("upper_bound", Numeric(5, 2), "First share that no longer belongs to it; empty for the highest", nullable=True),
    _column("is_confirmed", Boolean, "False when the bound has no confirmed source"),
    comment="One row per year and word for participation",
)

rule_eligibility = Table(
    "rule_eligibility",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("status_code", String, "Status as SIMPEG writes it, in capitals; * for every other status"),
    _column("employment_kind", String, "pns, cpns, pppk or other"),
    _column("outcome", String, "eligible, excluded or optional (counts when measured)"),
    _column("reason", String, "Why, in Indonesian"),
    _column("reason_en", String, "Why, in English"),
    comment="One row per year and employment status",
)

schedule_stage = Table(
    "schedule_stage",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("stage_no", SmallInteger, "1 to 5"),
    _column("stage_name", String, "Name in Indonesian"),
    _column("stage_name_en", String, "Name in English"),
    _column("starts_on", Date, "First day", nullable=True),
    _column("due_on", Date, "Last day in force at as_of; it ends at 24:00 Asia/Jakarta"),
    _column("counts", String, "What is counted: measured people, verified people, or reports"),
    _column("owed_by", String, "Who owes it, in Indonesian"),
    _column("owed_by_en", String, "Who owes it, in English"),
    _column("owed_to", String, "Who receives it, in Indonesian"),
    _column("owed_to_en", String, "Who receives it, in English"),
    comment="One row per year and stage of the schedule",
)

schedule_deadline = Table(
    "schedule_deadline",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("stage_no", SmallInteger, "Stage"),
    _column("deadline_no", SmallInteger, "1 for the first deadline, then one more for every time it was moved"),
    _column("due_on", Date, "Last day; it ends at 24:00 Asia/Jakarta"),
    _column("decided_on", Date, "Day from which this deadline holds; empty for the first", nullable=True),
    _column("reason", String, "Why it was moved, in Indonesian", nullable=True),
    _column("reason_en", String, "Why it was moved, in English", nullable=True),
    _column("is_in_force", Boolean, "Whether it is the deadline that held at as_of"),
    comment="One row per year, stage and deadline it has had: the history of moved deadlines, also those decided after as_of",
)

schedule_dependency = Table(
    "schedule_dependency",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("stage_no", SmallInteger, "Stage"),
    _column("depends_on_no", SmallInteger, "Stage that has to be done before"),
    comment="One row per year, stage and stage it depends on",
)

schedule_day = Table(
    "schedule_day",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("on_date", Date, "Day"),
    _column("is_working", Boolean, "Whether it is a working day"),
    _column("working_no", SmallInteger, "Working days from 1 January of the year up to and including this day"),
    _column("day_name", String, "Holiday or reason, in Indonesian", nullable=True),
    _column("day_name_en", String, "Holiday or reason, in English", nullable=True),
    comment="One row per measurement year and day of it and of the year after: working days between two days are a difference of working_no",
)

rank = Table(
    "rank",
    metadata,
    _column("rank_code", String, "I/a to IV/e for PNS, I to XVII for PPPK"),
    _column("rank_name", String, "Pangkat", nullable=True),
    _column("rank_group", String, "I, II, III or IV for PNS; PPPK for PPPK"),
    _column("rank_order", SmallInteger, "Order of showing, lowest first"),
    comment="One row per rank (golongan)",
)

education = Table(
    "education",
    metadata,
    _column("education_code", String, "S-3, S-2, S-1, D-IV, D-III, D-II, D-I, SLTA, SLTP or SD"),
    _column("education_name", String, "Name in Indonesian"),
    _column("education_order", SmallInteger, "1 for the lowest"),
    comment="One row per level of education",
)

unit = Table(
    "unit",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Number in depth-first order, unique over all years"),
    _column("last_unit_no", Integer, "Highest unit_no of the units below it, or its own"),
    _column("unit_id", String, "Identifier in the source"),
    _column("unit_name", String, "Name valid in that year"),
    _column("parent_unit_id", String, "Unit above it; empty for the top", nullable=True),
    _column("unit_level", SmallInteger, "1 for the top"),
    _column("unit_kind", String, "Kind: eselon I, eselon II, UPT, ...", nullable=True),
    _column("time_zone", String, "Time zone it sits in", nullable=True),
    _column("valid_from", Date, "First day of this name and place in the tree", nullable=True),
    _column("valid_to", Date, "Last day", nullable=True),
    comment="One row per year and unit",
)

score = Table(
    "score",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit of the person in that year (table unit)"),
    _column("nip", BigInteger, "NIP, 18 digits"),
    _column("rank_code", String, "Rank (golongan)", nullable=True),
    _column("rank_group", RANK_GROUP, "I, II, III, IV or PPPK", nullable=True),
    _column("position_group", POSITION_GROUP, "struktural, fungsional or pelaksana"),
    _column("position_kind", POSITION_KIND, "JPT, administrator, pengawas, fungsional or pelaksana"),
    _column("employment_kind", EMPLOYMENT_KIND, "pns, cpns, pppk or other"),
    _column("sex_code", SEX_CODE, "male or female", nullable=True),
    _column("education_code", EDUCATION_CODE, "Highest level of education that counts", nullable=True),
    _column("is_eligible", Boolean, "Whether the year's rules measure this person"),
    _column("is_measured", Boolean, "Whether there is a result, at as_of"),
    _column("is_verified", Boolean, "Whether the unit has verified it, at as_of"),
    _column("qualification_score", POINTS, "Points of kualifikasi", nullable=True),
    _column("competence_score", POINTS, "Points of kompetensi", nullable=True),
    _column("performance_score", POINTS, "Points of kinerja", nullable=True),
    _column("discipline_score", POINTS, "Points of disiplin", nullable=True),
    _column("total_score", POINTS, "Index: the sum of the four", nullable=True),
    _column("category_code", CATEGORY_CODE, "Category under the convention of the rule version", nullable=True),
    _column("score_source", SCORE_SOURCE, "answers (scored here) or reported", nullable=True),
    _column("reported_total_score", Numeric(9, 4), "Total as the source gave it", nullable=True),
    _column("has_leadership_training", Boolean, "Answer; empty when not asked of this group or not known", nullable=True),
    _column("has_functional_training", Boolean, "Answer; empty when not asked of this group or not known", nullable=True),
    _column("has_technical_training", Boolean, "Enough hours of technical training; empty when not known", nullable=True),
    _column("has_seminar", Boolean, "Answer; empty when not known", nullable=True),
    _column("performance_code", String, "Band or predicate of the performance value; empty when not known", nullable=True),
    _column("discipline_code", DISCIPLINE_CODE, "tidak_pernah, ringan, sedang or berat; empty when not known", nullable=True),
    _column("lowest_score", POINTS, "Fewest points possible: the index itself when measured"),
    _column("highest_score", POINTS, "Most points possible: the index itself when measured"),
    _column("measured_at", DateTime, "When the result that counts was measured", nullable=True),
    _column("measured_on", Date, "Day of measured_at", nullable=True),
    _column(
        "first_measured_at", DateTime, "When the person was measured for the first time: earlier than measured_at after a correction", nullable=True
    ),
    _column("verified_at", DateTime, "When the unit verified it", nullable=True),
    _column("verified_on", Date, "Day of verified_at", nullable=True),
    comment="One row per person and year, everybody in SIMPEG, sorted by year, unit, rank and NIP. Narrow: names stand in person",
)

person = Table(
    "person",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit of the person in that year"),
    _column("nip", BigInteger, "NIP, 18 digits"),
    _column("asn_name", String, "Name", nullable=True),
    _column("position_name", String, "Position (jabatan)", nullable=True),
    comment="One row per person and year: the wide text, sorted by year, unit and NIP",
)

unit_score = Table(
    "unit_score",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit"),
    _column("unit_id", String, "Unit"),
    _column("asn_count", BigInteger, "Everybody in SIMPEG, of this unit and all below it"),
    _column("eligible_count", BigInteger, "Those whom the rules measure"),
    _column("measured_count", BigInteger, "Eligible people with a result: the n of every mean here"),
    _column("verified_count", BigInteger, "Of them, verified by the unit"),
    _column("mean_total_score", MEAN, "Plain mean over eligible measured people", nullable=True),
    _column("mean_qualification_score", MEAN, "Mean points of kualifikasi", nullable=True),
    _column("mean_competence_score", MEAN, "Mean points of kompetensi", nullable=True),
    _column("mean_performance_score", MEAN, "Mean points of kinerja", nullable=True),
    _column("mean_discipline_score", MEAN, "Mean points of disiplin", nullable=True),
    _column("lowest_mean", MEAN, "The mean if everybody eligible and not measured got the fewest points possible", nullable=True),
    _column("highest_mean", MEAN, "The mean if everybody eligible and not measured got the most points possible", nullable=True),
    _column("category_code", String, "Category of the mean under the convention of the rule version", nullable=True),
    _column("other_category_code", String, "Category under the other convention; where it differs the mean lies in a gap", nullable=True),
    _column("sangat_rendah_count", BigInteger, "Eligible measured people in this category"),
    _column("rendah_count", BigInteger, "Eligible measured people in this category"),
    _column("sedang_count", BigInteger, "Eligible measured people in this category"),
    _column("tinggi_count", BigInteger, "Eligible measured people in this category"),
    _column("sangat_tinggi_count", BigInteger, "Eligible measured people in this category"),
    comment="One row per year and unit, the people of all units below it included",
)

completion = Table(
    "completion",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit"),
    _column("unit_id", String, "Unit"),
    _column("stage_no", SmallInteger, "Stage of the schedule"),
    _column("due_on", Date, "Last day; it ends at 24:00 Asia/Jakarta"),
    _column("done_count", BigInteger, "People measured or verified, or reports made, at as_of, of this unit and all below it"),
    _column("due_count", BigInteger, "Eligible people, or reports owed"),
    _column("completed_at", DateTime, "When the last of them was done; empty while any is open", nullable=True),
    _column("state", String, "not_due, on_time, late or overdue"),
    comment="One row per year, unit and stage: the schedule as it stood at as_of",
)

completion_day = Table(
    "completion_day",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit the people belong to, without those below it"),
    _column("on_date", Date, "Day", nullable=True),
    _column("measured_count", BigInteger, "Eligible people measured on that day; no date: measured at an unknown time"),
    _column("optional_count", BigInteger, "Of them, those who are eligible only because they were measured (outcome optional)"),
    _column("verified_count", BigInteger, "Eligible people verified on that day"),
    _column("last_measured_at", DateTime, "Last measurement of the day", nullable=True),
    _column("last_verified_at", DateTime, "Last verification of the day", nullable=True),
    comment="One row per year, unit and day on which anything happened; days are not added up",
)

stage_owner = Table(
    "stage_owner",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit that owes the report"),
    _column("stage_no", SmallInteger, "Stage whose report it owes"),
    comment="One row per year, unit and stage whose report the unit itself owes",
)

report = Table(
    "report",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit that reported"),
    _column("stage_no", SmallInteger, "Stage, 2 to 5"),
    _column("reported_at", DateTime, "When"),
    _column("note", String, "Remark of the source", nullable=True),
    comment="One row per report of a unit for a stage that had been made at as_of",
)

person_change = Table(
    "person_change",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit now; of people who are gone, former_unit_no", nullable=True),
    _column("nip", BigInteger, "NIP, 18 digits"),
    _column("change_code", String, "new, corrected, moved, removed or withdrawn"),
    _column("former_unit_no", Integer, "Unit of this year's tree that former_unit_id is, or the nearest above it that is still there", nullable=True),
    _column("former_unit_id", String, "Unit in the compared release", nullable=True),
    _column("former_unit_name", String, "Its name there", nullable=True),
    _column("former_asn_name", String, "Name, of people who are gone; everybody else's stands in person", nullable=True),
    _column("former_total_score", POINTS, "Index in the compared release; empty when it did not count there", nullable=True),
    _column("total_score", POINTS, "Index now; empty when it does not count", nullable=True),
    comment=(
        "One row per year, person and kind of change since the compared release: new (counts for the first time), corrected (other points), moved "
        "(other unit), removed (no longer in SIMPEG), withdrawn (still there, no longer counted). Sorted by unit and NIP"
    ),
)

unit_change = Table(
    "unit_change",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("unit_no", Integer, "Unit"),
    _column("unit_id", String, "Unit"),
    _column("former_eligible_count", BigInteger, "Eligible people in the compared release"),
    _column("former_measured_count", BigInteger, "n of the mean in the compared release"),
    _column("eligible_count", BigInteger, "Eligible people now"),
    _column("measured_count", BigInteger, "n of the mean now"),
    _column("new_count", BigInteger, "People who count now and did not count anywhere before"),
    _column("corrected_count", BigInteger, "People who counted in this unit before and now, with other points"),
    _column("moved_in_count", BigInteger, "People who counted before in another unit and count here now"),
    _column("moved_out_count", BigInteger, "People who counted here before and count in another unit now"),
    _column("removed_count", BigInteger, "People who counted here before and are no longer in SIMPEG"),
    _column("withdrawn_count", BigInteger, "People who counted here before, are still in SIMPEG and no longer count"),
    _column("former_total_sum", SUM, "Sum of the indexes behind the mean in the compared release"),
    _column("corrected_sum", SUM, "What corrections of those who stay added to it"),
    _column("new_sum", SUM, "What new people added to it"),
    _column("moved_sum", SUM, "What those who moved in added less what those who moved out took away"),
    _column("removed_sum", SUM, "What people who are gone or no longer count took away: 0 or negative"),
    _column("total_sum", SUM, "Sum now: the former one and the four, exactly; units apart from each other can be added up"),
    _column("former_mean_total_score", MEAN, "Mean in the compared release", nullable=True),
    _column("corrected_effect", MEAN, "What corrections changed of the mean", nullable=True),
    _column("new_effect", MEAN, "What new people changed of it after that", nullable=True),
    _column("moved_effect", MEAN, "What moves changed of it after that", nullable=True),
    _column("removed_effect", MEAN, "What people who are gone or no longer count changed of it after that", nullable=True),
    _column(
        "mean_total_score", MEAN, "Mean now: the former mean and the four effects, exactly; effects are empty where either mean is", nullable=True
    ),
    comment="One row per year and unit, people of all units below it included: what changed since the compared release",
)

asn_score = Table(
    "asn_score",
    metadata,
    _column("period_year", SmallInteger, "Measurement year"),
    _column("nip", BigInteger, "NIP, 18 digits"),
    _column("asn_name", String, "Name", nullable=True),
    _column("unit_id", String, "Unit"),
    _column("unit_no", Integer, "Unit, as a number of table unit"),
    _column("position_name", String, "Position (jabatan)", nullable=True),
    *(
        Column(c.name, String if isinstance(c.type, String) else c.type, comment=c.comment, nullable=c.nullable)
        for c in score.columns
        if c.name not in {"period_year", "unit_no", "nip"}
    ),
    comment="One row per person and year: score, person and unit put together, for those who open a release directly",
    info={"is_view": True},
)
