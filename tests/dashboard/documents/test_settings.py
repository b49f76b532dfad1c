"""Letter head, signers and numbers of documents."""

import os
from pathlib import Path

import pytest

from dashboard.documents import settings
from dashboard.documents.errors import SettingsError
from dashboard.documents.order import KINDS


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the settings that a test changes."""
    file = tmp_path / "documents.toml"
    file.write_text(settings.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("IPASN_DOCUMENTS", str(file))
    return file


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 1_000_000))


def test_our_own_file_is_whole() -> None:
    known = settings.read()
    assert set(known.kinds) == set(KINDS)
    assert known.letterhead.lines
    assert all(kind.number.format(**settings.EXAMPLE) for kind in known.kinds.values())
    assert known.templates is None


def test_a_change_counts_at_once(own: Path) -> None:
    before = settings.read()
    changed(own, 'place = "Jakarta"', 'place = "Makassar"')
    changed(own, 'templates = ""', 'templates = "word"')
    assert (before.place, settings.read().place) == ("Jakarta", "Makassar")
    assert settings.read().templates == own.parent / "word"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('place = "Jakarta"', "", "place"),
        ("[kind.infographic]", "[kind.poster]", "infographic"),
        ('logo = ""', 'logo = "../../etc/passwd"', "logo"),
        ('logo = ""', 'logo = "nothing.png"', "logo"),
        ("address = []", 'address = "Jalan"', "daftar"),
        ("{seq:03d}/IPASN/{unit}", "{sequence}/IPASN/{unit}", "sequence"),
        ('signer = "Kepala {unit}"', 'signer = "Kepala {satker}"', "satker"),
        ("[letterhead]", "[letterhead", "tidak dapat dibaca"),
    ],
)
def test_what_cannot_be_read_is_said_with_file_and_key(own: Path, old: str, new: str, said: str) -> None:
    changed(own, old, new)
    with pytest.raises(SettingsError, match=said) as error:
        settings.read()
    assert str(own) in str(error.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_DOCUMENTS", str(tmp_path / "nothing.toml"))
    with pytest.raises(SettingsError, match=r"nothing\.toml"):
        settings.read()


def test_an_emblem_is_found_beside_the_file(own: Path) -> None:
    (own.parent / "emblem.svg").write_text("<svg/>")
    changed(own, 'logo = ""', 'logo = "emblem.svg"')
    assert settings.read().letterhead.logo == str(own.parent / "emblem.svg")
