"""Files that nobody should open unprepared, and harmless ones beside them, made as bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from tests.dashboard.ledger.measured import ANI, BUDI, SITI, UMAR

HEADINGS = "nip nama tahun pendidikan diklat_kepemimpinan diklat_fungsional diklat_teknis_jp seminar nilai_kinerja hukuman_disiplin".split()

GOOD = {"tahun": "2021", "diklat_teknis_jp": "24", "seminar": "tidak", "nilai_kinerja": "88.5", "hukuman_disiplin": "tidak_pernah"}


def row(nip: object, **values: object) -> dict[str, object]:
    """A row of the template with complete answers."""
    return {"nip": nip if isinstance(nip, str) else str(nip), **GOOD, **values}


def csv_of(rows: Sequence[Mapping[str, object]]) -> bytes:
    """A CSV with the headings of the template."""
    lines = [",".join(HEADINGS), *(",".join(str(each.get(name, "")) for name in HEADINGS) for each in rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def workbook(rows: Sequence[Mapping[str, object]]) -> bytes:
    """An XLSX with the headings of the template; what is a number stays one."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for each in rows:
        sheet.append([each.get(name) for name in HEADINGS])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def changed(book: bytes, added: Mapping[str, bytes] | None = None, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook with other parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replaced or {}).get(name, old.read(name)))
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return written.getvalue()


def sheet_of(cells: str) -> bytes:
    """A sheet of XML with these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


PLAIN = workbook([row(SITI, diklat_fungsional="ya")])
CORNERS = '<row r="1"><c r="A1" t="inlineStr"><is><t>nip</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(12))
    + b"]><sst>&m;</sst>"
)

HOSTILE: dict[str, tuple[str, bytes, set[str]]] = {
    "far corner": ("a.xlsx", changed(PLAIN, replaced={"xl/worksheets/sheet1.xml": sheet_of(CORNERS)}), {"unreadable"}),
    "bomb": ("a.xlsx", changed(PLAIN, added={"xl/media/a.bin": bytes(80 << 20)}), {"too_large_inside"}),
    "many parts": ("a.xlsx", changed(PLAIN, added={f"xl/x{number}.xml": b"" for number in range(900)}), {"too_large_inside"}),
    "macros": ("a.xlsx", changed(PLAIN, added={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), {"macros"}),
    "old macros": ("a.xlsx", changed(PLAIN, added={"xl/macrosheets/sheet1.xml": b"<x/>"}), {"macros"}),
    "laughing entities": ("a.xlsx", changed(PLAIN, added={"xl/sharedStrings.xml": LAUGHS}), {"unreadable", "broken", "nothing", "read"}),
    "a CSV called XLSX": ("a.xlsx", csv_of([row(SITI)]), {"not_xlsx"}),
    "locked by a password": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), {"not_xlsx"}),
    "a ZIP that is cut off": ("a.xlsx", PLAIN[: len(PLAIN) // 2], {"damaged"}),
    "another ZIP": ("a.xlsx", changed(b"PK\x05\x06" + bytes(18), added={"../../etc/passwd": b"x"}), {"not_xlsx"}),
    "a workbook called CSV": ("a.csv", PLAIN, {"not_csv"}),
    "a PDF called CSV": ("a.csv", b"%PDF-1.7\n", {"not_csv"}),
    "a program called CSV": ("a.csv", b"\x7fELF" + bytes(2000), {"not_csv"}),
    "nothing at all": ("a.csv", b"", {"unreadable", "nothing"}),
    "one endless line": ("a.csv", b"nip,tahun," + b"x" * (4 << 20), {"unreadable", "nothing", "broken"}),
    "a million columns": ("a.csv", b",".join([b"nip"] * 1_000_000), {"unreadable", "nothing", "broken"}),
    "a quote that never closes": ("a.csv", csv_of([row(SITI)]) + b'"' + b"x,\n" * 40_000, {"unreadable", "nothing", "broken", "read"}),
    "too large": ("a.csv", bytes((5 << 20) + 1), {"too_large"}),
    "another kind": ("a.xlsm", PLAIN, {"other_kind"}),
    "a picture": ("a.png", b"\x89PNG", {"other_kind"}),
    "no table of results": ("a.csv", b"satu,dua\n1,2\n", {"unreadable", "nothing"}),
}
"""What it is -> name, content, and what may become of it."""

__all__ = ["ANI", "BUDI", "GOOD", "HEADINGS", "HOSTILE", "PLAIN", "SITI", "UMAR", "changed", "csv_of", "row", "workbook"]
