"""Somebody who measures, at a telephone of 360 pixels, with the pages alone."""

from playwright.sync_api import Page, expect

from dashboard.ledger.answers import Given
from tests.chain.april import April
from tests.chain.office import Person
from tests.chain.walking import MOST, OVERHANG, after, choose, go, part, press, whole, write, write_day
from tests.dashboard.web.conftest import PASSWORD

TRAININGS = {"has_leadership_training": "leadership_training", "has_functional_training": "functional_training", "has_seminar": "seminar"}


def sign_in(april: April, person: Person) -> Page:
    """From the address of the dashboard to the first page."""
    page = april.phone()
    page.goto(april.url)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_label("NIP atau surel").fill(str(person.nip))
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).tap()
    expect(page.get_by_test_id("stMain").locator("h1")).to_have_text("Beranda", timeout=MOST)
    whole(page)
    assert page.evaluate(OVERHANG) <= 0
    return page


def look_through(page: Page) -> None:
    """The own data: all right."""
    page.get_by_test_id("stMain").get_by_role("link", name="Periksa data diri saya").tap()
    expect(page.get_by_test_id("stMain").locator("h1")).to_have_text("Data diri", timeout=MOST)
    whole(page)
    press(page, "measure_all_right")
    press(page, "measure_checked")
    expect(page.get_by_test_id("stMain")).to_contain_text("Terakhir diperiksa")
    assert page.evaluate(OVERHANG) <= 0


def measure(april: April, page: Page, given: Given) -> None:
    """From the start through the four steps to the receipt."""
    go(page, f"{april.url}/measure", "Ukur Indeks")
    press(page, "measure_start")
    press(page, "measure_next")
    _competence(page, given)
    press(page, "measure_next")
    value(page, given)
    write_day(page, part(page, "asked_performance").get_by_test_id("stDateInput"), "15012021")
    press(page, "measure_next")
    choose(page, part(page, "asked_discipline"), "Tidak pernah dihukum")
    press(page, "measure_next")
    submit(page)


def _competence(page: Page, given: Given) -> None:
    for name, code in TRAININGS.items():
        answer = getattr(given, name)
        if answer is not None:
            choose(page, part(page, f"asked_{code}"), "Sudah" if answer else "Belum")
        if answer:
            _shown(page, given, code)
    write(page, part(page, "asked_technical_training").get_by_test_id("stNumberInputField"), str(given.technical_training_hours))
    if given.technical_training_hours and given.technical_training_hours >= 20:
        _shown(page, given, "technical_training")


def _shown(page: Page, given: Given, code: str) -> None:
    shown, asked = given.evidence_of(code), part(page, f"asked_{code}")
    write(page, asked.get_by_role("textbox").first, str(shown.reference_no))
    write_day(page, asked.get_by_test_id("stDateInput"), f"{shown.dated_on:%d%m%Y}")


def value(page: Page, given: Given) -> None:
    """The value of the performance."""
    write(page, part(page, "asked_performance").get_by_test_id("stNumberInputField"), str(given.performance_value))


def submit(page: Page) -> None:
    """The statement of truth, and the receipt."""
    assert page.evaluate(OVERHANG) <= 0
    after(page, part(page, "asked_truth").locator("label").last.click)
    press(page, "measure_submit")
    expect(page.get_by_test_id("stMain")).to_contain_text("Terkirim dan tersimpan")
    assert page.evaluate(OVERHANG) <= 0


def measure_again(april: April, page: Page, given: Given) -> None:
    """From the list's button, with another value of the performance, to the next receipt."""
    go(page, f"{april.url}/measure", "Ukur Indeks")
    press(page, "measure_edit")
    press(page, "measure_next")
    press(page, "measure_next")
    value(page, given)
    press(page, "measure_next")
    press(page, "measure_next")
    submit(page)
