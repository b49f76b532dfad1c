"""Issuing and checking in a real browser on a real server: a number, both files, the ZIP of all units, and the checksum that the paper carries."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import docx
import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard import clock
from dashboard.exporting import folder
from dashboard.ledger import accounts, engine, sessions
from dashboard.ledger.accounts import Grant
from dashboard.ledger.audit import COMMAND_LINE
from tests.browser.reading import wait_until_whole
from tests.dashboard.issuing.conftest import BALAI
from tests.dashboard.web.conftest import Guarded
from tests.serving import serving

OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def running(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server that asks everybody to sign in, on a day of the sample's schedule."""
    place = tmp_path_factory.mktemp("issuing")
    given = {
        "IPASN_SIGN_IN": "required",
        "IPASN_LEDGER": f"sqlite:///{place / 'ledger.sqlite'}",
        "IPASN_SECRET_FILE": str(place / "secret.key"),
        clock.VARIABLE: "2021-04-20T12:00",
        folder.VARIABLE: str(place / "exports"),
    }
    with pytest.MonkeyPatch.context() as patch, serving(warehouse, place / "server.log", settings=given) as server:
        for name, value in given.items():
            patch.setenv(name, value)
        ledger = engine.open_ledger()
        yield Guarded(server, ledger)
        ledger.dispose()


def desk(browser: Browser, running: Guarded, role: str) -> BrowserContext:
    """The browser of somebody with a role, who has signed in."""
    now = datetime.now(UTC)
    account = accounts.add(running.ledger, f"{role}@contoh.go.id", actor=COMMAND_LINE, now=now)
    accounts.grant(running.ledger, account.account_no, Grant(role), actor=COMMAND_LINE, now=now)
    token = sessions.begin(running.ledger, account.account_no, address="127.0.0.1", agent="", now=now)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "ipasn", "value": token, "url": running.server.url}])
    return context


def opened(context: BrowserContext, running: Guarded, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{running.server.url}/{path}")
    wait_until_whole(page)
    return page


def taken(page: Page, role: str, name: str) -> bytes:
    """The file behind a button or a link, once the page stands: a button of a run that has not ended gives way to the next one's."""
    wait_until_whole(page)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
    return Path(download.value.path()).read_bytes()


def test_what_the_secretariat_issues_a_leader_checks(browser: Browser, running: Guarded) -> None:
    issuing = desk(browser, running, "secretariat")
    page = opened(issuing, running, f"documents?unit={BALAI}")
    page.get_by_role("button", name="Terbitkan dengan nomor").click()
    expect(page.get_by_text("Diterbitkan sebagai 001/IPASN/1010/IV/2021.")).to_be_visible(timeout=30_000)
    assert page.evaluate(OVERHANG) <= 0
    words = "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(taken(page, "button", "PDF"))).pages).replace("\u200b", "")
    assert "001/IPASN/1010/IV/2021" in words
    word = docx.Document(io.BytesIO(taken(page, "button", "DOCX")))
    assert any("001/IPASN/1010/IV/2021" in cell.text for table in word.tables for row in table.rows for cell in row.cells)
    sealed = re.findall(r"SHA-256:([0-9a-f]{16})", "".join(words.split()))[0]

    checking = desk(browser, running, "leader")
    read = opened(checking, running, "document_check")
    read.get_by_label("Checksum, atau 16 angka pertamanya").fill(sealed.upper())
    read.keyboard.press("Enter")
    expect(read.get_by_text("Rilisnya tetap memberi angka yang sama.")).to_be_visible(timeout=30_000)
    expect(read.get_by_text("001/IPASN/1010/IV/2021")).to_be_visible()
    assert read.evaluate(OVERHANG) <= 0

    page.get_by_role("button", name=re.compile("Terbitkan semua")).click()
    expect(page.get_by_role("link", name="Unduh ZIP")).to_be_visible(timeout=120_000)
    address = page.get_by_role("link", name="Unduh ZIP").get_attribute("href")
    with zipfile.ZipFile(io.BytesIO(taken(page, "link", "Unduh ZIP"))) as packed:
        assert len([name for name in packed.namelist() if name.endswith(".pdf")]) == 5
    assert read.request.get(f"{running.server.url}{address}").status == 404
    issuing.close()
    checking.close()
