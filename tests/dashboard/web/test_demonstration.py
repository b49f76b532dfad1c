"""Stepping into the sample's roles: here alone, and with nothing that is not invented."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.access import roles
from tests.dashboard.web.asking import ask
from tests.dashboard.web.visitor import HTML, Visitor, run
from tests.serving import ROOT, Server, command_line, serving

HELD = [role.code for role in roles.load().values() if role.is_enabled]


def settings(folder: Path) -> dict[str, str]:
    return {
        "IPASN_SIGN_IN": "demonstration",
        "IPASN_LEDGER": f"sqlite:///{folder / 'ledger.sqlite'}",
        "IPASN_SECRET_FILE": str(folder / "secret.key"),
    }


@pytest.fixture(scope="module")
def demonstrating(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("demonstration")
    with serving(warehouse, folder / "server.log", settings=settings(folder)) as running:
        yield running


def stepped_in(server: Server, role: str) -> Visitor:
    visitor = Visitor(server.url)
    visitor.get("/sign-in")
    form = next(form for form in re.findall(r"<form.*?</form>", visitor.shown.body, re.DOTALL) if f'value="{role}"' in form)
    token = re.findall(r'name="form_token" value="(\w+)"', form)[0]
    visitor.post("/sign-in/step-in", {"role": role, "form_token": token, "next": "/", "lang": "id"})
    return visitor


@pytest.mark.parametrize(("said", "meant"), [({}, "demonstration"), ({"IPASN_SIGN_IN": "none"}, "none"), ({"IPASN_SIGN_IN": "required"}, "required")])
def test_make_run_is_a_demonstration_unless_something_else_is_said(tmp_path: Path, said: dict[str, str], meant: str) -> None:
    interpreter = tmp_path / "python"
    interpreter.write_text('#!/bin/sh\necho "sign-in: $IPASN_SIGN_IN"\n')
    interpreter.chmod(0o755)
    (tmp_path / "CURRENT").write_text("own\n")
    command = ["make", "--old-file=setup", f"--old-file={tmp_path}/.sample", "run", f"IN={tmp_path}", f"WAREHOUSE={tmp_path}"]
    environment = {name: value for name, value in os.environ.items() if name != "IPASN_SIGN_IN"}
    done = subprocess.run(command, cwd=ROOT, env={**environment, **said}, capture_output=True, text=True, check=True)
    assert f"sign-in: {meant}\n" in done.stdout
    assert ("IPASN_SIGN_IN=none make run" in done.stdout) == (meant == "demonstration")


@pytest.mark.parametrize("role", HELD)
def test_every_enabled_role_can_be_stepped_into(demonstrating: Server, role: str) -> None:
    visitor = stepped_in(demonstrating, role)
    assert (visitor.shown.status, visitor.is_in()) == (303, True)
    with visitor.stream() as connection:
        said = b"".join(message.SerializeToString() for message in run(connection))
    assert b"Peragaan: semua orang dan angka karangan" in said


def test_who_reports_a_stage_stands_for_the_unit_that_owes_it(demonstrating: Server) -> None:
    for role, stage in (
        ("unit_head", "3. Pelaporan kepala unit kerja"),
        ("secretary", "4. Pelaporan Sekretaris"),
        ("agency_head", "5. Pelaporan Kepala Badan"),
    ):
        with stepped_in(demonstrating, role).stream() as connection:
            said = b"".join(message.SerializeToString() for message in run(connection, "reporting"))
        assert stage.encode() in said, role
    shown = Visitor(demonstrating.url).get("/sign-in").body
    assert shown.count("Badan Litbang dan Diklat, dengan semua unit di bawahnya") == 2
    assert shown.count("Balai Diklat Keagamaan Makassar, dengan semua unit di bawahnya") == 2


def test_another_role_and_the_way_out_are_one_page_away(demonstrating: Server) -> None:
    visitor = stepped_in(demonstrating, "leader")
    visitor.get("/sign-in")
    visitor.send({}, "/sign-in/step-in")
    assert visitor.is_in()
    visitor.get("/sign-in")
    assert visitor.send({}, "/sign-out").status == 303
    assert not visitor.is_in()
    assert 'action="/sign-out"' not in visitor.get("/sign-in").body


def test_a_role_that_is_not_enabled_is_not_offered(demonstrating: Server) -> None:
    visitor = Visitor(demonstrating.url)
    visitor.get("/sign-in")
    assert visitor.send({"role": "public"}).status == 403
    assert not visitor.is_in()


def test_nobody_is_in_before_stepping_into_a_role(demonstrating: Server) -> None:
    assert ask(demonstrating.url, "/", headers=HTML).status == 303
    assert Visitor(demonstrating.url).handshake() == 403


@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"}, {"Via": "1.1 proxy"}])
def test_nobody_comes_through_a_proxy(demonstrating: Server, headers: dict[str, str]) -> None:
    assert ask(demonstrating.url, "/sign-in", headers={**HTML, **headers}).status == 403


def test_it_is_closed_where_something_is_not_invented(tmp_path: Path) -> None:
    sources = tmp_path / "2019"
    shutil.copytree(ROOT / "data" / "sample" / "2019", sources)
    (sources / "SAMPLE.txt").unlink()
    kinds = [part for kind in ("measurements", "personnel", "units", "reports") for part in (f"--{kind}", str(sources / f"{kind}.csv"))]
    built = command_line("build", "--year", "2019", "--as-of", "2019-12-31T12:00", "--warehouse", str(tmp_path / "warehouse"), *kinds)
    assert built.returncode == 0, built.stdout + built.stderr
    with serving(tmp_path / "warehouse", tmp_path / "log", settings=settings(tmp_path)) as running:
        visitor = Visitor(running.url)
        assert visitor.get("/sign-in").status == 403
        assert "<button" not in visitor.shown.body
        assert not visitor.is_in()
