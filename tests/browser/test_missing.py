"""A file of everybody missing, taken from the page as a reader takes it."""

import csv
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from dashboard.navigation import PAGES
from tests.browser.reading import open_page
from tests.serving import Server

MISSING = next(entry for entry in PAGES if entry.name == "missing")


def taken(page: Page, label: str, folder: Path) -> Path:
    """The file behind the last button of that name."""
    with page.expect_download() as begun:
        page.get_by_role("button", name=label).last.click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def test_csv_and_xlsx_hold_the_same_people(page: Page, server: Server, tmp_path: Path) -> None:
    open_page(page, server.url, MISSING, query="year=2021&view=unverified")
    with taken(page, "Unduh CSV", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    book = openpyxl.load_workbook(taken(page, "Unduh XLSX", tmp_path))
    sheet = list(book["Data"].iter_rows(values_only=True))
    place = sheet[0].index("NIP")
    assert [row["nip"] for row in rows] == [row[place] for row in sheet[1:]]
    assert len(rows) > 50
    expect(page.get_by_test_id("stMain")).to_contain_text(f"dari {len(rows)} orang")


def test_the_reminder_can_be_copied(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    open_page(page, server.url, MISSING, query="year=2021")
    block = page.get_by_test_id("stCode")
    block.hover()
    block.get_by_role("button").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Yth. Pimpinan ")
