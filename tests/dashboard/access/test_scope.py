"""Nothing outside a scope: every query of every module, asked by generated viewers with generated filters.

Two proofs. Whoever sees units gets the same answer from a release in which nobody and nothing else exists; whoever sees everybody's figures gets names,
NIP and discipline of nobody outside the scopes for them.
"""

import importlib
import inspect
import os
import pkgutil
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_type_hints

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, Subquery, select

from dashboard import queries, warehouse
from dashboard.access import roles
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.exporting.definition import CODED, Definition
from dashboard.queries import completion, dimensions, exported, groupings, missing, overview, reasons, tree
from dashboard.queries.filters import Filters
from dashboard.text.labels import LABELS
from pipelines.warehouse import release

TOPS = ("1010", "011102")
"""The units, with those below them, that the viewers of the first proof see any of."""

FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
"""Examples of each query."""

MANY = settings(FEW, max_examples=150)


@dataclass(frozen=True)
class Query:
    """A public function of a module that gives rows for a viewer."""

    module: str
    name: str
    made: Callable[..., Select | Subquery]

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(self.made).parameters


def _is_query(module: Any, name: str, found: Any) -> bool:
    plain = inspect.unwrap(found) if callable(found) else found
    if name.startswith("_") or not inspect.isfunction(plain) or plain.__module__ != module.__name__:
        return False
    return "viewer" in inspect.signature(plain).parameters and get_type_hints(plain).get("return") in {Select, Subquery}


def _queries() -> list[Query]:
    modules = [importlib.import_module(f"dashboard.queries.{found.name}") for found in pkgutil.iter_modules(queries.__path__)]
    return [
        Query(module.__name__.rsplit(".", 1)[-1], name, made)
        for module in modules
        for name, made in vars(module).items()
        if _is_query(module, name, made)
    ]


QUERIES = _queries()


@dataclass(frozen=True, repr=False)
class Sample:
    """The sample release, the same with nobody outside TOPS, who is where, and who was inside in every year."""

    whole: Path
    alone: Path
    unit_ids: tuple[str, ...]
    inside: tuple[str, ...]
    below: dict[str, set[str]]
    people: pd.DataFrame
    settled: tuple[int, ...]

    def nips(self, scope: Scope) -> set[str]:
        """Everybody in a scope, in any year."""
        if scope.is_everything:
            return set(self.people["nip"])
        below = set().union(*(self.below.get(unit_id, set()) for unit_id in scope.unit_ids))
        return set(self.people.loc[self.people["unit_id"].isin(below), "nip"]) | ({str(scope.nip)} if scope.nip is not None else set())


OUTSIDE = """unit_no NOT IN (SELECT below.unit_no FROM unit AS above JOIN unit AS below ON below.unit_no BETWEEN above.unit_no AND above.last_unit_no
WHERE above.unit_id IN ('1010', '011102'))"""


@pytest.fixture(scope="module")
def sample(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    alone = tmp_path_factory.mktemp("alone")
    shutil.copytree(warehouse, alone, dirs_exist_ok=True)
    path = release.current(alone)
    assert path is not None
    path.chmod(0o600)
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TEMP TABLE outside AS SELECT unit_no FROM unit WHERE {OUTSIDE}")
        unit_ids = [str(unit_id) for (unit_id,) in connection.execute("SELECT DISTINCT unit_id FROM unit ORDER BY unit_id").fetchall()]
        pairs = connection.execute(
            "SELECT DISTINCT above.unit_id, below.unit_id FROM unit AS above JOIN unit AS below ON below.unit_no BETWEEN above.unit_no AND above.last_unit_no"
        ).fetchall()
        people = connection.execute(
            "SELECT CAST(nip AS VARCHAR) AS nip, asn_name, unit_id FROM person JOIN unit USING (period_year, unit_no) ORDER BY nip, period_year"
        ).df()
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT table_name FROM duckdb_columns() WHERE column_name = 'unit_no' AND table_name <> 'outside' "
                "AND table_name NOT IN (SELECT view_name FROM duckdb_views())"
            ).fetchall()
        ]
        assert {"score", "person", "unit", "unit_score", "completion", "finding", "person_change", "unit_change"} <= set(tables)
        for table in tables:
            connection.execute(f"DELETE FROM {table} WHERE unit_no IS NULL OR unit_no IN (SELECT unit_no FROM outside)")
        connection.execute("DELETE FROM unit_review")
    below: dict[str, set[str]] = {}
    for above_id, below_id in pairs:
        below.setdefault(above_id, set()).add(below_id)
    inside = tuple(sorted({unit_id for top in TOPS for unit_id in below[top]}))
    elsewhere = set(people.loc[~people["unit_id"].isin(inside), "nip"])
    settled = tuple(sorted({int(nip) for nip in people["nip"]} - {int(nip) for nip in elsewhere}))
    return Sample(warehouse, alone, tuple(unit_ids), inside, below, people, settled)


@pytest.fixture(scope="module", autouse=True)
def closed_afterwards() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPASN_WAREHOUSE", os.environ.get("IPASN_WAREHOUSE", ""))
        patch.setenv("IPASN_PSEUDONYM_KEY", os.environ.get("IPASN_PSEUDONYM_KEY", ""))
        yield
        warehouse.close()


@pytest.fixture(autouse=True)
def own_key(sample: Sample) -> None:
    os.environ["IPASN_PSEUDONYM_KEY"] = str(sample.alone / "pseudonym.key")


def rows(folder: Path, query: Query, arguments: dict[str, Any]) -> pd.DataFrame:
    """What the query gives on the current release of a warehouse."""
    os.environ["IPASN_WAREHOUSE"] = str(folder)
    made = query.made(**_resolved(query, arguments))
    return warehouse.read(made if isinstance(made, Select) else select(made))


def _resolved(query: Query, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments, those that are made of others made now."""
    others = arguments | {"query": query.name}
    return {name: value(others) if callable(value) else value for name, value in arguments.items()}


def _known(arguments: dict[str, Any]) -> reasons.Known:
    return reasons.known(warehouse.read(overview.index(arguments["viewer"], arguments["filters"])).iloc[0])


def _parts(arguments: dict[str, Any]) -> Subquery:
    filters = arguments.get("filters") or Filters(arguments["year"])
    return tree.parts(arguments["viewer"], filters)


def _definition(filters: Filters, shape: str) -> Definition:
    """An export of people with these filters, of two years."""
    coded = {name: getattr(filters, name) for name in CODED}
    return Definition((filters.year, 2020), "person", shape, filters.unit_id or None, is_measured=filters.is_measured, **coded)


def _columns(arguments: dict[str, Any]) -> tuple[str, ...]:
    """Every column there is, also those that the viewer is not offered."""
    if arguments["query"] == "days":
        return exported.DAYS
    return exported.PEOPLE if arguments["definition"].shape == "wide" else exported.PEOPLE_LONG


def filters_of(sample: Sample) -> st.SearchStrategy[Filters]:
    some = lambda name: st.lists(st.sampled_from(list(LABELS[name])), max_size=2, unique=True).map(tuple)  # noqa: E731
    return st.builds(
        Filters,
        year=st.sampled_from((2021, 2021, 2020, 2019, 1999)),
        unit_id=st.one_of(st.none(), st.sampled_from((*TOPS, *sample.inside)), st.sampled_from((*sample.unit_ids, "nowhere", ""))),
        rank_groups=some("rank_group"),
        position_groups=some("position_group"),
        employment_kinds=some("employment_kind"),
        sexes=some("sex"),
        categories=some("category"),
        is_measured=st.sampled_from((None, None, True, False)),
        as_of=st.sampled_from((None, None, datetime(2021, 4, 14, 12), datetime(2021, 4, 17))),
    )


def _orders(module: str) -> list[str]:
    found = getattr(importlib.import_module(f"dashboard.queries.{module}"), "ORDERS", ())
    return sorted({name for names in found.values() for name in names}) if isinstance(found, dict) else list(found)


def argument(sample: Sample, query: Query, name: str) -> st.SearchStrategy[Any]:
    """Values of a parameter. A parameter without any is a test that is missing: KeyError."""
    unit_id = st.sampled_from((*sample.unit_ids, "nowhere"))
    units = st.lists(st.one_of(unit_id, st.sampled_from(sample.inside)), max_size=4).map(tuple)
    names = sample.people["asn_name"].dropna().str.split().str[0].unique()[:40]
    special: dict[tuple[str, str], st.SearchStrategy[Any]] = {
        ("exported", "columns"): st.just(_columns),
        ("changes", "kind"): st.sampled_from((None, "new", "corrected", "moved", "removed", "withdrawn")),
        ("distribution", "group"): st.sampled_from((None, *groupings.GROUPINGS)),
        ("ranks", "group"): st.sampled_from(("rank_group", "rank")),
        ("reasons", "before"): st.just(_known),
        ("people", "page"): st.integers(1, 3),
        ("data_quality", "page"): st.integers(1, 3),
    }
    general: dict[str, st.SearchStrategy[Any]] = {
        "filters": filters_of(sample),
        "definition": st.builds(_definition, filters_of(sample), st.sampled_from(("wide", "long"))),
        "before": st.just(Filters(2020)),
        "now": st.just(_known),
        "asked": st.just(_parts),
        "part": st.just(_parts),
        "year": st.sampled_from((2021, 2020)),
        "nip": st.one_of(st.sampled_from(sample.settled), st.sampled_from(tuple(sample.people["nip"])).map(int)),
        "view": st.sampled_from(tuple(missing.VIEWS)),
        "order": st.sampled_from(_orders(query.module) or ["unit"]),
        "is_descending": st.booleans(),
        "is_own": st.booleans(),
        "by_position_group": st.booleans(),
        "page": st.sampled_from((1, 2)),
        "group": st.sampled_from(groupings.GROUPINGS),
        "row": st.sampled_from(groupings.GROUPINGS),
        "column": st.sampled_from(groupings.GROUPINGS),
        "indicator": st.sampled_from(tuple(dimensions.LEVELS)),
        "check": st.sampled_from((None, "duplicate_nip", "score_differs", "nip_malformed")),
        "severity": st.sampled_from((None, "reject", "warn")),
        "reach": st.sampled_from(completion.REACHES),
        "mine": units,
        "unit_ids": units,
        "path": units,
        "unit_id": unit_id,
        "chosen_id": st.one_of(st.none(), unit_id),
        "deepest_level": st.integers(0, 5),
        "search": st.one_of(st.just(""), st.sampled_from(tuple(sample.people["nip"])).map(lambda nip: nip[:16]), st.sampled_from(tuple(names))),
        "permission": st.sampled_from(("people", "missing")),
    }
    found = special.get((query.module, name))
    return general[name] if found is None else found


def asked(draw: Any, sample: Sample, viewer: Viewer, query: Query) -> dict[str, Any]:
    """Arguments of a query."""
    return {"viewer": viewer, **{name: draw(argument(sample, query, name), label=name) for name in query.parameters if name != "viewer"}}


def named(query: Query) -> str:
    return f"{query.module}.{query.name}"


def scopes(sample: Sample, unit_ids: tuple[str, ...]) -> st.SearchStrategy[Scope]:
    return st.builds(
        Scope,
        unit_ids=st.lists(st.sampled_from(unit_ids), max_size=2, unique=True).map(sorted).map(tuple),
        nip=st.one_of(st.none(), st.sampled_from(sample.settled)),
    )


def viewers_of_units(sample: Sample) -> st.SearchStrategy[Viewer]:
    """Viewers who see nothing outside TOPS: of any mixture of permissions and scopes, and of roles."""
    scope = scopes(sample, sample.inside)
    some = st.frozensets(st.sampled_from(("aggregates", "people", "missing", "quality", "discipline")))
    mixed = st.builds(Viewer, permissions=some, scope=scope, people=scope, masked=scope, missing=scope, quality=scope, duty=scope)
    return st.one_of(mixed, st.lists(grants(sample, ("verifier", "asn"), sample.inside), max_size=3).map(roles.viewer_of))


def grants(sample: Sample, codes: tuple[str, ...], unit_ids: tuple[str, ...]) -> st.SearchStrategy[Any]:
    nips = st.sampled_from((None, *sample.settled))
    return st.builds(Held, st.sampled_from(codes), st.sampled_from((None, *unit_ids)), nips).map(_sensible)


@dataclass(frozen=True)
class Held:
    role_code: str
    unit_id: str | None
    nip: int | None


def _sensible(held: Held) -> Held:
    """Mostly what a role is held for, so that most grants give something."""
    role = roles.load().get(held.role_code)
    return held if role is None or role.needs_unit else replace(held, unit_id=None)


def test_every_module_of_queries_is_walked() -> None:
    walked = {query.module for query in QUERIES}
    assert {"overview", "people", "missing", "changes", "data_quality", "choices", "completion", "units", "tree", "visible"} <= walked
    assert len(QUERIES) > 50


@pytest.mark.parametrize("query", QUERIES, ids=named)
@FEW
@given(data=st.data())
def test_an_answer_is_the_same_where_nobody_else_exists(sample: Sample, query: Query, data: st.DataObject) -> None:
    viewer = data.draw(viewers_of_units(sample), label="viewer")
    arguments = asked(data.draw, sample, viewer, query)
    seen, alone = rows(sample.whole, query, arguments), rows(sample.alone, query, arguments)
    order = list(seen.columns) if isinstance(query.made, Subquery) or query.module in {"visible", "tree", "progress"} else []
    if order:
        seen, alone = (frame.sort_values(order, ignore_index=True) for frame in (seen, alone))
    pd.testing.assert_frame_equal(seen, alone, check_dtype=False)


@pytest.mark.parametrize("query", [query for query in QUERIES if named(query) != "visible.scores"], ids=named)
@FEW
@given(data=st.data())
def test_figures_of_everybody_name_nobody(sample: Sample, query: Query, data: st.DataObject) -> None:
    held = data.draw(st.lists(grants(sample, (*roles.load(), "no_such_role"), sample.inside), min_size=1, max_size=3), label="grants")
    viewer = roles.viewer_of(held)
    arguments = asked(data.draw, sample, viewer, query)
    found = rows(sample.whole, query, arguments)
    of_people = dict.fromkeys(("people", "changes", "data_quality", "personal_sheet"), viewer.people)
    by_name = {"missing": viewer.missing, **of_people}.get(query.module, Scope())
    by_name = viewer.people | viewer.missing if query.module == "visible" else by_name
    values = {str(value) for column in found for value in found[column].dropna().unique()}
    assert not (values & set(sample.people["nip"])) - sample.nips(by_name)
    if by_name.is_nothing:
        assert not values & set(sample.people["asn_name"].dropna())
    for column in {"discipline_score", "total_score", "category_code", "discipline_code"} & set(found.columns) if "nip" in found else ():
        told = found[found[column].notna() & found["nip"].notna()]
        assert set(told["nip"].astype(str)) <= sample.nips(viewer.duty)


@MANY
@given(data=st.data())
def test_each_permission_has_the_scope_of_the_roles_that_give_it(sample: Sample, data: st.DataObject) -> None:
    held = data.draw(st.lists(grants(sample, (*roles.load(), "no_such_role"), (*sample.inside, "nowhere")), max_size=4))
    viewer = roles.viewer_of(held)
    alone = [roles.viewer_of([one]) for one in held]
    if len({one.people.nip for one in alone} - {None}) > 1:
        alone = [one for one in alone if one.people.nip is None]
    assert viewer.permissions == frozenset().union(*(one.permissions for one in alone))
    for kind in ("scope", "people", "masked", "missing", "quality", "duty", "on_request"):
        union = Scope()
        for one in alone:
            union |= getattr(one, kind)
        assert getattr(viewer, kind) == union
    for permission in viewer.exports:
        assert all(permission in one.exports for one in alone if one.may(permission))
    assert roles.viewer_of(reversed(held)) == viewer


def test_whoever_sees_everything_sees_more_than_a_unit(sample: Sample) -> None:
    query = next(query for query in QUERIES if (query.module, query.name) == ("visible", "people"))
    everybody = Viewer(permissions=frozenset({"people"}), people=EVERYTHING)
    of_unit = replace(everybody, people=Scope(unit_ids=("1010",)))
    assert len(rows(sample.whole, query, {"viewer": everybody})) > len(rows(sample.whole, query, {"viewer": of_unit})) > 0
    assert len(rows(sample.whole, query, {"viewer": of_unit})) == len(rows(sample.alone, query, {"viewer": of_unit}))


@pytest.mark.parametrize("query", QUERIES, ids=named)
def test_a_query_is_told_apart_by_its_viewer(query: Query) -> None:
    assert next(iter(query.parameters)) == "viewer"
