"""Verifiers, heads, the Secretary, the Head and the secretariat at their windows of 1440 pixels, with the pages alone."""

from decimal import Decimal

from playwright.sync_api import Page, expect

from dashboard.ledger import entries
from dashboard.ledger.entries import Own
from tests.browser.boxes import offered
from tests.chain import office
from tests.chain.april import April
from tests.chain.office import Person
from tests.chain.walking import MOST, after, go, part, press, whole, write, write_long

BUILD = 180_000


def own(april: April, person: Person) -> Own:
    """The entry as the ledger has it."""
    found = entries.of_person(april.ledger, office.YEAR, person.nip)
    assert found is not None
    return found


def queue(april: April, name: str) -> Page:
    """The verifier's page."""
    page = april.desk(name)
    go(page, f"{april.url}/verification", "Verifikasi")
    return page


def _open(april: April, page: Page, person: Person) -> Own:
    """One entry of the queue, by its name in the list."""
    go(page, f"{april.url}/verification", "Verifikasi")
    page.get_by_role("link", name=person.name, exact=True).click()
    expect(page.get_by_role("heading", name=person.name, exact=True)).to_be_visible(timeout=MOST)
    whole(page)
    return own(april, person)


def verify(april: April, page: Page, person: Person) -> None:
    """One entry, looked at."""
    press(page, f"verify_{_open(april, page, person).entry.entry_no}")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Terverifikasi", timeout=MOST)


def send_back(april: April, page: Page, person: Person, reason: str) -> None:
    """One entry, with a reason."""
    number = _open(april, page, person).entry.entry_no
    part(page, "decisions").get_by_role("button", name="Kembalikan").click()
    write_long(page, part(page, f"return_reason_{number}").locator("textarea"), reason)
    press(page, f"return_{number}")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Dikembalikan", timeout=MOST)


def correct(april: April, page: Page, person: Person, value: Decimal, reason: str) -> None:
    """Another value of the performance, with a reason."""
    seen = _open(april, page, person).entry
    name = f"fix_{seen.entry_no}_{seen.change_no}"
    page.get_by_test_id("stExpander").filter(has=part(page, f"{name}_send")).locator("summary").click()
    write(page, part(page, f"{name}_performance_value").get_by_test_id("stNumberInputField"), str(value))
    write_long(page, part(page, f"{name}_reason").locator("textarea"), reason)
    press(page, f"{name}_send")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Diperbaiki", timeout=MOST)


def verify_together(april: April, page: Page, people: list[Person]) -> None:
    """All that differ in nothing, in one go."""
    go(page, f"{april.url}/verification", "Verifikasi")
    press(page, "bulk_list")
    for person in people:
        expect(page.get_by_role("link", name=person.name, exact=True)).to_be_visible()
    press(page, "bulk_verify")
    expect(page.get_by_test_id("stAlert").first).to_contain_text(str(len(people)), timeout=MOST)


def report(april: April, name: str, stage_no: int, unit_id: str, *, late: bool = False) -> None:
    """A stage, with the figures shown."""
    page, key = april.desk(name), f"report_{stage_no}_{unit_id}"
    go(page, f"{april.url}/reporting", "Pelaporan")
    after(page, part(page, f"{key}_sure").locator("label").last.click)
    press(page, f"{key}_send")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Dilaporkan", timeout=MOST)
    expect(page.get_by_test_id("stMain")).to_contain_text("Terlambat" if late else "Tepat waktu")
    page.close()


def return_report(april: April, name: str, stage_no: int, unit_id: str, of_unit: str, reason: str) -> None:
    """A report that came in."""
    page, key = april.desk(name), f"received_{stage_no}_{unit_id}"
    go(page, f"{april.url}/reporting", "Pelaporan")
    chosen = offered(page, part(page, key).locator("input"), page.get_by_role("option").filter(has_text=of_unit))
    after(page, chosen.click)
    write_long(page, part(page, f"{key}_reason").locator("textarea"), reason)
    press(page, f"{key}_return")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("dikembalikan", timeout=MOST)
    page.close()


def publish(april: April, name: str) -> None:
    """A release now; it is built outside the web process, and the page says when it is there."""
    page = april.desk(name)
    go(page, f"{april.url}/publishing", "Penerbitan")
    before = page.get_by_test_id("stMain").get_by_text("terbit.").count()
    press(page, "publish_now")
    expect(page.get_by_test_id("stMain").get_by_text("terbit.")).to_have_count(before + 1, timeout=BUILD)
    page.close()
