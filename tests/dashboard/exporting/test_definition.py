"""A definition is codes alone, and every way of writing it down gives the same one back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exporting.definition import CODED, GRAINS, KINDS, MOST_YEARS, SHAPES_OF, Definition, DefinitionError
from dashboard.text.labels import LABELS

YEARS = (2021, 2020, 2019)


def some(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(LABELS[CODED[name]])), max_size=3, unique=True).map(tuple)


@st.composite
def definitions(draw: Any) -> Definition:
    grain = draw(st.sampled_from(GRAINS))
    columns = st.lists(st.sampled_from(("nip", "total_score", "mean_total_score_III", "unit_id")), unique=True, max_size=4).map(tuple)
    return Definition(
        years=draw(st.lists(st.sampled_from(YEARS), min_size=1, max_size=6).map(tuple)),
        grain=grain,
        shape=draw(st.sampled_from(("", *SHAPES_OF[grain]))),
        unit_id=draw(st.sampled_from((None, "0111", "BDK 1/a", "Ünit-7"))),
        **{name: draw(some(name)) for name in CODED},
        is_measured=draw(st.sampled_from((None, True, False))),
        columns=draw(columns),
        order=draw(st.sampled_from(("", "unit_id", "total_score"))),
        is_descending=draw(st.booleans()),
        kind=draw(st.sampled_from(KINDS)),
        has_bom=draw(st.booleans()),
        has_decimal_comma=draw(st.booleans()),
    )


@given(definitions())
def test_it_comes_back_from_the_ledger(definition: Definition) -> None:
    assert Definition.from_json(definition.to_json()) == definition


@given(definitions())
def test_it_comes_back_from_an_address(definition: Definition) -> None:
    assert Definition.from_parameters(definition.parameters(), YEARS) == (definition, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("years", value) for value in ((), (2021.0,), (True,), (20210,), [2021], ("2021",))),
        *(("grain", value) for value in ("", "people", "person; DROP TABLE", None)),
        *(("shape", value) for value in ("tall", "wide ")),
        *(("unit_id", value) for value in ("", " 01", "x" * 101, "198001012005011001", "1980.0101 200501 1001", "01\n02", 7, "a\x00b")),
        *(("rank_groups", value) for value in (("V",), ["III"], "III", ("III", "Siti"))),
        *(("categories", value) for value in (("tertinggi",),)),
        *(("is_measured", value) for value in ("yes", 1)),
        *(("columns", value) for value in (("nip", "nip"), ("1a",), ("nip; --",), ("a b",), tuple(f"c{place}" for place in range(81)))),
        *(("order", value) for value in ("a b", "-nip", None)),
        *(("kind", value) for value in ("exe", "CSV", "../csv")),
        *(("has_bom", value) for value in ("no", 0, None)),
    ],
)
def test_what_is_no_code_is_refused_without_being_repeated(field: str, value: Any) -> None:
    given: dict[str, Any] = {"years": YEARS, "grain": "unit_category", field: value}
    with pytest.raises(DefinitionError) as caught:
        Definition(**given)
    assert caught.value.field == field
    assert "Siti" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"years":[]}',
        '{"years":[2021],"note":"Siti"}',
        '{"years":[[2021]]}',
        '{"years":[2021],"grain":["unit"]}',
        '{"years":[2021],"columns":[["nip"]]}',
        '{"years":[2021],"sexes":[{}]}',
        '{"years":2021}',
        '{"years":[2021],"unit_id":{"a":1}}',
        "{" * 50,
    ],
)
def test_what_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError):
        Definition.from_json(text)


def test_what_an_address_cannot_mean_is_dropped_and_named() -> None:
    asked = {
        "years": ["2020", "1066"],
        "grain": ["unit_rank"],
        "shape": ["tall"],
        "unit": ["198001012005011001"],
        "rank_group": ["III", "IX"],
        "measured": ["maybe"],
        "column": ["unit_id", "a b"],
        "order": ["-mean_total_score"],
        "kind": ["exe"],
        "bom": ["perhaps"],
        "comma": ["yes"],
        "nama": ["Siti"],
    }
    definition, dropped = Definition.from_parameters(asked, YEARS)
    assert definition == Definition((2020,), "unit_rank", order="mean_total_score", is_descending=True, has_decimal_comma=True)
    assert sorted(dropped) == ["bom", "column", "kind", "measured", "rank_group", "shape", "unit", "years"]


def test_without_a_year_of_the_release_it_is_of_the_newest() -> None:
    assert Definition.from_parameters({"years": ["1066"]}, YEARS) == (Definition((2021,)), ["years"])
    assert Definition.from_parameters({}, YEARS) == (Definition((2021,)), [])


def test_of_more_years_than_an_export_may_have_the_newest_are_taken() -> None:
    held = tuple(range(2050, 2010, -1))
    definition, dropped = Definition.from_parameters({"years": [str(year) for year in held]}, held)
    assert (definition.years, dropped) == (held[:MOST_YEARS], ["years"])
