"""The whole chain of a measurement, on the pages alone: from thirty people who measure at telephones to the Minister's report, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.ledger.accounts import Grant
from tests.chain import desk, office, phone, shown
from tests.chain.april import April, beginning
from tests.chain.office import AGENCY, CAMPUS, CENTRE, CORRECTED, CPNS, EDITED, PEOPLE, RETURNED, SECRETARIAT
from tests.chain.walking import go, part
from tests.dashboard.ledger.conftest import own_database

STAFF = {
    "verifikator.badan@contoh.go.id": Grant("verifier", AGENCY),
    "verifikator.pusat@contoh.go.id": Grant("verifier", CENTRE),
    "verifikator.balai@contoh.go.id": Grant("verifier", CAMPUS),
    "kepala.sekretariat@contoh.go.id": Grant("unit_head", SECRETARIAT),
    "kepala.pusat@contoh.go.id": Grant("unit_head", CENTRE),
    "kepala.balai@contoh.go.id": Grant("unit_head", CAMPUS),
    "sekretaris@contoh.go.id": Grant("secretary", AGENCY),
    "kepala.badan@contoh.go.id": Grant("agency_head", AGENCY),
    "sekretariat@contoh.go.id": Grant("secretariat"),
}
OF_AGENCY, OF_CENTRE, OF_CAMPUS, HEAD_OF_SECRETARIAT, HEAD_OF_CENTRE, HEAD_OF_CAMPUS, SECRETARY, HEAD, PUBLISHER = STAFF


@pytest.fixture(params=["sqlite", "postgresql"])
def april(request: pytest.FixtureRequest, tmp_path: Path, browser: Browser) -> Iterator[April]:
    """The agency before the first day, with a ledger on each database."""
    if request.param == "sqlite":
        with beginning(tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}", browser) as begun:
            yield begun
        return
    with own_database(request.getfixturevalue("postgresql_url")) as url, beginning(tmp_path, url, browser) as begun:
        yield begun


def test_from_thirty_people_to_the_minister(april: April) -> None:
    for name, grant in STAFF.items():
        april.account(name, grant)
    for person in (*PEOPLE, CPNS):
        april.account(str(person.nip), Grant("asn", nip=person.nip))
    with april.on("2021-04-14T09:00"):
        _measure(april)
    with april.on("2021-04-15T13:00"):
        _verify(april)
    with april.on("2021-04-20T09:00"):
        _report_units(april)
    with april.on("2021-04-22T09:00"):
        _report_late_and_agency(april)
    with april.on("2021-04-25T09:00"):
        desk.report(april, HEAD, 5, AGENCY)
        desk.publish(april, PUBLISHER)
        shown.release_is(april)
        shown.pages_are(april, OF_AGENCY)


def _measure(april: April) -> None:
    """14 April: at telephones; who is CPNS is told why not."""
    for person in PEOPLE:
        page = phone.sign_in(april, person)
        phone.look_through(page)
        phone.measure(april, page, person.first or person.given)
        if person.number in EDITED:
            phone.measure_again(april, page, person.given)
        page.context.close()
    page = phone.sign_in(april, CPNS)
    go(page, f"{april.url}/measure", "Ukur Indeks")
    expect(page.get_by_test_id("stMain")).to_contain_text("CPNS belum mempunyai laporan kinerja tahunan.")
    expect(part(page, "measure_start")).to_have_count(0)
    page.context.close()


def _verify(april: April) -> None:
    """15 April: each verifier returns, corrects, and verifies the rest together; who was returned submits again; then the first release with results, and on it
    the first word of a unit that all of its people are verified."""
    verifiers = {OF_CENTRE: CENTRE, OF_CAMPUS: CAMPUS, OF_AGENCY: AGENCY}
    done: set[int] = set()
    for name, unit_id in verifiers.items():
        page, mine = desk.queue(april, name), [each for each in office.below(unit_id) if each.number not in done]
        returned = [each for each in mine if each.number in RETURNED]
        for person in returned:
            desk.send_back(april, page, person, "Nilai kinerja tidak sama dengan laporan.")
        for person in (each for each in mine if each.number in CORRECTED):
            desk.correct(april, page, person, person.given.performance_value, "Menurut laporan kinerja.")  # type: ignore[arg-type]
        left = [each for each in mine if each.number not in (*RETURNED, *CORRECTED)]
        desk.verify(april, page, left[0])
        desk.verify_together(april, page, left[1:])
        for person in returned:
            _measure_again(april, person)
            desk.verify(april, page, person)
        page.close()
        done |= {each.number for each in mine}
    desk.publish(april, PUBLISHER)
    desk.report(april, HEAD_OF_SECRETARIAT, 2, SECRETARIAT)


def _measure_again(april: April, person: office.Person) -> None:
    page = phone.sign_in(april, person)
    expect(page.get_by_test_id("stMain")).to_contain_text("Nilai kinerja tidak sama dengan laporan.")
    phone.measure_again(april, page, person.given)
    page.context.close()


def _report_units(april: April) -> None:
    """20 April: two units report; one report comes back, its people are verified again, and it is made anew: its verification is late by then."""
    desk.report(april, HEAD_OF_SECRETARIAT, 3, SECRETARIAT)
    desk.report(april, OF_CENTRE, 2, CENTRE, late=True)
    desk.report(april, HEAD_OF_CENTRE, 3, CENTRE)
    desk.return_report(april, SECRETARY, 3, AGENCY, "Pusat Penjaminan", "Periksa lagi dua orang.")
    page = desk.queue(april, OF_CENTRE)
    desk.verify_together(april, page, office.below(CENTRE))
    page.close()
    desk.report(april, OF_CENTRE, 2, CENTRE, late=True)
    desk.report(april, HEAD_OF_CENTRE, 3, CENTRE)


def _report_late_and_agency(april: April) -> None:
    """22 April: the last unit, a day late; then the Secretary, in time."""
    desk.report(april, HEAD_OF_CAMPUS, 2, CAMPUS, late=True)
    desk.report(april, HEAD_OF_CAMPUS, 3, CAMPUS, late=True)
    desk.report(april, SECRETARY, 4, AGENCY)
