"""Tables of the workbench that only the build needs: spellings, aliases, windows. The published ones stand in pipelines/warehouse/tables.py.

Every `spelling` and `alias` is stored as the macro `spelling_of` leaves it, so a step joins on `spelling_of(column) = spelling`.
"""

from sqlalchemy import Boolean, Column, Date, MetaData, Numeric, SmallInteger, String, Table

metadata = MetaData()


def _words(name: str, *columns: Column, comment: str) -> Table:
    return Table(name, metadata, Column("spelling", String, nullable=False, primary_key=True), *columns, comment=comment)


word_education = _words("word_education", Column("education_code", String), comment="One row per spelling of a level of education")
word_rank = _words(
    "word_rank",
    Column("rank_code", String),
    Column("employment_kind", String, nullable=True, comment="pppk: only when the person is one; empty: of anybody"),
    comment="One row per spelling of a rank",
)
word_position = _words(
    "word_position", Column("position_kind", String), Column("position_group", String), comment="One row per spelling of a kind of position"
)
word_answer = _words("word_answer", Column("is_yes", Boolean), comment="One row per spelling of yes or no")
word_discipline = _words("word_discipline", Column("discipline_code", String), comment="One row per spelling of a punishment")
word_sex = _words("word_sex", Column("sex_code", String), comment="One row per spelling of a sex")
word_predicate = _words("word_predicate", Column("performance_code", String), comment="One row per spelling of a performance band or predicate")
word_category = _words("word_category", Column("category_code", String), comment="One row per spelling of a category")
word_status = _words("word_status", Column("status_code", String), comment="One row per spelling of an employment status named in rule_eligibility")

unit_alias = Table(
    "unit_alias",
    metadata,
    Column("alias", String, nullable=False, primary_key=True, comment="As spelling_of leaves it"),
    Column("unit_name", String, nullable=False, comment="The unit's name as the file writes it"),
    comment="One row per other name of a unit",
)

rule_default = Table(
    "rule_default",
    metadata,
    Column("period_year", SmallInteger, nullable=False),
    Column("indicator_code", String, nullable=False),
    Column("position_group", String, nullable=False),
    Column("answer_code", String, nullable=False),
    comment="One row per indicator and position group whose empty answer means something: what it means",
)

rule_value_range = Table(
    "rule_value_range",
    metadata,
    Column("period_year", SmallInteger, nullable=False),
    Column("indicator_code", String, nullable=False),
    Column("position_group", String, nullable=False),
    Column("lowest_value", Numeric(9, 4), nullable=False),
    Column("highest_value", Numeric(9, 4), nullable=False, comment="Itself allowed"),
    comment="One row per indicator with bands and position group: the values that can be",
)

rule_window = Table(
    "rule_window",
    metadata,
    Column("period_year", SmallInteger, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("closes_on", Date, nullable=False, comment="Last day, until 24:00"),
    comment="One row: the days on which people measure themselves",
)

rule_stage_owner = Table(
    "rule_stage_owner",
    metadata,
    Column("period_year", SmallInteger, nullable=False),
    Column("stage_no", SmallInteger, nullable=False),
    Column("unit_kind", String, nullable=False, comment="Lower case; a unit's kind is this or begins with this and a blank"),
    comment="One row per stage and kind of unit that owes its report",
)

rule_stage_owner_level = Table(
    "rule_stage_owner_level",
    metadata,
    Column("period_year", SmallInteger, nullable=False),
    Column("stage_no", SmallInteger, nullable=False),
    Column("unit_level", SmallInteger, nullable=False),
    comment="One row per stage: the level whose units owe the report when no unit of the tree has one of the kinds",
)
