"""The public role where an installation enables it: aggregates of groups that are large enough, nothing to take away, no people, on every page."""

from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from dashboard import access, disclosure, navigation, warehouse
from dashboard.access import roles
from dashboard.access.viewer import SIGNED_IN, Scope, Viewer
from dashboard.queries import coverage, dimensions, distribution, groupings, people
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import run_page
from tests.dashboard.reading_pages import said

YEAR = Filters(2021)
RESULTS = ("overview", "distribution", "units", "ranks", "dimensions", "changes")


@pytest.fixture
def public(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """Whoever asks holds the public role of an own file and no other."""
    own = tmp_path / "roles.toml"
    head, tail = roles.DEFAULT.read_text(encoding="utf-8").split('code = "public"')
    own.write_text(f'{head}code = "public"{tail.replace("is_enabled = false", "is_enabled = true")}', encoding="utf-8")
    found = roles.public(roles.load(own))
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(None, None, "", found))
    st.session_state.clear()
    return found


def test_it_sees_all_figures_has_no_duty_and_takes_nothing_away(public: Viewer) -> None:
    assert public.permissions == {"aggregates"}
    assert public.scope.is_everything
    assert (public.duty, public.people, public.masked, public.missing, public.quality, public.exports) == (*[Scope()] * 5, frozenset())
    assert public.has_suppression


def test_it_opens_pages_of_figures_alone(public: Viewer) -> None:
    assert {entry.permission for entry in navigation.pages_of(public)} == {"aggregates", SIGNED_IN}
    assert warehouse.fetch(people.listing(public, YEAR)).empty


@pytest.mark.parametrize("page", [entry.name for entry in navigation.PAGES if entry.permission == "aggregates"])
def test_every_page_opens_and_offers_no_file(public: Viewer, page: str) -> None:
    app = run_page(page, year="2021")
    assert not app.get("download_button")
    assert not app.error
    assert page not in {*RESULTS} - {"changes"} or "kurang dari 5 orang terukur disembunyikan" in said(app)


def few_shown(frame: pd.DataFrame, count: str, values: str) -> pd.DataFrame:
    """Rows of few people that show a result."""
    return frame[frame[count].between(1, 4) & frame[values].notna()]


@pytest.mark.parametrize("grouping", list(groupings.GROUPINGS))
def test_no_query_shows_a_group_of_few(public: Viewer, grouping: str) -> None:
    by_group = disclosure.fetch(public, YEAR, coverage.by_group(public, YEAR, grouping), "coverage.by_group", grouping)
    spread = disclosure.fetch(public, YEAR, distribution.spread(public, YEAR, grouping), "distribution.spread", grouping)
    shares = disclosure.fetch(public, YEAR, dimensions.by_group(public, YEAR, grouping), "dimensions.by_group", grouping)
    assert few_shown(by_group, "measured_count", "mean_total_score").empty
    assert few_shown(spread, "asn_count", "mean_total_score").empty
    assert few_shown(shares, "measured_count", "mean_score").empty
