"""Where nobody signs in: the person at the machine makes a file on the page and takes it away; when the server ends nothing is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.exporting import folder
from tests.dashboard.web.asking import ask
from tests.dashboard.web.visitor import Visitor
from tests.leaks.test_exports import made
from tests.serving import Server, serving


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    return tmp_path / "exports"


@pytest.fixture
def running(warehouse: Path, tmp_path: Path, exports: Path) -> Iterator[Server]:
    """A server of its own; what an earlier one has left is gone when it has started, and its own when it has ended."""
    (exports / "server-left").mkdir(parents=True)
    (exports / "server-left" / "data.csv").write_text("nip")
    with serving(warehouse, tmp_path / "server.log", settings={"IPASN_SIGN_IN": "none", folder.VARIABLE: str(exports)}) as server:
        assert not list(exports.glob("server-*"))
        yield server
    assert not list(exports.glob("server-*"))


def test_a_file_is_made_and_taken_and_goes_with_the_server(running: Server, exports: Path) -> None:
    with Visitor(running.url).stream() as connection:
        file, about = made(connection, {"years": 2021, "grain": "person", "unit": "1010"})
    answer = ask(running.url, file)
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="ipasn_person_2021_')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.body.count("\n") > 50
    assert ask(running.url, about).body.startswith("{")
    assert ask(running.url, file.replace("person", "unit")).status == 404
    assert len(list(exports.glob("server-*/export-*"))) == 1
