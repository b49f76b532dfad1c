"""What a watcher is told: that the process answers, and whether it can show a release that is young enough."""

import json
from pathlib import Path

from tests.dashboard.web.asking import ask
from tests.serving import Server, serving


def test_a_server_on_a_release_is_ready(server: Server) -> None:
    assert ask(server.url, "/livez").body == "ok"
    answer = ask(server.url, "/readyz")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok", "failed": []})


def test_a_server_without_a_release_lives_but_is_not_ready(tmp_path: Path) -> None:
    with serving(tmp_path / "warehouse", tmp_path / "log") as running:
        assert ask(running.url, "/livez").status == 200
        answer = ask(running.url, "/readyz")
    assert (answer.status, json.loads(answer.body)) == (503, {"status": "failed", "failed": ["release"]})
    assert str(tmp_path) not in answer.body


def test_an_old_release_is_not_ready(warehouse: Path, tmp_path: Path) -> None:
    with serving(warehouse, tmp_path / "log", settings={"IPASN_RELEASE_AGE_HOURS": "0"}) as running:
        answer = ask(running.url, "/readyz")
    assert (answer.status, json.loads(answer.body)["failed"]) == (503, ["release_age"])
