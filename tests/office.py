"""Readers of other makers for the files that leave the house: LibreOffice for workbooks and documents, poppler's pdftotext for PDF.

What is missing is installed from Debian where a test runs as root; NO_OFFICE=1 leaves these tests out, though never in CI.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[1] / ".cache"

OFFICE = ("libreoffice-calc", "libreoffice-writer")
READER = ("poppler-utils",)

SECONDS = 180

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Comma, quotation marks, UTF-8, cells as they are shown, a file for each sheet: "<name>-<sheet>.csv"."""


class NoOfficeError(Exception):
    """A program could not be found or installed; the sentence says what was tried."""


def converted(source: Path, folder: Path, kind: str) -> list[Path]:
    """What LibreOffice makes of a file, in an empty `folder`. `kind`: "csv" for all sheets of a workbook, else as soffice names it ("pdf", "txt:Text")."""
    program = _found("soffice", OFFICE)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="office-") as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", EVERY_SHEET if kind == "csv" else kind, "--outdir", str(folder), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    made = sorted(folder.iterdir())
    assert made, f"LibreOffice made nothing of {source.name}: {done.stdout} {done.stderr}"
    return made


def pdf_text(source: Path) -> str:
    """The words of a PDF as they stand on its pages, a form feed behind each page."""
    done = subprocess.run([_found("pdftotext", READER), "-layout", str(source), "-"], capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _found(program: str, packages: tuple[str, ...]) -> str:
    """Where the program is. A missing one is a failure of the test."""
    if os.environ.get("NO_OFFICE") and not os.environ.get("CI"):
        pytest.skip("NO_OFFICE is set")
    try:
        return shutil.which(program) or _installed(program, packages)
    except NoOfficeError as error:
        pytest.fail(str(error), pytrace=False)


def _installed(program: str, packages: tuple[str, ...]) -> str:
    """The program, installed from Debian by the first test that wants it. Raises NoOfficeError."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise NoOfficeError(f"No {program} on this machine: install Debian's {names}, or set NO_OFFICE=1 to leave these tests out.")
    with _alone():
        if shutil.which(program) is None:
            _apt("update")
            _apt("install", "--yes", "--no-install-recommends", *packages)
    found = shutil.which(program)
    if found is None:
        raise NoOfficeError(f"{names} brought no {program}: set NO_OFFICE=1 to leave these tests out.")
    return found


def _apt(*arguments: str) -> None:
    """Raises NoOfficeError."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "--quiet", *arguments], env=environment, capture_output=True, text=True, check=False, timeout=1200)
    if done.returncode and arguments[0] != "update":
        raise NoOfficeError(f"apt-get could not {' '.join(arguments)}: {done.stderr.strip()[-500:]}. Set NO_OFFICE=1 to leave these tests out.")


@contextmanager
def _alone() -> Iterator[None]:
    """One installer at a time: test workers start together."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "office.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
