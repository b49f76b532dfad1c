"""A release is complete and right before it is served; whatever goes wrong before leaves things as they were."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse import engine, lock, publish, release, tables
from pipelines.warehouse.refusals import VerificationError
from tests.pipelines.warehouse import small_release
from tests.pipelines.warehouse.small_release import published, write

ROOT = Path(__file__).parents[3]
BUILDER = [sys.executable, "-m", "tests.pipelines.warehouse.small_release"]
DISK = {"IOException", "TransactionException"}


def _left(warehouse: Path) -> set[str]:
    """All that stands in a warehouse folder but releases."""
    return {str(path.relative_to(warehouse)) for path in warehouse.rglob("*") if path.suffix != ".duckdb"}


TIDY = {"CURRENT", "LOCK", "releases"}


def test_tables_and_view_have_the_columns_types_and_comments_of_their_definitions() -> None:
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS draft")
    connection.execute("CREATE TABLE score AS SELECT 'a table of the workbench with a published name' AS nip")
    publish.create_tables(connection, "draft")
    found = connection.execute("SELECT table_name, column_name, comment, is_nullable FROM duckdb_columns() WHERE database_name = 'draft'").fetchall()
    defined = [(table, column) for table in tables.metadata.tables.values() for column in table.columns]
    assert {row[:3] for row in found} == {(table.name, column.name, column.comment) for table, column in defined}
    assert {row[:2] for row in found if row[3]} == {(table.name, c.name) for table, c in defined if c.nullable or table is tables.asn_score}
    order = [name for table, name, *_ in found if table == "asn_score"]
    assert order == [column.name for column in tables.asn_score.columns]
    comments = connection.execute("SELECT table_name, comment FROM duckdb_tables() WHERE database_name = 'draft'").fetchall()
    comments += connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE database_name = 'draft' AND NOT internal").fetchall()
    assert dict(comments) == {table.name: table.comment for table in tables.metadata.tables.values()}


def test_the_view_of_people_may_be_empty_where_its_tables_may() -> None:
    published_tables = (tables.score, tables.person, tables.unit)
    sources = {column.name: column.nullable for table in published_tables for column in table.columns}
    assert {column.name: column.nullable for column in tables.asn_score.columns if sources[column.name] != column.nullable} == {}


def test_a_published_release_is_current_read_only_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    first = published(tmp_path)
    second = published(tmp_path)
    path = release.path_of(tmp_path, second)
    assert release.current(tmp_path) == path
    assert path.stat().st_mode & 0o777 == 0o440
    assert engine.run_of(path)["previous_release_id"] == first
    assert _left(tmp_path) == TIDY


def test_keeps_the_newest_releases_and_the_one_that_was_current(tmp_path: Path) -> None:
    names = [published(tmp_path, keep=3) for _ in range(4)]
    assert [item.release_id for item in release.list_releases(tmp_path)] == names[:0:-1]
    release.rollback(tmp_path, names[1])
    last = published(tmp_path, keep=2)
    assert {item.release_id for item in release.list_releases(tmp_path)} == {names[1], names[3], last}


def test_a_release_that_documents_rest_on_stays_and_all_do_when_nobody_knows_which(tmp_path: Path) -> None:
    names = [published(tmp_path, keep=5) for _ in range(4)]
    referenced = {names[0], "20200101T000000000000", "no release"}
    names.append(published(tmp_path, keep=2, referenced=lambda: frozenset(referenced)))
    assert _kept(tmp_path) == [names[0], names[3], names[4]]
    names.append(published(tmp_path, keep=2, referenced=lambda: None))
    assert _kept(tmp_path) == [names[0], *names[3:]]
    names.append(published(tmp_path, keep=2))
    assert _kept(tmp_path) == names[5:]


def _kept(warehouse: Path) -> list[str]:
    """Names of the releases that are there, the oldest first."""
    return [item.release_id for item in release.list_releases(warehouse)][::-1]


HOLDER = """
import sys, time
from pathlib import Path
from pipelines.warehouse import release
held = release.hold(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


def test_a_release_that_is_held_stays_until_its_holder_lets_go_or_dies(tmp_path: Path) -> None:
    first, second = published(tmp_path), published(tmp_path)
    held = release.hold(release.path_of(tmp_path, first))
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(release.path_of(tmp_path, second))], stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        names = [published(tmp_path, keep=2) for _ in range(3)]
        assert _kept(tmp_path) == [first, second, *names[1:]]
        held.close()
        other.kill()
    last = published(tmp_path, keep=2)
    assert _kept(tmp_path) == [names[-1], last]
    with pytest.raises(FileNotFoundError):
        release.hold(release.path_of(tmp_path, first))


WRONG = {
    "unit_unknown": "UPDATE draft.completion_day SET unit_no = 99 WHERE unit_no = 3",
    "unit_unknown pada 1": "UPDATE draft.stage_owner SET unit_no = 99",
    "unit_without_score": "DELETE FROM draft.unit_score WHERE unit_no = 3",
    "unit_misplaced": "UPDATE draft.unit SET last_unit_no = 2 WHERE unit_no = 1",
    "unit_misplaced pada 1": "UPDATE draft.unit SET parent_unit_id = 'gone' WHERE unit_no = 3",
    "person_without_score pada": "DELETE FROM draft.person WHERE nip = 198001012005011001",
    "person_without_score pada 1": "UPDATE draft.person SET unit_no = 2 WHERE nip = 198001012005011001",
    "person_without_score": "INSERT INTO draft.person SELECT * REPLACE (2020 AS period_year) FROM draft.person",
    "person_twice": "INSERT INTO draft.score SELECT * FROM draft.score LIMIT 1",
    "total_not_sum": "UPDATE draft.score SET competence_score = 39.99 WHERE nip = 198001012005011001",
    "measured_incomplete": "UPDATE draft.score SET category_code = NULL WHERE nip = 198001012005011001",
    "measured_incomplete pada 1": "UPDATE draft.score SET is_verified = true WHERE nip = 198001012005011000",
    "category_wrong": "UPDATE draft.score SET category_code = 'sedang' WHERE nip = 198001012005011001",
    "category_wrong pada 1": "DELETE FROM draft.rule_category WHERE category_code = 'tinggi'",
    "unit_score_wrong pada 1": "UPDATE draft.unit_score SET measured_count = measured_count + 1, tinggi_count = tinggi_count + 1 WHERE unit_no = 2",
    "unit_score_wrong": "UPDATE draft.unit_score SET mean_total_score = 89.99 WHERE unit_no = 1",
    "unit_score_wrong pada 1 baris": "UPDATE draft.unit_score SET tinggi_count = 0 WHERE unit_no = 2",
    "source_rows_wrong": "UPDATE draft.source_file SET rows_rejected = 1",
    "unit_unknown pada 1 baris": "UPDATE draft.person_change SET unit_no = 99",
    "unit_change_wrong": "UPDATE draft.unit_change SET new_effect = 0.000001 WHERE unit_no = 2",
    "unit_change_wrong pada 1": "UPDATE draft.unit_change SET new_count = 1, withdrawn_count = 1 WHERE unit_no = 2",
    "unit_change_wrong pada 1 baris": "UPDATE draft.unit_change SET removed_count = 1 WHERE unit_no = 2",
    "unit_change_wrong pada 1 baris.": "UPDATE draft.unit_change SET new_sum = 1 WHERE unit_no = 2",
    "unit_without_change": "DELETE FROM draft.unit_change WHERE unit_no = 2",
    "unit_without_change pada 3": "UPDATE draft.period SET compared_release_id = NULL",
    "person_change_wrong": "UPDATE draft.person_change SET unit_no = 3",
    "person_change_wrong pada 1": "UPDATE draft.person_change SET change_code = 'withdrawn'",
    "person_change_wrong pada 1 baris": "UPDATE draft.person_change SET change_code = 'removed'",
    "completion_day_wrong": "UPDATE draft.completion_day SET verified_count = verified_count + 1 WHERE unit_no = 2",
    "completion_day_wrong pada 1": "DELETE FROM draft.completion_day WHERE unit_no = 3",
    "deadline_wrong": "UPDATE draft.schedule_deadline SET is_in_force = false",
    "deadline_wrong pada 1": "UPDATE draft.schedule_deadline SET due_on = '2021-04-20'",
    "deadline_wrong pada 1 baris": "INSERT INTO draft.schedule_deadline VALUES (2021, 1, 2, '2021-04-16', '2021-04-15', 'Libur', 'Holiday', true)",
    "working_day_wrong": "UPDATE draft.schedule_day SET working_no = 2 WHERE is_working",
    "working_day_wrong pada 1": "UPDATE draft.schedule_day SET on_date = '2021-01-03' WHERE is_working",
    "year_without_rules": "DELETE FROM draft.rule_version",
    "year_without_rules pada 1": "DELETE FROM draft.period",
    "run_not_one": "DELETE FROM draft.run",
    "tabel score berisi 5 baris, seharusnya 6": "DELETE FROM draft.score WHERE nip = 198001012005011000",
    "jumlah total_score adalah 361.0000": "UPDATE draft.score SET total_score = 91 WHERE nip = 198001012005011001",
    r"kolom score.sex_code \(ENUM": "ALTER TABLE draft.score DROP COLUMN sex_code",
    "kolom report.religion": "ALTER TABLE draft.report ADD COLUMN religion VARCHAR",
}


@pytest.mark.parametrize(("problem", "damage"), WRONG.items())
def test_a_release_that_is_not_right_is_refused_with_what_is_wrong(tmp_path: Path, problem: str, damage: str) -> None:
    with publish.building(tmp_path) as draft:
        write(draft, 6, damage)
        with pytest.raises(VerificationError, match=problem):
            publish.verify(draft.path, {"score": 6}, year=2021, total_score_sum=Decimal(360))


def test_every_rule_of_verification_is_broken_by_a_test() -> None:
    assert {problem.split()[0] for problem in WRONG} >= {file.stem for file in publish.VERIFICATION.glob("*.sql")}


def test_a_release_that_is_right_is_not_refused(tmp_path: Path) -> None:
    with publish.building(tmp_path) as draft:
        write(draft, 6)
        publish.verify(draft.path, {"score": 6}, year=2021, total_score_sum=Decimal(360))
        publish.verify(draft.path, {"score": 0}, year=2020, total_score_sum=Decimal(0))
        publish.verify(draft.path)


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    with publish.building(tmp_path) as draft:
        write(draft)
        content = draft.path.read_bytes()
        draft.path.write_bytes(content[: len(content) // 2])
        with pytest.raises(VerificationError, match="tidak dapat dibaca utuh"):
            publish.verify(draft.path)


def test_a_draft_that_is_still_open_is_refused(tmp_path: Path) -> None:
    with publish.building(tmp_path) as draft:
        write(draft)
        draft.path.with_name(f"{draft.path.name}.wal").touch()
        with pytest.raises(VerificationError, match="belum ditutup"):
            publish.publish(draft, keep=5)


def test_a_build_that_fails_leaves_the_current_release_and_nothing_else(tmp_path: Path) -> None:
    before = published(tmp_path)

    def fail() -> None:
        with publish.building(tmp_path) as draft:
            write(draft)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert release.current_id(tmp_path) == before
    assert len(release.list_releases(tmp_path)) == 1
    assert _left(tmp_path) == TIDY


@pytest.mark.parametrize(("limit", "when", "errors"), [(1_000_000, "before", DISK), (4_000_000, "before", DISK), (10, "after", {"WarehouseError"})])
def test_a_full_disk_leaves_things_as_they_were(tmp_path: Path, limit: int, when: str, errors: set[str]) -> None:
    before = published(tmp_path)
    ended = subprocess.run([*BUILDER, str(tmp_path), str(limit), when], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout in errors
    assert [item.release_id for item in release.list_releases(tmp_path)] == [before]
    assert release.current_id(tmp_path) == before
    assert _left(tmp_path) == TIDY
    published(tmp_path)


def _served(warehouse: Path) -> str:
    """The current release, opened as readers open it."""
    path = release.current(warehouse)
    assert path is not None
    return str(engine.run_of(path)["release_id"])


def _kill_one(builders: subprocess.Popen[str], may_live: Callable[[], bool]) -> float:
    """Start a builder, kill it when it may no longer live, and return how many seconds it had."""
    assert builders.stdin is not None
    assert builders.stdout is not None
    builders.stdin.write("next\n")
    builder = int(builders.stdout.readline())
    began = time.monotonic()
    while may_live():
        time.sleep(0.001)
    os.kill(builder, signal.SIGKILL)
    return time.monotonic() - began


def test_a_builder_killed_at_any_moment_leaves_the_last_good_release_and_nothing_to_clean(tmp_path: Path) -> None:
    chance = random.Random(20210416)
    served = [published(tmp_path)]
    messes = 0
    with subprocess.Popen([*BUILDER, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as builders:
        one_publish = _kill_one(builders, lambda: release.current_id(tmp_path) == served[0])
        until = time.monotonic() + 12
        while len(served) < 37 and (time.monotonic() < until or len(served) < 9):
            end = time.monotonic() + chance.uniform(0, 1.3 * one_publish)
            _kill_one(builders, lambda end=end: time.monotonic() < end)  # type: ignore[misc]
            served.append(_served(tmp_path))
            messes += _left(tmp_path) != TIDY
    assert served == sorted(served)
    assert messes >= len(served) // 3, "the kills did not hit a working builder"
    last = published(tmp_path, keep=3)
    assert _served(tmp_path) == last
    assert _left(tmp_path) == TIDY
    assert lock.holder(tmp_path) is None
    assert len(release.list_releases(tmp_path)) <= 4
    for item in release.list_releases(tmp_path):
        publish.verify(item.path)


def test_a_release_written_to_its_name_but_never_pointed_to_is_not_what_rollback_goes_to(tmp_path: Path) -> None:
    first = published(tmp_path)
    orphan = published(tmp_path)
    release.point_to(tmp_path, first)
    last = published(tmp_path)
    assert release.rollback(tmp_path) == first
    assert orphan < last


def test_the_small_release_fills_every_table_that_verification_reads() -> None:
    read = " ".join(file.read_text(encoding="utf-8") for file in publish.VERIFICATION.glob("*.sql"))
    unread = {"completion", "report", "finding"}
    named = {name for name in tables.metadata.tables if f" {name}" in read} - unread
    assert {name for name in named if f"INSERT INTO draft.{name} " in small_release.FILLING} == named - {"asn_score"}
