"""The pages of documents as those see them who issue, who receive and who have no right to either."""

import shutil
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from dashboard import clock, shown_before, warehouse
from dashboard.access import signed_in
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.documents import making
from dashboard.documents.order import Order
from dashboard.exporting import folder, jobs
from dashboard.issuing import batch_panel, issue
from dashboard.issuing.issue import Asked
from dashboard.issuing.rights import Right
from dashboard.ledger import accounts, audit, engine, issued_documents
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE, Actor, Sought
from dashboard.ledger.entry_models import issued_document
from dashboard.ledger.models import session
from dashboard.queries.differencing import Selection
from dashboard.recording import SEEN, TAKEN
from tests.dashboard.conftest import Ask, LookAt, OpenPage
from tests.dashboard.issuing.conftest import BALAI, TOP
from tests.dashboard.verifying.conftest import Desk

BELOW = "101004"
"""A unit below BALAI."""

REPORT = "001/IPASN/1010/IV/2021"


@pytest.fixture
def desk(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The secretariat at a browser, on a day of the sample's schedule."""
    monkeypatch.setenv("IPASN_SIGN_IN", "required")
    monkeypatch.setenv("IPASN_LEDGER", f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    monkeypatch.setenv("IPASN_SECRET_FILE", str(tmp_path / "secret.key"))
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "exports"))
    monkeypatch.setattr(ContextProxy, "ip_address", "127.0.0.1")
    monkeypatch.setenv(clock.VARIABLE, "2021-04-20T12:00")
    signed_in.ledger.cache_clear()
    folder.own.cache_clear()
    clock.start()
    ledger = signed_in.ledger()
    engine.upgrade(ledger)
    made = Desk(ledger, monkeypatch)
    made.sit_down("sekretariat@contoh.go.id", Grant("secretariat"))
    shown_before._sessions.clear()
    yield made
    jobs.ALL.end_all()
    ledger.dispose()
    folder.own.cache_clear()


def words(app: AppTest) -> str:
    """All that stands on a page."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "success", "warning", "error", "html", "metric")
    return "\n".join(
        f"{getattr(each, 'value', '')} {getattr(each, 'body', '')} {getattr(each, 'label', '')}" for kind in kinds for each in app.get(kind)
    )


def buttons(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def kinds(app: AppTest) -> list[str]:
    """The kinds that are offered."""
    return list(app.selectbox(key="choice_document").options)


def test_the_secretariat_looks_issues_and_finds_the_document_in_the_list(desk: Desk, ask: Ask) -> None:
    (row,) = ask("SELECT * FROM unit_score WHERE period_year = 2021 AND unit_id = :unit_id", unit_id=BALAI)
    app = desk.open("documents", unit=BALAI)
    assert f"{row.mean_total_score:.2f}".replace(".", ",") in words(app)
    assert "Belum ada yang diterbitkan" in words(app)
    app.button(key="document_issue").click().run()
    assert not app.exception
    assert f"Diterbitkan sebagai {REPORT}" in words(app)
    (found,) = issued_documents.of_units(desk.ledger, 2021, [BALAI], ["unit_report"])
    assert (found.number, found.account_no, found.acting_as) == (REPORT, desk.account_no, "secretariat")
    (entry,) = audit.search(desk.ledger, Sought(actions=[issued_documents.ISSUED])).entries
    assert (entry.account_no, entry.unit_ids) == (desk.account_no, (BALAI,))
    app.button(key="document_issue").click().run()
    assert f"sudah pernah diterbitkan sebagai {REPORT}" in words(app)
    assert len(issued_documents.of_units(desk.ledger, 2021, [BALAI], ["unit_report"])) == 1
    assert found.checksum[:8] in words(app)


@pytest.mark.parametrize(
    ("grants", "expected"),
    [
        ((Grant("unit_head", BALAI),), ["Laporan satuan kerja kepada Sekretaris", "Infografik satu halaman", "Lembar hasil perorangan"]),
        ((Grant("secretary", TOP),), ["Laporan Sekretaris kepada Kepala", "Infografik satu halaman"]),
        ((Grant("leader"),), ["Infografik satu halaman"]),
    ],
)
def test_each_role_is_offered_its_own_kinds(desk: Desk, grants: tuple[Grant, ...], expected: list[str]) -> None:
    desk.sit_down("orang@contoh.go.id", *grants)
    assert kinds(desk.open("documents")) == expected


def test_who_takes_nothing_away_has_no_page(desk: Desk) -> None:
    desk.sit_down("admin@contoh.go.id", Grant("administrator"))
    app = desk.open("documents")
    assert [each.value for each in app.error] == ["Anda tidak berhak membuka halaman ini, atau halaman ini tidak ada."]
    assert not buttons(app)


@pytest.mark.parametrize("unit_id", ["1011", "nowhere"])
def test_whatever_stands_in_the_address_a_head_issues_for_the_own_unit(desk: Desk, unit_id: str) -> None:
    desk.sit_down("kepala@contoh.go.id", Grant("unit_head", BALAI))
    app = desk.open("documents", unit=unit_id, document="secretary_report")
    assert app.selectbox(key="choice_document").value == "unit_report"
    app.button(key="document_issue").click().run()
    with desk.ledger.connect() as connection:
        assert connection.execute(select(issued_document.c.unit_id)).scalars().all() == [BALAI]


def test_the_secretarys_report_is_of_the_unit_that_owes_it(desk: Desk) -> None:
    app = desk.open("documents", document="secretary_report", unit=BALAI)
    assert "Dokumen ini diterbitkan untuk:" in words(app)
    assert "document_issue" not in buttons(app)
    assert "document_issue" in buttons(desk.open("documents", document="secretary_report"))


def test_a_right_that_was_taken_meanwhile_issues_nothing(desk: Desk) -> None:
    app = desk.open("documents", unit=BALAI)
    accounts.revoke(desk.ledger, desk.account_no, Grant("secretariat"), actor=COMMAND_LINE, now=datetime.now(UTC))
    app.button(key="document_issue").click().run()
    with desk.ledger.connect() as connection:
        assert connection.execute(select(issued_document.c.number)).all() == []


def _person(ask: Ask, unit_id: str = BALAI, place: int = 0) -> tuple[int, str]:
    rows = ask(
        "SELECT nip, asn_name FROM score JOIN person USING (period_year, unit_no, nip) JOIN unit USING (period_year, unit_no) "
        "WHERE period_year = 2021 AND unit_id = :unit_id AND is_measured ORDER BY nip",
        unit_id=unit_id,
    )
    return int(rows[place].nip), str(rows[place].asn_name)


def test_a_civil_servant_has_the_own_sheet_and_nobody_elses(desk: Desk, ask: Ask) -> None:
    (nip, name), (_other_nip, other) = _person(ask), _person(ask, place=1)
    desk.sit_down("orang@contoh.go.id", Grant("asn", nip=nip))
    app = desk.open("documents", unit="1011", document="unit_report")
    assert kinds(app) == ["Lembar hasil perorangan"]
    assert not app.text_input
    assert name in words(app)
    assert other not in words(app)
    assert "Saran pengembangan" in words(app)
    app.button(key="document_issue").click().run()
    (found,) = issued_documents.of_person(desk.ledger, 2021, nip)
    assert found.acting_as == "asn"
    assert [(entry.page, entry.unit_ids, entry.row_count) for entry in desk.seen()] == [("personal_sheet", (BALAI,), 1)]
    assert not audit.says_nip(str(desk.seen()))


def test_a_verifier_finds_people_of_the_own_unit_and_each_look_is_recorded(desk: Desk, ask: Ask) -> None:
    people = [_person(ask), _person(ask, place=1)]
    _elsewhere, foreign = _person(ask, "1011")
    desk.sit_down("verifikator@contoh.go.id", Grant("verifier", BALAI))
    app = desk.open("documents", document="personal_sheet")
    assert "document_issue" not in buttons(app)
    for nip, name in people:
        app.text_input(key="document_person").set_value(str(nip)).run()
        assert not app.exception
        assert name in words(app)
        assert str(nip) not in str(app.query_params)
    app.text_input(key="document_person").set_value(foreign).run()
    assert "Tidak ada yang ditemukan." in words(app)
    assert "document_issue" not in buttons(app)
    assert [entry.row_count for entry in desk.seen() if entry.page == "personal_sheet"] == [1, 1]


def _checked(desk: Desk, typed: str) -> str:
    return words(desk.open("document_check", checksum=typed))


def test_a_reader_checks_what_somebody_holds(desk: Desk) -> None:
    desk.open("documents", unit=BALAI).button(key="document_issue").click().run()
    (found,) = issued_documents.of_units(desk.ledger, 2021, [BALAI], ["unit_report"])
    desk.sit_down("pimpinan@contoh.go.id", Grant("leader"))
    for typed in (found.checksum, found.checksum[:16].upper()):
        said = _checked(desk, typed)
        assert "Dokumen ini diterbitkan di sini." in said
        assert "Rilisnya tetap memberi angka yang sama." in said
        for part in (REPORT, "Balai Diklat Keagamaan Makassar", "20 April 2021", found.release_id):
            assert part in said
    unknown = _checked(desk, "0" * 64)
    assert "Tidak ada dokumen terbit dengan checksum ini" in unknown
    assert unknown.replace("0" * 64, "") == _checked(desk, "f" * 16).replace("f" * 16, "")


@pytest.mark.parametrize("grant", [Grant("administrator"), Grant("asn", nip=198001012005012001), Grant("secretary", TOP), Grant("verifier", "1011")])
def test_whoever_signs_in_can_check_a_document_of_any_unit(desk: Desk, grant: Grant) -> None:
    desk.open("documents", unit=BALAI).button(key="document_issue").click().run()
    (found,) = issued_documents.of_units(desk.ledger, 2021, [BALAI], ["unit_report"])
    desk.sit_down("pembaca@contoh.go.id", grant)
    said = _checked(desk, found.checksum[:16])
    assert "Rilisnya tetap memberi angka yang sama." in said
    assert REPORT in said


def test_of_a_sheet_others_read_only_that_it_is_genuine(desk: Desk, ask: Ask) -> None:
    nip, name = _person(ask)
    desk.sit_down("orang@contoh.go.id", Grant("asn", nip=nip))
    desk.open("documents").button(key="document_issue").click().run()
    (found,) = issued_documents.of_person(desk.ledger, 2021, nip)
    assert found.number in _checked(desk, found.checksum)
    desk.sit_down("pimpinan@contoh.go.id", Grant("leader"))
    said = _checked(desk, found.checksum)
    assert "Dokumen ini diterbitkan di sini." in said
    for part in (found.number, name, str(nip), "Balai", found.release_id):
        assert part not in said


def _wait(session_no: int) -> None:
    """Until what the session has begun is done."""
    end = time.monotonic() + 120
    while any(each.state in jobs.OPEN for each in jobs.ALL.standings(session_no)) and time.monotonic() < end:
        time.sleep(0.2)


def test_all_units_at_once_as_a_zip_with_the_list(desk: Desk) -> None:
    app = desk.open("documents", unit=BALAI)
    app.button(key="batch_begin").click().run()
    assert not app.exception
    session_no = _session_no(desk)
    _wait(session_no)
    (standing,) = jobs.ALL.standings(session_no)
    assert standing.state == jobs.DONE
    app.run()
    assert "5 dari 5 satuan kerja selesai." in words(app)
    assert f"/exports/{standing.token}/{standing.file_name}" in words(app)
    file = jobs.ALL.file(session_no, standing.token, standing.file_name)
    assert file is not None
    with zipfile.ZipFile(file) as packed:
        assert len(packed.namelist()) == 6
    taken = audit.search(desk.ledger, Sought(account_no=desk.account_no, actions=[TAKEN])).entries
    assert [(entry.page, entry.row_count, len(entry.unit_ids)) for entry in taken] == [("documents", 5, 5)]
    assert not audit.search(desk.ledger, Sought(account_no=desk.account_no, actions=[SEEN])).entries


def _session_no(desk: Desk) -> int:
    with desk.ledger.connect() as connection:
        return int(connection.execute(select(func.max(session.c.session_no)).where(session.c.account_no == desk.account_no)).scalar_one())


def _seen_before(desk: Desk, unit_id: str) -> int:
    """The number of the session at the desk, which has seen all but two of the people of a group that the unit's document shows."""
    session_no, viewer = _session_no(desk), Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, exports=frozenset({"aggregates"}))
    units = (TOP, BALAI) if unit_id == BALAI else (TOP, BALAI, unit_id)
    groups = making.figures_of(viewer, Order("unit_report", unit_id, 2021, warehouse.current_id()))["groups"]["rank_group"]
    shown = next(row for row in groups if row["mean_total_score"] is not None and row["measured_count"] > 6)
    seen = Selection(2021, units, rank_group=frozenset({shown["group_code"]}), sex=frozenset({"female"}))
    with shown_before.of_session(session_no), warehouse.holding(warehouse.current_id()):
        shown_before.remember({seen: shown["measured_count"] - 2})
    return session_no


def test_of_a_release_that_is_no_longer_kept_there_are_no_files_and_a_sentence(
    desk: Desk, warehouse_of_sample: Path, tmp_path: Path, look_at: LookAt
) -> None:
    shutil.copytree(warehouse_of_sample, tmp_path / "warehouse")
    look_at(tmp_path / "warehouse")
    earlier = warehouse.published()[1].release_id
    held = Right("unit_report", EVERYTHING, "secretariat")
    what = Asked("unit_report", BALAI, 2021, earlier, "id")
    on, now = date(2021, 4, 20), datetime.now(UTC)
    given = issue.issued(desk.ledger, held, Viewer(), what, actor=Actor(desk.account_no), on=on, now=now).document
    assert f"download_document_{given.document_no}_pdf" in _offered(desk.open("documents", unit=BALAI))
    warehouse.close()
    (tmp_path / "warehouse" / "releases" / f"{earlier}.duckdb").unlink()
    app = desk.open("documents", unit=BALAI)
    assert given.number in words(app)
    assert "Rilisnya tidak lagi disimpan, jadi berkasnya tidak dapat dibuat lagi" in words(app)
    assert f"download_document_{given.document_no}_pdf" not in _offered(app)
    assert "Rilisnya tidak lagi disimpan" in _checked(desk, given.checksum)


def _offered(app: AppTest) -> set[str]:
    """Keys of the files that can be taken away."""
    return {str(each.proto.id).rpartition("-")[2] for each in app.get("download_button")}


def test_what_would_give_few_people_away_with_what_was_seen_is_not_issued(desk: Desk) -> None:
    _seen_before(desk, BALAI)
    app = desk.open("documents", unit=BALAI)
    assert "bersama pilihan yang sudah Anda lihat" in words(app)
    assert not {"document_issue", "batch_begin"} & buttons(app)
    desk.sit_down("lain@contoh.go.id", Grant("secretariat"))
    assert "document_issue" in buttons(desk.open("documents", unit=BALAI))


def test_pages_stand_as_they_will_be_printed_and_all_of_it_in_words(desk: Desk) -> None:
    app = desk.open("documents", unit=BALAI)
    (chosen,) = [each for each in app.selectbox if each.label == "Halaman"]
    assert chosen.options[0].startswith("Halaman 1 dari")
    (first,) = app.get("image")
    chosen.select_index(1).run()
    (second,) = app.get("image")
    assert "Halaman 2 dari" in str(second.proto)
    assert first.proto.imgs[0].url != second.proto.imgs[0].url
    assert issued_documents.of_units(desk.ledger, 2021, [BALAI], ["unit_report"]) == ()


def test_a_batch_leaves_out_a_unit_for_what_its_session_has_seen(desk: Desk) -> None:
    app = desk.open("documents", unit=BALAI)
    session_no = _seen_before(desk, BELOW)
    app.button(key="batch_begin").click().run()
    _wait(session_no)
    _token, made = batch_panel._batches[session_no]
    outcomes = {each.unit.unit_id: (each.outcome, each.why) for each in made.results}
    assert outcomes[BELOW][0] == "failed"
    assert "bersama pilihan yang sudah Anda lihat" in outcomes[BELOW][1]
    assert [outcome for outcome, _why in outcomes.values()].count("issued") == 4
    assert not issued_documents.of_units(desk.ledger, 2021, [BELOW], ["unit_report"])


def test_where_nobody_signs_in_there_are_drafts_and_nothing_to_check(open_page: OpenPage) -> None:
    app = open_page("documents", unit=BALAI)
    assert "document_issue" not in buttons(app)
    assert "batch_begin" not in buttons(app)
    assert "ini draf" in words(app)
    assert len(kinds(app)) == 5
    assert "Di sini tidak ada yang masuk dengan akun" in words(open_page("document_check", checksum="0" * 64))
