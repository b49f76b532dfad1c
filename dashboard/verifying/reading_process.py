"""The process that reads one uploaded file: `python -m dashboard.verifying.reading_process FOLDER FILE YEAR AS_OF`.

It sets its own limits, looks at what the file is before anything is unpacked, and becomes `python -m pipelines check` on it, with the people of FOLDER. A file
that it refuses is answered with {"refused": "code"} on standard output and exit status 4. Nothing of the server is in this process but the file.
"""

import json
import os
import resource
import sys
import zipfile
from pathlib import Path

REFUSED = 4
"""Exit status."""

MEMORY_BYTES = (3 << 30, 4 << 30)
CPU_SECONDS = (45, 300)
FILE_BYTES = (1 << 30, 2 << 30)
"""Soft and hard: the process that opens a workbook lowers its own further, and an ordinary user cannot raise a hard one."""

UNPACKED_BYTES = 64 << 20
"""All parts of a workbook together; 2,000 rows unpack to 2 MiB."""

MOST_PARTS = 500
LOOKED_AT = 1 << 16

ZIP = b"PK\x03\x04"
OTHERS = (
    ZIP,
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"MZ",
    b"PAR1",
    b"<!DOCTYPE",
    b"<html",
    b"<?xml",
)
"""How files begin that are no table of text."""

WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a text begins whose every other byte may be nothing."""


class RefusedError(Exception):
    """A file that is not read: a code of dashboard.text.paper_results."""


def limit_process() -> None:
    """Memory, processor time and size of written files; beyond them the system ends this process. It gives way to the server, and its files are its own."""
    for what, limits in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, FILE_BYTES)):
        resource.setrlimit(what, limits)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    os.nice(10)


def refuse_wrong(path: Path) -> None:
    """Refuse what is not what its name says, or claims more than results on paper can need. Raises RefusedError."""
    with path.open("rb") as file:
        beginning = file.read(LOOKED_AT)
    if path.suffix == ".xlsx":
        if not beginning.startswith(ZIP):
            raise RefusedError("not_xlsx")
        _refuse_parts(path)
    elif beginning.startswith(OTHERS) or (b"\0" in beginning and not beginning.startswith(WIDE)):
        raise RefusedError("not_csv")


def _refuse_parts(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise RefusedError("damaged") from error
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise RefusedError("too_large_inside")
    if any("vbaproject" in name.lower() or "/macrosheets/" in f"/{name.lower()}" for name in names):
        raise RefusedError("macros")
    if "[Content_Types].xml" not in names:
        raise RefusedError("not_xlsx")


def main() -> None:
    """Look at the file, then become the program that reads it."""
    folder, file, year, as_of = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    limit_process()
    try:
        refuse_wrong(file)
    except (RefusedError, MemoryError) as error:
        sys.stdout.write(json.dumps({"refused": str(error) or "too_large_inside"}))
        sys.exit(REFUSED)
    command = [sys.executable, "-m", "pipelines", "check", "--year", year, "--as-of", as_of, "--fresh", "--memory-limit", "512MiB"]
    for name, value in (("measurements", file), ("personnel", "personnel.csv"), ("units", "units.csv"), ("warehouse", "warehouse")):
        command += [f"--{name}", str(folder / value)]
    command += ["--findings", str(folder / "findings.jsonl"), "--rows", str(folder / "rows.jsonl")]
    os.execv(sys.executable, command)  # noqa: S606 - our own program


if __name__ == "__main__":
    main()
