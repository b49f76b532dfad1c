"""Which release is current, and how to go back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.warehouse import engine, release
from pipelines.warehouse.refusals import ReleaseError
from tests.pipelines.warehouse.small_release import published


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("warehouse")
    return folder, [published(folder, people) for people in (3, 6, 9)]


@pytest.fixture
def warehouse(three: tuple[Path, list[str]]) -> Iterator[Path]:
    folder, names = three
    release.point_to(folder, names[-1])
    yield folder
    release.point_to(folder, names[-1])


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_current_before_the_first_release(tmp_path: Path) -> None:
    assert release.current(tmp_path / "none") is None
    assert release.list_releases(tmp_path / "none") == []


def test_lists_releases_newest_first_and_marks_the_current_one(warehouse: Path, three: tuple[Path, list[str]]) -> None:
    assert [(item.release_id, item.is_current) for item in release.list_releases(warehouse)] == [
        (name, name == three[1][-1]) for name in sorted(three[1], reverse=True)
    ]


def test_rollback_goes_to_the_release_that_was_current_before(warehouse: Path, three: tuple[Path, list[str]]) -> None:
    assert release.rollback(warehouse) == three[1][1]
    assert release.rollback(warehouse) == three[1][0]
    with pytest.raises(ReleaseError, match="Tidak ada rilis sebelum"):
        release.rollback(warehouse)


def test_rollback_to_a_named_release_writes_current_and_nothing_else(warehouse: Path, three: tuple[Path, list[str]]) -> None:
    before = _files(warehouse)
    release.rollback(warehouse, three[1][0])
    after = _files(warehouse)
    assert after.pop("CURRENT") == f"{three[1][0]}\n".encode()
    before.pop("CURRENT")
    assert after == before


def test_rollback_works_while_this_process_reads_the_release(warehouse: Path, three: tuple[Path, list[str]]) -> None:
    reading = engine.open_release(release.path_of(warehouse, three[1][0]), memory_limit="500MB")
    try:
        assert release.rollback(warehouse, three[1][0]) == three[1][0]
    finally:
        reading.dispose()


@pytest.mark.parametrize("name", ["20200101T000000000000", "../../etc/passwd", "", "terbaru"])
def test_rollback_refuses_what_is_not_a_release_here(warehouse: Path, three: tuple[Path, list[str]], name: str) -> None:
    with pytest.raises(ReleaseError):
        release.rollback(warehouse, name or "-")
    assert release.current_id(warehouse) == three[1][-1]


def test_rollback_refuses_a_release_that_does_not_open(warehouse: Path, three: tuple[Path, list[str]]) -> None:
    broken = release.path_of(warehouse, "20200101T000000000000")
    broken.write_bytes(release.path_of(warehouse, three[1][0]).read_bytes()[:5000])
    try:
        with pytest.raises(ReleaseError, match="tidak dapat dibuka"):
            release.rollback(warehouse, broken.stem)
    finally:
        broken.unlink()


def test_rollback_refuses_a_release_under_another_name(warehouse: Path, three: tuple[Path, list[str]]) -> None:
    renamed = release.path_of(warehouse, "20200101T000000000000")
    renamed.write_bytes(release.path_of(warehouse, three[1][0]).read_bytes())
    try:
        with pytest.raises(ReleaseError, match="bukan rilis"):
            release.rollback(warehouse, renamed.stem)
    finally:
        renamed.unlink()


def test_a_current_that_names_nothing_is_an_error_that_rollback_mends(warehouse: Path, three: tuple[Path, list[str]]) -> None:
    for content in ("20200101T000000000000\n", "", "x\n"):
        (warehouse / "CURRENT").write_text(content)
        with pytest.raises(ReleaseError, match="rollback RILIS"):
            release.current(warehouse)
        assert release.rollback(warehouse, three[1][1]) == three[1][1]
        assert release.current(warehouse) == release.path_of(warehouse, three[1][1])


def test_a_new_release_is_named_after_all_others_even_when_the_clock_was_set_back(tmp_path: Path) -> None:
    folder = release.releases_dir(tmp_path)
    folder.mkdir()
    (folder / "20990101T000000000000.duckdb").touch()
    assert release.new_id(tmp_path) == "20990101T000000000001"
