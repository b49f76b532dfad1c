"""What each role may take away, column by column, and in whose words columns are described."""

import re

import pytest

from dashboard import text
from dashboard.access import READER, roles
from dashboard.access.viewer import Viewer
from dashboard.exporting import grains
from dashboard.exporting.definition import GRAINS, SHAPES_OF
from dashboard.exporting.grains import HIDDEN
from dashboard.ledger.accounts import Grant
from dashboard.queries import exported, visible
from dashboard.queries.summary import CATEGORIES, DIMENSIONS
from dashboard.text import exporting as words
from pipelines.warehouse import tables
from tests.dashboard.conftest import Ask

SHAPED = [(grain, shape) for grain in GRAINS for shape in SHAPES_OF[grain]]
FIGURES = [grain for grain in GRAINS if grain != "person"]


def of(role: str, unit_id: str | None = None, nip: int | None = None) -> Viewer:
    return roles.viewer_of([Grant(role, unit_id, nip)])


@pytest.mark.parametrize(
    ("viewer", "offered"),
    [
        (of("analyst"), [*GRAINS]),
        (of("unit_head", "B1"), [*GRAINS]),
        (of("secretary", "B"), FIGURES),
        (of("leader"), FIGURES),
        (of("secretariat"), FIGURES),
        (of("asn", nip=198001012005011001), ["person"]),
        (of("administrator"), []),
        (Viewer(), []),
        (READER, [*GRAINS]),
    ],
)
def test_a_role_takes_away_what_it_shows(viewer: Viewer, offered: list[str]) -> None:
    assert grains.offered(viewer) == offered


def test_nobody_is_named_to_those_who_see_pseudonyms() -> None:
    for shape in SHAPES_OF["person"]:
        names = set(grains.names(of("analyst"), "person", shape))
        assert "person_code" in names
        assert not names & {*exported.NAMED, *visible.OF_DISCIPLINE}
        assert not names & {"asn_name", "nip", "position_name", "measured_at", "discipline_score", "total_score", "category_code"}


def test_discipline_is_for_those_who_have_the_duty() -> None:
    for viewer in (of("unit_head", "B1"), of("verifier", "B1"), of("asn", nip=198001012005011001), READER):
        assert {*visible.OF_DISCIPLINE, "nip", "asn_name"} <= set(grains.names(viewer, "person", "wide"))
        assert "category" in grains.narrowing(viewer, "person")
        assert "person_code" not in grains.names(viewer, "person", "wide")
    assert "category" not in grains.narrowing(of("analyst"), "person")
    assert "category" in grains.narrowing(of("analyst"), "unit")


def test_an_order_is_by_what_may_be_taken_away() -> None:
    for grain, shape in SHAPED:
        for viewer in (of("analyst"), READER):
            assert grains.orders(viewer, grain, shape) == [column.name for column in grains.columns(viewer, grain, shape)]


@pytest.mark.parametrize(("grain", "shape"), SHAPED)
def test_every_column_is_described_in_both_languages(grain: str, shape: str) -> None:
    for column in [*grains.columns(READER, grain, shape), *grains.columns(of("analyst"), grain, shape), grains.Column(HIDDEN, "text", grain)]:
        assert column.described("en") != column.described("id") != ""
        assert text.language() == "id"


def test_columns_of_the_release_are_described_as_in_its_dictionary() -> None:
    said = {
        "person": (tables.score, tables.person, tables.unit),
        "unit": (tables.unit, tables.unit_score),
        "completion_day": (tables.completion_day,),
    }
    compared = 0
    for grain, held in said.items():
        comments = {column.name: column.comment for table in reversed(held) for column in table.columns}
        for shape in SHAPES_OF[grain]:
            for column in grains.columns(READER, grain, shape):
                if column.name in comments:
                    assert words.description_in("en", grain, column.name) == comments[column.name]
                    compared += 1
    assert compared > 60


def test_kinds_are_those_of_the_tables() -> None:
    known = {column.name: column for table in (tables.unit, tables.unit_score, tables.score, tables.person) for column in table.columns}
    of_type = {"text": str, "count": int, "flag": bool, "day": "date", "moment": "datetime"}
    for grain, shape in SHAPED:
        for column in grains.columns(READER, grain, shape):
            if column.name in known and column.kind != "number" and column.name != "nip":
                python_type = known[column.name].type.python_type
                assert python_type is of_type[column.kind] or python_type.__name__ == of_type[column.kind], column.name


def test_no_code_of_a_release_can_begin_as_a_formula_does(ask: Ask) -> None:
    kinds = dict(ask("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'score'"))
    held = {name: kinds[name] for name in grains.CODES & kinds.keys()}
    assert held.pop("nip") == "BIGINT"
    assert len(held) == 9
    codes = [code for kind in held.values() for code in re.fullmatch(r"ENUM\((.*)\)", kind)[1].split(", ")]  # type: ignore[index]
    assert len(codes) > 30
    assert all(re.match(r"'[A-Za-z0-9]", code) for code in codes)
    assert {*grains.CODES} - {*held, "nip"} == {"person_code", "other_category_code", "dimension_code"}
    assert all(name[0].isalpha() for name in (*DIMENSIONS, *CATEGORIES))


def test_a_grain_that_is_not_laid_out_so_is_refused() -> None:
    with pytest.raises(KeyError):
        grains.columns(READER, "unit", "long")
