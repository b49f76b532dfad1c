"""The filters' values come from the address and are checked on the server."""

from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import filters
from dashboard.access import Viewer
from dashboard.queries.filters import Filters


def bar() -> None:
    """A page of filters alone."""
    import streamlit as st

    from dashboard import filters
    from dashboard.access import READER

    chosen = filters.show(READER, *filters.NAMES)
    st.session_state["chosen"] = chosen


def opened(**parameters: str | list[str]) -> AppTest:
    app = AppTest.from_function(bar, default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def test_nothing_chosen_is_the_newest_year_and_everybody(warehouse_of_sample: Path) -> None:
    app = opened()
    assert app.session_state["chosen"] == Filters(year=2021)
    assert not app.exception
    assert not app.warning


def test_every_filter_is_read_from_the_address(warehouse_of_sample: Path) -> None:
    app = opened(
        year="2020",
        unit="011101",
        as_of="2020-04-14",
        rank_group=["IV", "III"],
        position_group="pelaksana",
        employment_kind="pns",
        sex="female",
        category="tinggi",
        measured="yes",
    )
    assert app.session_state["chosen"] == Filters(
        year=2020,
        unit_id="011101",
        rank_groups=("III", "IV"),
        position_groups=("pelaksana",),
        employment_kinds=("pns",),
        sexes=("female",),
        categories=("tinggi",),
        is_measured=True,
        as_of=datetime(2020, 4, 14, 23, 59, 59, 999999),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", "1999"),
        ("year", "' OR 1=1"),
        ("unit", "no such unit"),
        ("as_of", "2021-04-20"),
        ("as_of", "2021-4-14"),
        ("rank_group", "V"),
        ("sex", "male' --"),
        ("category", "Tinggi"),
        ("measured", "maybe"),
    ],
)
def test_what_is_not_allowed_is_dropped_and_said(warehouse_of_sample: Path, name: str, value: str) -> None:
    app = opened(**{name: value})
    assert app.session_state["chosen"] == Filters(year=2021)
    assert len(app.warning) == 1
    assert value not in app.warning[0].value


def test_a_changed_widget_is_written_to_the_address_as_a_code(warehouse_of_sample: Path) -> None:
    app = opened(page="4")
    app.selectbox(key="filter_unit").select("011102").run()
    assert app.query_params["unit"] == "011102"
    assert "page" not in app.query_params
    app.selectbox(key="filter_unit").set_value(None).run()
    assert "unit" not in app.query_params
    assert app.session_state["chosen"].unit_id is None


def test_an_earlier_day_is_said_and_leaves_with_its_year(warehouse_of_sample: Path) -> None:
    app = opened()
    assert not app.info
    app.selectbox(key="filter_as_of").select("2021-04-14").run()
    assert app.query_params["as_of"] == "2021-04-14"
    chosen = app.session_state["chosen"]
    assert filters.as_of(chosen) == chosen.as_of == datetime(2021, 4, 14, 23, 59, 59, 999999)
    assert "per akhir Rabu, 14 April 2021" in app.info[0].value
    app.selectbox(key="filter_year").select(2020).run()
    assert "as_of" not in app.query_params
    assert app.session_state["chosen"].as_of is None
    assert filters.as_of(app.session_state["chosen"]) == datetime(2020, 12, 31, 12)


def test_a_filter_that_a_page_does_not_have_is_not_in_force_but_stays_in_the_address(warehouse_of_sample: Path) -> None:
    def page() -> None:
        import streamlit as st

        from dashboard import filters
        from dashboard.access import READER

        st.session_state["chosen"] = filters.show(READER, "year")

    app = AppTest.from_function(page, default_timeout=30)
    app.query_params["sex"] = "female"
    app.run()
    assert app.session_state["chosen"] == Filters(year=2021)
    assert app.query_params["sex"] == "female"


def test_an_unknown_filter_is_an_error_of_the_page(warehouse_of_sample: Path) -> None:
    with pytest.raises(KeyError):
        filters.show(Viewer(), "colour")
