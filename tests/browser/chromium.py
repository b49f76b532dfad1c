"""A Chromium for the tests: the machine's own, or the one that an npm package carries.

Playwright's own download needs hosts that closed networks refuse. The npm package holds a whole Chromium with the libraries it links to, so that a
machine with nothing but python3 and a package registry can look at the pages; it runs as root and as an ordinary user.
"""

import fcntl
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli

VERSION = "153.0.0"
PACKAGE = f"@sparticuz/chromium@{VERSION}"
CACHE = Path(__file__).parents[2] / ".cache"
FOLDER = CACHE / f"chromium-{VERSION}"
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
"""An npm that came with a wheel knows only its own certificates; behind a company's registry it would try for minutes."""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
"""The package's own file names folders of another machine."""


class NoBrowserError(Exception):
    """No Chromium could be found or installed; the sentence says what was tried."""


@dataclass(frozen=True)
class Chromium:
    """One browser: its file, and what its process needs in the environment beside ours."""

    executable: Path
    environment: dict[str, str] = field(default_factory=dict)

    def launch_options(self) -> dict[str, Any]:
        """What Playwright's `launch` is given."""
        return {"executable_path": str(self.executable), "args": list(ARGUMENTS), "env": {**os.environ, **self.environment}, "headless": True}


def find() -> Chromium:
    """The first of: $CHROMIUM, an installed one, the one from npm (installed into .cache/ when first asked for). Raises NoBrowserError."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Chromium(Path(named))
    installed = next(filter(None, map(shutil.which, INSTALLED)), None)
    return Chromium(Path(installed)) if installed else _from_npm()


def _from_npm() -> Chromium:
    with _alone():
        if not (FOLDER / "chromium").exists():
            _install()
    libraries = [str(FOLDER / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return Chromium(FOLDER / "chromium", {"LD_LIBRARY_PATH": ":".join(filter(None, libraries)), "FONTCONFIG_PATH": str(FOLDER)})


@contextmanager
def _alone() -> Iterator[None]:
    """One installer at a time: test workers start together."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install() -> None:
    """Fetch the package and unpack it aside; the folder gets its name when everything is in it."""
    aside = FOLDER.with_suffix(".part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    with tarfile.open(_fetched(aside)) as package:
        for name in ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"):
            _unpack(package, name, aside)
        (aside / "chromium").write_bytes(_content(package, "chromium.br"))
    (aside / "chromium").chmod(0o755)
    (aside / "fonts.conf").write_text(FONTS)
    next(aside.glob("*.tgz")).unlink()
    aside.rename(FOLDER)


def _fetched(folder: Path) -> Path:
    """The package as npm downloads it. None of its scripts run."""
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        raise NoBrowserError(
            "No Chromium on this machine and no npm to fetch one: set CHROMIUM=/path/to/chromium, or NO_BROWSER=1 to leave the browser tests out."
        )
    authorities = {"NODE_EXTRA_CA_CERTS": str(AUTHORITIES)} if AUTHORITIES.exists() else {}
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, env={**authorities, **os.environ}, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise NoBrowserError(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-500:]}. Set CHROMIUM=/path/to/chromium, or NO_BROWSER=1.")
    return next(folder.glob("*.tgz"))


def _content(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(f"package/bin/{name}")
    if member is None:
        raise NoBrowserError(f"{PACKAGE} holds no bin/{name}: its layout has changed.")
    content: bytes = brotli.decompress(member.read())
    return content


def _unpack(package: tarfile.TarFile, name: str, folder: Path) -> None:
    """The files of a packed folder; extractall's filter is younger than the oldest Python we run on."""
    with tarfile.open(fileobj=io.BytesIO(_content(package, name))) as inner:
        for member in filter(tarfile.TarInfo.isfile, inner):
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(inner.extractfile(member).read())  # type: ignore[union-attr]
