"""Measuring oneself on a phone, through the real server: the whole way, a reload in the middle, two presses of one button, a line that is cut."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from dashboard.ledger import accounts, corrections, entries, identities
from dashboard.ledger.accounts import Grant
from dashboard.ledger.entries import Own
from dashboard.ledger.entry_records import Receipt
from tests.conftest import SOUGHT
from tests.dashboard.app_pages.conftest import move_to
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import YEAR
from tests.dashboard.web.conftest import PASSWORD, Guarded
from tests.dashboard.web.relay import relaying

PHONE = {"width": 360, "height": 740}
OVERHANG = "(() => { const main = document.querySelector('[data-testid=\"stMain\"]'); return main.scrollWidth - main.clientWidth; })()"
HEIGHTS = "(() => [...document.querySelectorAll('[class*=\"st-key-asked_\"] button, .st-key-measure_turn button')].map(b => b.offsetHeight))()"
SMALLEST_TARGET = 40
"""Pixels: a thumb."""


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest) -> Iterator[Guarded]:
    """A server on whose clock people measure, with the invented office in its ledger."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPASN_CLOCK", "2021-04-14T09:00")
        guarded: Guarded = request.getfixturevalue("guarded")
        move_to(guarded.ledger, "1010")
        yield guarded


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, has_touch=True, is_mobile=True, locale="id-ID")
    yield context
    context.close()


def settled(page: Page) -> None:
    """Wait until the page has said everything."""
    page.wait_for_timeout(250)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=30_000)


def sign_in(page: Page, office: Guarded, nip: int, url: str = "") -> None:
    if accounts.find(office.ledger, str(nip)) is None:
        office.account(str(nip), Grant("asn", nip=nip))
    page.goto(f"{url or office.server.url}/sign-in")
    page.get_by_label("NIP atau surel").fill(str(nip))
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).tap()
    expect(page.get_by_test_id("stMain").locator("h1")).to_have_text("Beranda", timeout=30_000)
    settled(page)


def own(office: Guarded, nip: int) -> Own:
    found = entries.of_person(office.ledger, YEAR, nip)
    assert found is not None
    return found


def part(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key}")


def press(page: Page, key: str) -> None:
    part(page, key).get_by_role("button").first.tap()
    settled(page)


def write(page: Page, field: Locator, text: str) -> None:
    field.fill(text)
    page.keyboard.press("Tab")
    settled(page)


def write_day(page: Page, field: Locator, digits: str) -> None:
    field.get_by_role("spinbutton").first.tap()
    page.keyboard.type(digits)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    settled(page)


def begin(page: Page) -> None:
    """To the first step."""
    page.goto(re.sub(r"^(https?://[^/]+).*", r"\1/measure", page.url))
    expect(page.get_by_test_id("stMain").locator("h1")).to_have_text("Ukur Indeks", timeout=30_000)
    settled(page)
    press(page, "measure_start")
    expect(page).to_have_url(re.compile("step=1"))


def answer_competence(page: Page) -> None:
    """Functional training 15, technical training 15, no seminar."""
    functional, technical, seminar = (part(page, f"asked_{code}") for code in ("functional_training", "technical_training", "seminar"))
    functional.get_by_text("Sudah", exact=True).tap()
    settled(page)
    write(page, functional.get_by_label("Nomor sertifikat"), "DF-12/2019")
    write_day(page, functional.get_by_test_id("stDateInput"), "06052019")
    write(page, technical.get_by_test_id("stNumberInputField"), "24")
    write(page, technical.get_by_label("Nomor sertifikat"), "DT-7/2020")
    write_day(page, technical.get_by_test_id("stDateInput"), "02112020")
    seminar.get_by_text("Belum", exact=True).tap()
    settled(page)


def answer_the_rest(page: Page) -> None:
    """From the second step to the review."""
    press(page, "measure_next")
    write(page, part(page, "asked_performance").get_by_test_id("stNumberInputField"), "88.5")
    write_day(page, part(page, "asked_performance").get_by_test_id("stDateInput"), "15012021")
    press(page, "measure_next")
    part(page, "asked_discipline").get_by_text("Tidak pernah dihukum").tap()
    settled(page)
    press(page, "measure_next")


def agree(page: Page) -> None:
    part(page, "asked_truth").locator("label").last.tap()
    settled(page)


def look_through(page: Page, office: Guarded) -> None:
    """From home to the own data: one correction asked for, all the rest is right."""
    page.get_by_test_id("stMain").get_by_role("link", name="Periksa data diri saya").tap()
    expect(page.get_by_test_id("stMain").locator("h1")).to_have_text("Data diri")
    settled(page)
    part(page, "identity_religion").get_by_text("Salah, seharusnya").tap()
    settled(page)
    write(page, part(page, "identity_religion").get_by_label("Seharusnya"), "Kristen")
    press(page, "identity_ask_religion")
    expect(part(page, "identity_religion")).to_contain_text("Perbaikan diminta")
    press(page, "measure_all_right")
    press(page, "measure_checked")
    assert identities.last_checked(office.ledger, YEAR, measured.SITI) is not None
    assert [each.proposed_value for each in corrections.of_person(office.ledger, YEAR, measured.SITI)] == ["Kristen"]


def take_receipt(page: Page, receipt: Receipt) -> None:
    """The file says what the ledger has; its name and address say nothing of the person."""
    with page.expect_download() as taken:
        page.get_by_test_id("stDownloadButton").get_by_role("button").tap()
    named = taken.value.suggested_filename + taken.value.url
    assert "Siti" not in named
    assert str(measured.SITI) not in named
    words = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(str(taken.value.path())).pages)
    points = (receipt.qualification_score, receipt.competence_score, receipt.performance_score, receipt.discipline_score)
    scores = [f"{score:.2f}".replace(".", ",") for score in points]
    for said in (receipt.receipt_no, "Siti", str(measured.SITI), receipt.rule_version, "14 April 2021", *scores):
        assert said in words
    assert f"{receipt.total_score:.2f} poin: Sedang".replace(".", ",") in words
    assert receipt.checksum in "".join(words.split())


def test_the_whole_way_on_a_phone(phone: BrowserContext, office: Guarded) -> None:
    problems: list[str] = []
    phone.on(
        "console",
        lambda said: problems.append(said.text) if said.type == "error" and not str(said.location.get("url", "")).endswith(SOUGHT) else None,
    )
    page = phone.new_page()
    sign_in(page, office, measured.SITI)
    assert page.evaluate(OVERHANG) <= 0
    look_through(page, office)
    begin(page)
    press(page, "measure_next")
    answer_competence(page)
    assert min(page.evaluate(HEIGHTS)) >= SMALLEST_TARGET
    assert page.evaluate(OVERHANG) <= 0

    page.reload()
    expect(part(page, "asked_functional_training").get_by_label("Nomor sertifikat")).to_have_value("DF-12/2019", timeout=30_000)
    expect(part(page, "asked_technical_training").get_by_test_id("stNumberInputField")).to_have_value("24")
    expect(part(page, "measure_progress")).to_contain_text("Langkah 2 dari 4: Kompetensi")
    settled(page)
    answer_the_rest(page)
    expect(part(page, "measure_progress")).to_contain_text("75,00 poin: Sedang")
    assert page.evaluate(OVERHANG) <= 0
    agree(page)
    part(page, "measure_submit").get_by_role("button").dblclick()
    settled(page)

    receipt = own(office, measured.SITI).receipt
    assert receipt is not None
    expect(page.get_by_test_id("stMain")).to_contain_text(receipt.receipt_no)
    history = entries.history(office.ledger, receipt.entry_no, by=measured.asn(office.ledger))
    assert len(history.receipts) == len(history.versions) == 1
    assert receipt.checksum == history.versions[0].checksum()
    assert page.evaluate(OVERHANG) <= 0
    take_receipt(page, receipt)
    press(page, "measure_edit")
    expect(page).to_have_url(re.compile("step=1"))
    assert not problems


def test_a_line_that_is_cut_loses_nothing(phone: BrowserContext, office: Guarded) -> None:
    with relaying(office.server.url) as line:
        page = phone.new_page()
        sign_in(page, office, measured.ANI, line.url)
        begin(page)
        press(page, "measure_next")
        part(page, "asked_seminar").get_by_text("Sudah", exact=True).tap()
        settled(page)
        write(page, part(page, "asked_seminar").get_by_label("Nomor sertifikat"), "Seminar arsip 3/2020")
        line.cut()
        page.wait_for_timeout(2_500)
        half = part(page, "asked_technical_training").get_by_test_id("stNumberInputField")
        if half.is_enabled():
            half.fill("30")
            page.keyboard.press("Tab")
        page.wait_for_timeout(500)
        line.mend()
        expect(part(page, "asked_seminar").get_by_label("Nomor sertifikat")).to_be_enabled(timeout=60_000)
        settled(page)
        expect(part(page, "asked_seminar").get_by_label("Nomor sertifikat")).to_have_value("Seminar arsip 3/2020")
        expect(page).to_have_url(re.compile("step=2"))
        write(page, part(page, "asked_technical_training").get_by_test_id("stNumberInputField"), "40")
        given = own(office, measured.ANI).given
        assert given.has_seminar
        assert given.evidence_of("seminar").reference_no == "Seminar arsip 3/2020"
        assert str(given.technical_training_hours) == "40"


def test_a_submit_whose_answer_never_came_is_there_once(phone: BrowserContext, office: Guarded) -> None:
    with relaying(office.server.url) as line:
        page = phone.new_page()
        sign_in(page, office, measured.BUDI, line.url)
        by = measured.asn(office.ledger, measured.BUDI)
        begun = entries.start(office.ledger, measured.year(), by=by, now=measured.OPEN)
        shown = tuple(each for each in measured.GIVEN.evidence if each.indicator_code != "functional_training")
        complete = replace(measured.GIVEN, education_code="S-2", has_leadership_training=False, has_functional_training=None, evidence=shown)
        entries.save_draft(office.ledger, measured.year(), begun.entry.entry_no, complete, by=by, seen_save_no=begun.save_no, now=measured.OPEN)
        page.goto(f"{line.url}/measure?step=5")
        expect(part(page, "measure_submit")).to_be_visible(timeout=30_000)
        settled(page)
        agree(page)
        line.mute()
        part(page, "measure_submit").get_by_role("button").tap()
        page.wait_for_timeout(3_000)
        line.mend()
        receipt = own(office, measured.BUDI).receipt
        assert receipt is not None
        expect(page.get_by_test_id("stMain")).to_contain_text(receipt.receipt_no, timeout=60_000)
        assert len(entries.history(office.ledger, begun.entry.entry_no, by=by).receipts) == 1
