"""Letter head, signers, numbers and templates of documents: data/documents.toml, or the file that IPASN_DOCUMENTS names."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.documents.content import Letterhead
from dashboard.documents.errors import SettingsError
from dashboard.documents.order import KINDS

FILE = Path(__file__).parents[2] / "data" / "documents.toml"

EXAMPLE = {"seq": 1, "unit": "X", "month_roman": "IV", "month": 4, "year": 2021}
"""What a pattern of numbers is tried with."""

PICTURES = (".svg", ".png")


@dataclass(frozen=True)
class KindSettings:
    """To whom a kind of document goes, who signs it, and the pattern of its numbers (str.format with the names of EXAMPLE)."""

    addressee: tuple[str, ...]
    signer: str
    signer_name: str
    signer_nip: str
    number: str


@dataclass(frozen=True)
class Settings:
    """What an agency decides about its documents. templates: the folder of replaced Word files, or nothing."""

    letterhead: Letterhead
    place: str
    check_address: str
    templates: Path | None
    kinds: Mapping[str, KindSettings]


def path() -> Path:
    """The file in force."""
    return Path(os.environ.get("IPASN_DOCUMENTS") or FILE)


def read() -> Settings:
    """The settings in force, read again when the file has changed. Raises SettingsError."""
    file = path()
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        raise SettingsError(f"{file}: pengaturan dokumen tidak ada atau tidak dapat dibaca.") from None
    return _read(file, changed)


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> Settings:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        return _settings(values, file.parent)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file}: tidak dapat dibaca: {error}.") from None
    except KeyError as error:
        raise SettingsError(f"{file}: kunci {error} tidak ada.") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise SettingsError(f"{file}: isi tidak dikenal: {error}.") from None


def _settings(values: Mapping[str, Any], folder: Path) -> Settings:
    head = values["letterhead"]
    letterhead = Letterhead(_texts(head["lines"]), _texts(head["address"]), _logo(head["logo"], folder))
    templates = values["templates"]
    kinds = {code: _kind(values["kind"][code]) for code in KINDS}
    return Settings(letterhead, str(head["place"]), str(values["check_address"]), folder / templates if templates else None, kinds)


def _kind(values: Mapping[str, Any]) -> KindSettings:
    texts = {name: str(values[name]) for name in ("signer", "signer_name", "signer_nip", "number")}
    texts["number"].format(**EXAMPLE)
    texts["signer"].format(unit="X")
    return KindSettings(_texts(values["addressee"]), **texts)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("daftar teks diperlukan")
    return tuple(str(value) for value in values)


def _logo(name: str, folder: Path) -> str:
    if not name:
        return ""
    file = folder / name
    if file.suffix.lower() not in PICTURES or not file.is_file():
        raise ValueError(f"logo {name} bukan berkas SVG atau PNG di {folder}")
    return str(file)
