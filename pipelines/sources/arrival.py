"""What a source is, and what has arrived from it: the words that every reader of sources shares."""

from dataclasses import dataclass
from pathlib import Path

KINDS = ("measurements", "personnel", "units", "reports")

FIELDS: dict[str, tuple[str, ...]] = {
    "measurements": (
        "nip",
        "nama",
        "satuan_kerja",
        "jabatan",
        "tahun",
        "pendidikan",
        "diklat_kepemimpinan",
        "diklat_fungsional",
        "diklat_teknis_jp",
        "seminar",
        "nilai_kinerja",
        "predikat_kinerja",
        "hukuman_disiplin",
        "kualifikasi",
        "kompetensi",
        "kinerja",
        "disiplin",
        "total",
        "kategori",
        "waktu_ukur",
        "waktu_verifikasi",
    ),
    "personnel": (
        "nip",
        "nip_lama",
        "nama",
        "unit_id",
        "satuan_kerja",
        "satker_1",
        "satker_2",
        "satker_3",
        "satker_4",
        "satker_5",
        "golongan",
        "jenis_jabatan",
        "jabatan",
        "pendidikan",
        "status_pegawai",
        "jenis_kelamin",
        "tanggal_lahir",
    ),
    "units": ("unit_id", "nama", "induk", "jenis", "zona_waktu", "mulai", "sampai"),
    "reports": ("unit_id", "tahap", "waktu", "keterangan"),
}
"""Columns of an arrived relation by kind, in their order; all of them text."""

PERSONAL_FIELDS: dict[str, tuple[str, ...]] = {"personnel": ("pangkat", "email", "agama")}
"""Columns that follow them where identities are read for the ledger. A build never reads these: they stand in no release and no finding."""


class SourceError(Exception):
    """A source that cannot be read: one Indonesian sentence with source, row or heading, and what to do. No value of a person stands in it."""


@dataclass(frozen=True)
class SourceSpec:
    """Where one source is: a file (`path`), or a database (`url_env` names the environment variable with its URL, then `query` or `table`)."""

    name: str
    kind: str
    path: Path | None = None
    url_env: str | None = None
    query: str | None = None
    table: str | None = None
    layout: str | None = None
    """Code of the layout to use; None: recognised by the headings."""
    sheet: str | None = None
    """Sheet of a workbook; None: the one sheet whose headings are recognised."""
    year: int | None = None
    """Measurement year it belongs to; None: every year."""
    grows: str | None = None
    """Heading of a number of a database's rows that rises with every change: what was read before is kept, and only rows with a greater one are fetched."""
    optional: bool = False
    """Left out of the catalog's sources where its environment variable is not set, and may be empty."""


@dataclass(frozen=True)
class Arrived:
    """One source, readable in the workbench.

    `relation` is a view or table with every column of FIELDS[kind] in that order, all VARCHAR: trimmed, empty marks as NULL, columns the source lacks NULL.
    Two more columns follow: `source_row BIGINT`, the row in the source as a person sees it there (NULL throughout when rows are contiguous: then it is
    first_row + position), and `surplus VARCHAR`, the cells a row has beyond the last heading (NULL in every sound row; in a row with a surplus all fields but
    the first identifying one are NULL, because cells may have moved by a column and no value of it can be trusted).
    """

    name: str
    kind: str
    layout_code: str
    sha256: str
    byte_count: int | None
    relation: str
    first_row: int
    row_count_known: int | None
    missing: tuple[str, ...] = ()
    """Required headings that are absent, as the layout writes them: the source is recognised, but cannot be loaded."""
    skipped_row_count: int = 0
    """Rows that are no data: titles above the headings, blank rows, sums, notes and signatures below."""
    may_be_empty: bool = False
