"""The verifier's way in a real browser on a real server: verify, return, correct, several at once, results from paper; and hostile files with the server staying up."""

import http.client
import re
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.ledger import corrections, entries, moves, verification
from dashboard.ledger.verification import Waiting
from tests.browser.reading import wait_until_whole
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import YEAR
from tests.dashboard.verifying import office
from tests.dashboard.verifying.hostile import HOSTILE, row, workbook
from tests.dashboard.verifying.office import Verifying

OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SHOWN = ("far corner", "bomb", "macros", "a CSV called XLSX", "a program called CSV", "one endless line", "no table of results")
"""Of the hostile files, those that a browser sends."""

LARGE = 50 << 20


@pytest.fixture(scope="module")
def running(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verifying]:
    with office.verifying(warehouse, tmp_path_factory.mktemp("verifying")) as started:
        yield started


@pytest.fixture
def desk(browser: Browser, running: Verifying) -> Iterator[BrowserContext]:
    """The browser of a verifier of PUSAT."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "ipasn", "value": running.token(), "url": running.server.url}])
    yield context
    context.close()


def opened(desk: BrowserContext, running: Verifying, path: str) -> Page:
    page = desk.new_page()
    page.goto(f"{running.server.url}/{path}")
    wait_until_whole(page)
    return page


def waiting(running: Verifying) -> list[Waiting]:
    return verification.queue(running.ledger, YEAR, by=measured.acting(running.ledger, moves.VERIFIER), limit=50)


def state(running: Verifying, entry_no: int) -> str:
    return verification.waiting(running.ledger, entry_no, by=measured.acting(running.ledger, moves.VERIFIER)).state


def test_an_entry_is_opened_from_the_queue_verified_and_the_next_one_stands_there(desk: BrowserContext, running: Verifying) -> None:
    queued = waiting(running)
    place = next(number for number, each in enumerate(queued) if not each.differences)
    first, second = queued[place : place + 2]
    page = opened(desk, running, "verification")
    page.get_by_role("link", name=first.asn_name or "").click()
    expect(page).to_have_url(re.compile(rf"entry={first.entry_no}"))
    page.get_by_role("button", name="Verifikasi", exact=True).click()
    expect(page.get_by_text("Terverifikasi. Isian berikutnya terbuka.")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name=second.asn_name or "")).to_be_visible()
    assert state(running, first.entry_no) == moves.VERIFIED
    assert str(first.nip) not in page.url


def test_an_entry_goes_back_with_a_reason(desk: BrowserContext, running: Verifying) -> None:
    entry_no = waiting(running)[-1].entry_no
    page = opened(desk, running, f"verification?entry={entry_no}")
    page.get_by_role("button", name="Kembalikan").click()
    page.get_by_role("textbox", name="Mengapa dikembalikan").fill("Tanggal sertifikat tidak cocok")
    page.get_by_role("button", name="Kembalikan isian ini").click()
    expect(page.get_by_text("Dikembalikan. ")).to_be_visible(timeout=20_000)
    assert state(running, entry_no) == moves.RETURNED


def test_an_entry_is_corrected_with_the_points_counted_before(desk: BrowserContext, running: Verifying) -> None:
    entry_no = waiting(running)[-1].entry_no
    page = opened(desk, running, f"verification?entry={entry_no}")
    page.get_by_text("Perbaiki sendiri").click()
    hours = page.get_by_label("Diklat teknis", exact=True)
    hours.fill("10")
    hours.press("Tab")
    expect(page.get_by_text("60,00 poin: Sangat rendah")).to_be_visible(timeout=20_000)
    page.get_by_role("textbox", name="Mengapa diperbaiki").fill("Sertifikat menyebut 10 JP")
    page.get_by_role("textbox", name="Mengapa diperbaiki").blur()
    page.get_by_role("button", name="Perbaiki dan verifikasi").click()
    expect(page.get_by_text("Diperbaiki dan terverifikasi. ")).to_be_visible(timeout=20_000)
    history = entries.history(running.ledger, entry_no, by=measured.acting(running.ledger, moves.VERIFIER))
    assert [each.made_as for each in history.versions] == ["asn", "verifier"]
    assert history.entry.state == moves.VERIFIED


def test_what_differs_in_nothing_is_verified_at_once(desk: BrowserContext, running: Verifying) -> None:
    plain_ones = [each.entry_no for each in waiting(running) if not each.differences]
    others = [each.entry_no for each in waiting(running) if each.differences]
    page = opened(desk, running, "verification")
    page.get_by_role("button", name="Tampilkan dan verifikasi sekaligus").click()
    page.get_by_role("button", name=f"Verifikasi {len(plain_ones)} isian ini").click(timeout=20_000)
    expect(page.get_by_text(f"{len(plain_ones)} isian terverifikasi.")).to_be_visible(timeout=30_000)
    assert {state(running, entry_no) for entry_no in plain_ones} == {moves.VERIFIED}
    assert {state(running, entry_no) for entry_no in others} == {moves.SUBMITTED}


def test_a_correction_is_accepted_and_taken_to_simpeg(desk: BrowserContext, running: Verifying) -> None:
    page = opened(desk, running, "corrections")
    page.get_by_role("button", name="Setujui").first.click()
    expect(page.get_by_text("Disetujui. ")).to_be_visible(timeout=20_000)
    with page.expect_download(timeout=30_000) as taken:
        page.get_by_role("button", name="Unduh CSV").click()
    assert "Widyaiswara Ahli Madya" in Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert not re.search(r"\d{18}", taken.value.suggested_filename)
    by = measured.acting(running.ledger, moves.VERIFIER)
    assert corrections.counts(running.ledger, YEAR, by=by).not_exported == 0


def test_results_from_paper_are_previewed_and_entered(desk: BrowserContext, running: Verifying) -> None:
    first, second = (each.nip for each in office.PEOPLE[25:27])
    page = opened(desk, running, "paper_results")
    with page.expect_download(timeout=30_000) as taken:
        page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    assert Path(taken.value.path()).stat().st_size > 5_000
    content = workbook([row(first), row(second, nilai_kinerja="bagus sekali")])
    page.locator("input[type=file]").set_input_files({"name": "hasil.xlsx", "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Masukkan tepat 1 hasil yang diterima").click(timeout=60_000)
    expect(page.get_by_text("1 hasil dimasukkan dan menunggu verifikasi.")).to_be_visible(timeout=30_000)
    assert [entries.of_person(running.ledger, YEAR, nip) is not None for nip in (first, second)] == [True, False]


def test_hostile_files_are_refused_with_the_server_staying_up(desk: BrowserContext, running: Verifying) -> None:
    for what in SHOWN:
        name, content, _allowed = HOSTILE[what]
        page = opened(desk, running, "paper_results")
        page.locator("input[type=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
        expect(page.get_by_test_id("stAlert").first, what).to_be_visible(timeout=90_000)
        assert not page.get_by_role("heading", name="Pratinjau").is_visible()
        page.close()
        assert_alive(running)
    assert not re.search(r"\d{18}", running.server.log.read_text(errors="replace"))


def test_fifty_megabytes_past_the_browser_are_refused_before_they_are_read(desk: BrowserContext, running: Verifying) -> None:
    """The page itself takes no file above its limit, so the request of a small one is sent again with a large body, with and without its length."""
    page = opened(desk, running, "paper_results")
    with page.expect_request(lambda request: request.method == "PUT") as seen:
        page.locator("input[type=file]").set_input_files({"name": "hasil.csv", "mimeType": "text/csv", "buffer": b"nip\n"})
    headers = {name: value for name, value in seen.value.all_headers().items() if name.lower() in {"cookie", "origin", "referer", "x-xsrftoken"}}
    memory = psutil.Process(running.server.process.pid).memory_info().rss
    for is_told in (True, False):
        assert status_of_large(running, seen.value.url, headers, is_told=is_told) in {0, 413}
        assert_alive(running)
    assert psutil.Process(running.server.process.pid).memory_info().rss - memory < LARGE // 2
    page.close()


def status_of_large(running: Verifying, url: str, headers: Mapping[str, str], *, is_told: bool) -> int:
    """What is answered to LARGE bytes; 0: the line was cut while they were sent."""
    begin = b'--x\r\nContent-Disposition: form-data; name="file"; filename="hasil.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = begin + b"1" * LARGE + b"\r\n--x--\r\n"
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    sent: bytes | Iterator[bytes] = body if is_told else (body[place : place + (1 << 20)] for place in range(0, len(body), 1 << 20))
    try:
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        connection.request("PUT", urlsplit(url).path, sent, {**headers, **kind}, encode_chunked=not is_told)
        return connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        return 0
    finally:
        connection.close()


def assert_alive(running: Verifying) -> None:
    with urllib.request.urlopen(f"{running.server.url}/livez", timeout=5) as answer:
        assert answer.status == 200
    assert running.server.process.poll() is None


@pytest.mark.parametrize("path", ["verification", "corrections", "paper_results"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_stands_over(browser: Browser, running: Verifying, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark" if scheme == "dark" else "light")
    context.add_cookies([{"name": "ipasn", "value": running.token(), "url": running.server.url}])
    page = opened(context, running, path)
    assert page.evaluate(OVERHANG) <= 0
    context.close()
