"""The dashboard on the sample release: where it looks, and one read-only connection to compare with."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql_text
from streamlit.testing.v1 import AppTest

from dashboard import navigation, text
from dashboard import warehouse as dashboard_warehouse
from pipelines.warehouse import engine, release

Ask = Callable[..., list[Any]]
LookAt = Callable[[Path], None]
OpenPage = Callable[..., AppTest]


@pytest.fixture
def warehouse_of_sample(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The dashboard looks at the sample release, in Indonesian, with an empty cache."""
    monkeypatch.setenv("IPASN_WAREHOUSE", str(warehouse))
    text.use("id")
    dashboard_warehouse.forget()
    yield warehouse
    dashboard_warehouse.close()


@pytest.fixture
def look_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[LookAt]:
    """Points the dashboard at a warehouse that a test has built; the next call points it at another."""

    def looked(warehouse: Path) -> None:
        dashboard_warehouse.close()
        monkeypatch.setenv("IPASN_WAREHOUSE", str(warehouse))

    text.use("id")
    yield looked
    dashboard_warehouse.close()


@pytest.fixture
def ask(warehouse_of_sample: Path) -> Ask:
    """Rows of one SQL query on the release, asked beside the dashboard: ask("SELECT ... :year", year=2021)."""
    path = release.current(warehouse_of_sample)
    assert path is not None

    def asked(query: str, **parameters: object) -> list[Any]:
        opened = engine.open_release(path)
        try:
            with opened.connect() as connection:
                return list(connection.execute(sql_text(query), parameters).all())
        finally:
            opened.dispose()

    return asked


def run_page(name: str, **parameters: str | list[str]) -> AppTest:
    """A page's script, run without the frame: run_page("overview", year="2021"); what is named are values of the address. It must not fail."""
    app = AppTest.from_file(navigation.FOLDER / f"{name}.py", default_timeout=60)
    for parameter, value in parameters.items():
        app.query_params[parameter] = value
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.fixture
def open_page(warehouse_of_sample: Path) -> OpenPage:
    """`run_page` on the sample release."""
    return run_page
