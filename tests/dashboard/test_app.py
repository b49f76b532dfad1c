"""The frame around every page: which data these are, which pages there are, which language."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, navigation, text
from tests.dashboard.conftest import Ask

APP = Path(navigation.__file__).with_name("app.py")


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def test_the_header_says_which_data_these_are(ask: Ask) -> None:
    app = opened(year="2020")
    ((release_id, as_of, version),) = ask(
        "SELECT run.release_id, period.as_of, rule_version FROM run, period JOIN rule_version USING (period_year) WHERE period_year = 2020"
    )
    facts = next(caption.value for caption in app.main.caption if "Rilis" in caption.value)
    assert not app.exception
    for said in (release_id, text.moment(as_of), version, "konvensi B", "Data contoh rekaan"):
        assert said in facts


@pytest.mark.parametrize(("language", "title"), [(None, "Ringkasan"), ("id", "Ringkasan"), ("en", "Overview"), ("xx", "Ringkasan")])
def test_the_address_chooses_the_language(warehouse_of_sample: Path, language: str | None, title: str) -> None:
    app = opened(**({"lang": language} if language else {}))
    assert app.title[0].value == title


def test_every_page_is_linked_and_carries_the_filters(warehouse_of_sample: Path) -> None:
    app = opened(year="2020", rank_group="III")
    links = app.sidebar.get("page_link")
    assert [link.proto.label for link in links] == [text._(entry.title) for entry in navigation.pages_of(access.READER)]
    assert all("year=2020" in link.proto.query_string and "rank_group=III" in link.proto.query_string for link in links)


def test_an_empty_installation_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    app = opened()
    assert not app.exception
    assert "python -m pipelines build" in app.info[0].value
    assert not app.sidebar.get("page_link")
