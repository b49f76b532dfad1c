"""The first page of who measures: how one stands, what comes next, the days, and the own unit with small groups hidden."""

import pytest

from dashboard import disclosure
from dashboard.access import roles
from dashboard.measuring import unit_figures
from dashboard.navigation import pages_of
from dashboard.queries import summary
from dashboard.queries.filters import Filters
from tests.dashboard.app_pages.conftest import UNIT_ID, Office, _Held, move_to, said
from tests.dashboard.conftest import Ask, run_page
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import SITI, UMAR

CELLS = [f"{code}_count" for code in summary.CATEGORIES]


def test_it_is_the_first_page_of_who_only_measures() -> None:
    assert pages_of(roles.viewer_of([_Held("asn", SITI)]))[0].name == "home"


def test_it_says_what_ip_asn_is_and_is_for_and_how_one_stands(office: Office) -> None:
    office.sit(SITI)
    words = said(run_page("home"))
    for part in ("jumlah poin empat dimensi", "Bagi Anda", "Bagi instansi", "Bagi masyarakat", "Anda belum mulai mengukur", "tersisa 2 hari", "Siti"):
        assert part in words


def test_the_schedule_has_every_stage_with_what_is_left(office: Office) -> None:
    office.sit(SITI, "2021-04-20T09:00")
    words = said(run_page("home"))
    assert words.count("sudah lewat") == 2
    assert "Pelaporan Kepala Badan ke Menteri Agama" in words
    assert "tersisa 6 hari" in words


def test_the_own_state_follows_the_entry(office: Office) -> None:
    office.sit(SITI)
    measured.started(office.ledger)
    assert "belum mengirim" in said(run_page("home"))
    measured.submitted(office.ledger)
    assert "Satuan kerja belum memverifikasinya" in said(run_page("home"))


def test_cpns_are_told_why_they_are_not_measured(office: Office) -> None:
    office.sit(UMAR)
    assert measured.year().eligibility_of("CPNS").reason in said(run_page("home"))


def test_the_own_unit_is_shown_as_the_release_has_it(office: Office, ask: Ask) -> None:
    office.sit(SITI)
    mean, measured_count, eligible_count = ask(
        "SELECT mean_total_score, measured_count, eligible_count FROM unit_score WHERE period_year = 2021 AND unit_id = :unit_id",
        unit_id=UNIT_ID,
    )[0]
    words = said(run_page("home"))
    assert f"{mean:.2f}".replace(".", ",") in words
    assert f"{measured_count} dari {eligible_count} orang" in words


def test_hidden_categories_stay_hidden(office: Office, ask: Ask) -> None:
    office.sit(SITI)
    row, _is_few = unit_figures.seen(unit_figures.viewer_of(UNIT_ID), Filters(2021, UNIT_ID))
    counts = ask("SELECT * FROM unit_score WHERE period_year = 2021 AND unit_id = :unit_id", unit_id=UNIT_ID)[0]._asdict()
    few = [name for name in row.index if str(name) in CELLS and 0 < counts[str(name)] < disclosure.minimum(Filters(2021))]
    assert few, "the sample has a category of few people in this unit"
    assert row[few].isna().all()


@pytest.mark.parametrize("count", [1, 4, 5])
def test_a_unit_with_few_measured_beside_oneself_has_no_figures(office: Office, ask: Ask, count: int) -> None:
    found = ask("SELECT unit_id FROM unit_score WHERE period_year = 2021 AND measured_count = :count", count=count)
    if not found:
        pytest.fail(f"the sample has no unit with {count} measured people")
    move_to(office.ledger, found[0][0])
    office.sit(SITI)
    app = run_page("home")
    assert "selain Anda terlalu sedikit" in said(app)
    assert "ipasn-lead" not in said(app)
