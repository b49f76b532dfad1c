"""Every cell of the matrix of roles, on the real pages: what a role may not see is not sent, and what it may is there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from dashboard import access, navigation
from dashboard.access import role_matrix, roles, signed_in
from dashboard.access.viewer import SIGNED_IN, Scope, Viewer
from dashboard.ledger import engine
from dashboard.navigation import PAGES, PageEntry
from dashboard.queries.filters import Filters
from tests.dashboard.conftest import Ask, OpenPage, run_page
from tests.dashboard.reading_pages import tables

OWN = "1010"
ROLES = roles.load(roles.DEFAULT)
PAGE_CELLS = {(page.name, code): cell for page in PAGES for code, cell in zip(ROLES, role_matrix.rows(ROLES)[PAGES.index(page)][1:], strict=True)}
SHOWN = [(page, code) for page in PAGES for code, role in ROLES.items() if role.is_enabled and PAGE_CELLS[page.name, code] != role_matrix.NOTHING]
WITHHELD = [(page, code) for page in PAGES for code, role in ROLES.items() if (page, code) not in SHOWN]


@dataclass(frozen=True)
class Held:
    role_code: str
    unit_id: str | None
    nip: int | None


@dataclass(frozen=True, repr=False)
class Known:
    """Who and what there is in 2021: NIP and name of everybody, with the unit, and the names of units."""

    people: list[tuple[str, str | None, str]]
    units: dict[str, str]

    def of(self, scope: Scope) -> list[tuple[str, str | None]]:
        """NIP and name of everybody in a scope."""
        return [(nip, name) for nip, name, unit_id in self.people if is_in(scope, unit_id, nip)]


def is_in(scope: Scope, unit_id: str, nip: str = "") -> bool:
    """In the sample a unit's identifier begins with those above it, within OWN."""
    return scope.is_everything or any(unit_id.startswith(one) for one in scope.unit_ids) or (scope.nip is not None and str(scope.nip) == nip)


@pytest.fixture
def known(ask: Ask) -> Known:
    people = ask(
        "SELECT CAST(nip AS VARCHAR), asn_name, unit.unit_id FROM person JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 ORDER BY nip"
    )
    return Known(
        [(nip, name, unit_id) for nip, name, unit_id in people], dict(map(tuple, ask("SELECT unit_id, unit_name FROM unit WHERE period_year = 2021")))
    )


@pytest.fixture
def viewers(known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Viewer]:
    """What each role sees, held for OWN or for somebody of it."""
    monkeypatch.setenv("IPASN_PSEUDONYM_KEY", str(tmp_path / "pseudonym.key"))
    somebody = next(int(nip) for nip, _name, unit_id in known.people if unit_id == "101001")
    held = {code: Held(code, OWN if role.needs_unit else None, somebody if role.needs_nip else None) for code, role in ROLES.items()}
    return {code: roles.viewer_of([grant], ROLES) for code, grant in held.items()}


def sit_down(monkeypatch: pytest.MonkeyPatch, viewer: Viewer) -> None:
    """From here on this viewer asks, of whom nothing is recorded."""
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(None, None, "", viewer))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A ledger of this test, which the pages ask too."""
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    signed_in.ledger.cache_clear()
    engine.upgrade(signed_in.ledger())
    yield signed_in.ledger()
    signed_in.ledger().dispose()
    signed_in.ledger.cache_clear()


def sign_in(monkeypatch: pytest.MonkeyPatch, viewer: Viewer) -> None:
    """From here on this viewer asks, who is in a session and whose doings stand in the audit."""
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(1, 1, "", viewer))


def sent(app: AppTest) -> str:
    """Everything that goes to the browser: words, tables, charts with their hover texts, choices."""
    return "\n".join(str(element.proto) for element in app._tree if getattr(element, "proto", None) is not None)


@pytest.mark.parametrize(("entry", "code"), WITHHELD, ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_page_that_is_not_of_the_role_says_nothing(
    entry: PageEntry, code: str, viewers: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert entry not in navigation.pages_of(viewers[code])
    sit_down(monkeypatch, viewers[code])
    app = run_page(entry.name, year="2021", unit="1011")
    assert [error.value for error in app.error] == ["Anda tidak berhak membuka halaman ini, atau halaman ini tidak ada."]
    assert len(list(app.main.children)) == 1


ADMINISTERED = [(page, code) for page, code in SHOWN if page.permission in roles.ADMINISTERING]
FIGURES = [cell for cell in SHOWN if cell not in ADMINISTERED and cell[0].permission not in roles.MEASURING]


@pytest.mark.parametrize(("entry", "code"), ADMINISTERED, ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_page_of_administrators_names_nobody_of_a_release(
    entry: PageEntry, code: str, viewers: dict[str, Viewer], known: Known, ledger: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, viewers[code])
    app = run_page(entry.name)
    assert [error.value for error in app.error] == []
    assert app.button or tables(app)
    words = sent(app)
    assert not set(re.findall(r"\d{18}", words)) & {nip for nip, _name, _unit in known.people}
    assert not [name for _nip, name, _unit in known.people if name and name.count(" ") > 1 and name in words]
    assert not [name for name in known.units.values() if name in words]


@pytest.mark.parametrize(("entry", "code"), ADMINISTERED, ids=lambda value: value if isinstance(value, str) else value.name)
def test_where_nobody_signs_in_nobody_administers(entry: PageEntry, code: str, viewers: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, viewers[code])
    app = run_page(entry.name)
    assert "tidak ada yang dapat dicatat" in app.info[0].value
    assert len(list(app.main.children)) == 1


BY_NAME = ("people", "changes", "data_quality", "export")
"""Pages that show rows of people to whom sees them by name."""


@pytest.mark.parametrize(("entry", "code"), FIGURES, ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_page_shows_what_the_role_sees_and_no_more(
    entry: PageEntry, code: str, viewers: dict[str, Viewer], known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = viewers[code]
    assert entry in navigation.pages_of(viewer)
    sit_down(monkeypatch, viewer)
    app = run_page(entry.name, year="2021")
    assert [error.value for error in app.error] == []
    words = sent(app)
    by_name = viewer.missing if entry.name == "missing" else viewer.people if entry.name in BY_NAME else Scope()
    allowed = known.of(by_name)
    nips = set(re.findall(r"\d{18}", words)) & {nip for nip, _name, _unit in known.people}
    assert nips <= {nip for nip, _name in allowed}
    names = " / ".join(str(name) for _nip, name in allowed)
    assert not [name for _nip, name, _unit in known.people if name and name.count(" ") > 1 and name not in names and name in words]
    seen = [
        name
        for unit_id, name in known.units.items()
        if is_in(viewer.scope | by_name, unit_id) or (not by_name.is_nothing and unit_id.startswith(OWN))
    ]
    if entry.name != "changes":
        assert not [name for name in known.units.values() if name in words and not any(name in shown for shown in seen)]
    if entry.name in {"people", "missing"}:
        assert bool(nips) == (not by_name.is_nothing)
    assert bool(app.main.get("download_button")) == viewer.may_export("aggregates" if entry.name == "documents" else entry.permission)


@pytest.mark.parametrize("code", ["asn", "verifier", "unit_head", "analyst"])
def test_discipline_is_shown_to_those_who_have_the_duty(
    code: str, viewers: dict[str, Viewer], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, viewers[code])
    app = open_page("people", year="2021")
    headings = set(tables(app)[0][0])
    is_duty = role_matrix.of_action(ROLES[code], "discipline, total and category of a person") != role_matrix.NOTHING
    assert ({"Disiplin", "Total", "Kategori"} <= headings) == is_duty
    assert is_duty or not {"Disiplin", "Total", "Kategori"} & headings
    assert ("Pseudonim" in headings) == (code == "analyst")
    assert ("NIP" in headings) == (code != "analyst")
    assert len(app.text_input) == (0 if code == "analyst" else 1)


@pytest.mark.parametrize("name", ["overview", "people", "missing", "completion", "export"])
def test_a_unit_of_others_and_one_that_does_not_exist_are_answered_alike(
    name: str, viewers: dict[str, Viewer], open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, viewers["verifier"])
    theirs, nowhere = (sent(open_page(name, year="2021", unit=unit_id)).replace(unit_id, "?") for unit_id in ("101101", "no-unit"))
    assert re.sub(r'id: "[^"]*"', "", theirs) == re.sub(r'id: "[^"]*"', "", nowhere)


def requesting() -> None:
    """A page of people on request; what is recorded stays in the session."""
    import streamlit as st

    from dashboard import access, filters, on_request, warehouse
    from dashboard.queries import people

    viewer = access.require("people")
    chosen = filters.show(viewer, "year", "unit")
    st.session_state.setdefault("recorded", [])
    recorder = None if st.session_state.get("is_deaf") else (lambda _viewer, what: st.session_state["recorded"].append(what))
    viewer = on_request.widened(viewer, chosen, recorder)
    st.write(int(warehouse.read(people.totals(viewer, chosen))["asn_count"].iloc[0]))


def test_people_on_request_are_shown_once_it_is_recorded(viewers: dict[str, Viewer], known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, viewers["leader"])
    app = AppTest.from_function(requesting, default_timeout=60)
    app.query_params["unit"] = OWN
    app.run()
    assert [element.value for element in app.markdown] == []
    app.button(key="request_people").click().run()
    assert app.session_state["recorded"] == [Filters(2021, OWN)]
    assert [element.value for element in app.markdown] == [f"`{len(known.of(Scope(unit_ids=(OWN,))))}`"]
    app.run()
    assert len(app.session_state["recorded"]) == 1
    app.query_params["unit"] = "1011"
    app.run()
    assert [element.value for element in app.markdown] == [], "another unit is another view"


def test_what_cannot_be_recorded_is_not_shown(viewers: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, viewers["leader"])
    app = AppTest.from_function(requesting, default_timeout=60)
    app.session_state["is_deaf"] = True
    app.run()
    assert [element.value for element in app.markdown] == []
    assert not app.button
    assert "tidak dapat dicatat" in app.info[0].value


def test_the_matrix_is_a_table_of_pages_and_actions_by_roles() -> None:
    lines = role_matrix.markdown(ROLES).splitlines()
    assert len(lines) == 2 + len(PAGES) + len(role_matrix.ACTIONS)
    assert {line.count("|") for line in lines} == {len(ROLES) + 2}
    cells = {row[0]: dict(zip(ROLES, row[1:], strict=True)) for row in role_matrix.rows(ROLES)}
    assert cells["discipline, total and category of a person"] == {
        **dict.fromkeys(ROLES, role_matrix.NOTHING), "asn": "oneself", "verifier": "own units", "unit_head": "own units"
    }  # fmt: skip
    assert cells["`people`"]["leader"] == "everybody, on request"
    assert {cells[f"`{page.name}`"]["administrator"] for page in PAGES if page.permission in roles.ADMINISTERING} == {"yes"}
    assert {cells[f"`{page.name}`"]["administrator"] for page in PAGES if page.permission not in roles.ADMINISTERING | {SIGNED_IN}} == {
        role_matrix.NOTHING
    }
