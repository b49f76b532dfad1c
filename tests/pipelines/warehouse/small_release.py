"""A release of a few invented people, written as a build writes one: create_tables, inserts, verify, publish. Run as a script it is a builder to kill."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.warehouse import publish
from pipelines.warehouse.refusals import WarehouseError

YEAR = 2021

FILLING = """
INSERT INTO draft.period VALUES (2021, '2021-04-16 12:00', 'hash', $release_id, '2021-04-16 13:00', 'before', '2021-04-15 12:00');
INSERT INTO draft.run VALUES ($release_id, '2021-04-16 13:00', '2021-04-16 12:00', '0.1.0', 'hash', true, $previous);
INSERT INTO draft.source_file BY NAME SELECT 2021 AS period_year, 'measurements.csv' AS source_name, 'measurements' AS kind, 'template' AS layout_code,
    'aa' AS sha256, 10 AS byte_count, $people AS rows_read, $people AS rows_loaded, 0 AS rows_rejected, 0 AS rows_after_as_of,
    TIMESTAMP '2021-04-16 13:00' AS loaded_at;
INSERT INTO draft.rule_version VALUES (2021, 'per-bkn-8-2019', 'Peraturan BKN 8/2019', 'lower_inclusive', 5, 0.2, 0.01, true, NULL);
INSERT INTO draft.rule_category VALUES
    (2021, 'lower_inclusive', 'sangat_rendah', 1, 0, 60, 0, true, 61, false, true), (2021, 'lower_inclusive', 'rendah', 2, 61, 70, 61, true, 71, false, true),
    (2021, 'lower_inclusive', 'sedang', 3, 71, 80, 71, true, 81, false, true), (2021, 'lower_inclusive', 'tinggi', 4, 81, 90, 81, true, 91, false, true),
    (2021, 'lower_inclusive', 'sangat_tinggi', 5, 91, 100, 91, true, 100, true, true);
INSERT INTO draft.unit VALUES
    (2021, 1, 3, '01', 'Badan', NULL, 1, 'eselon i', 'WIB', NULL, NULL), (2021, 2, 2, '0101', 'Sekretariat', '01', 2, 'eselon ii', 'WIB', NULL, NULL),
    (2021, 3, 3, '09', 'Balai Makassar', '01', 2, 'upt', 'WITA', NULL, NULL);
INSERT INTO draft.score BY NAME SELECT 2021 AS period_year, (2 + n % 2)::INTEGER AS unit_no, 198001012005011000 + n AS nip, 'III/c' AS rank_code,
    'III' AS rank_group, 'fungsional' AS position_group, 'fungsional' AS position_kind, 'pns' AS employment_kind, 'male' AS sex_code, 'S-2' AS education_code,
    true AS is_eligible, is_measured, is_measured AS is_verified,
    CASE WHEN is_measured THEN 20 END AS qualification_score, CASE WHEN is_measured THEN 40 END AS competence_score,
    CASE WHEN is_measured THEN 25 END AS performance_score, CASE WHEN is_measured THEN 5 END AS discipline_score,
    CASE WHEN is_measured THEN 90 END AS total_score, CASE WHEN is_measured THEN 'tinggi' END AS category_code,
    CASE WHEN is_measured THEN 'answers' END AS score_source,
    CASE WHEN is_measured THEN 90 ELSE 22 END AS lowest_score, CASE WHEN is_measured THEN 90 ELSE 95 END AS highest_score
FROM (SELECT range AS n, range % 3 > 0 AS is_measured FROM range($people));
INSERT INTO draft.person BY NAME SELECT period_year, unit_no, nip, 'Pegawai ' || nip AS asn_name, 'Peneliti' AS position_name FROM draft.score;
INSERT INTO draft.unit_score BY NAME
SELECT 2021 AS period_year, unit.unit_no, unit.unit_id, count(nip) AS asn_count, count(nip) AS eligible_count, count(total_score) AS measured_count,
    count(total_score) AS verified_count, avg(total_score) AS mean_total_score, CASE WHEN count(total_score) > 0 THEN 'tinggi' END AS category_code,
    0 AS sangat_rendah_count, 0 AS rendah_count, 0 AS sedang_count, count(total_score) AS tinggi_count, 0 AS sangat_tinggi_count
FROM draft.unit AS unit LEFT JOIN draft.score AS score ON score.unit_no BETWEEN unit.unit_no AND unit.last_unit_no
GROUP BY unit.unit_no, unit.unit_id;
INSERT INTO draft.person_change BY NAME SELECT 2021 AS period_year, unit_no, nip, 'moved' AS change_code, 3 AS former_unit_no, '09' AS former_unit_id
FROM draft.score WHERE NOT is_measured AND unit_no = 2 LIMIT 1;
INSERT INTO draft.unit_change BY NAME
SELECT period_year, unit_no, unit_id, eligible_count AS former_eligible_count, measured_count AS former_measured_count, eligible_count, measured_count,
    0 AS new_count, 0 AS corrected_count, 0 AS moved_in_count, 0 AS moved_out_count, 0 AS removed_count, 0 AS withdrawn_count,
    coalesce(mean_total_score * measured_count, 0) AS former_total_sum, 0 AS corrected_sum, 0 AS new_sum, 0 AS moved_sum, 0 AS removed_sum,
    former_total_sum AS total_sum, mean_total_score AS former_mean_total_score, mean_total_score - mean_total_score AS corrected_effect, corrected_effect AS new_effect,
    corrected_effect AS moved_effect, corrected_effect AS removed_effect, mean_total_score
FROM draft.unit_score;
INSERT INTO draft.schedule_stage BY NAME SELECT 2021 AS period_year, 1 AS stage_no, 'Pengukuran' AS stage_name, 'Measurement' AS stage_name_en,
    DATE '2021-04-12' AS starts_on, DATE '2021-04-16' AS due_on, 'measured' AS counts, 'ASN' AS owed_by, 'ASN' AS owed_by_en, 'Aplikasi' AS owed_to,
    'Application' AS owed_to_en;
INSERT INTO draft.schedule_deadline VALUES (2021, 1, 1, '2021-04-16', NULL, NULL, NULL, true);
INSERT INTO draft.schedule_day VALUES (2021, '2021-01-01', false, 0, 'Tahun Baru', 'New Year'), (2021, '2021-01-02', true, 1, NULL, NULL);
INSERT INTO draft.stage_owner VALUES (2021, 2, 3);
INSERT INTO draft.completion_day BY NAME SELECT 2021 AS period_year, unit_no, count(*) AS measured_count, 0 AS optional_count, count(*) AS verified_count
FROM draft.score WHERE is_measured GROUP BY unit_no;
"""


def write(draft: publish.Draft, people: int = 6, also: str = "") -> None:
    """Write the draft's file: so many people, two of three measured with 90 points, in two units below one. `also` is SQL run last, on database `draft`."""
    with duckdb.connect(draft.work_dir / "workbench.duckdb") as workbench:
        workbench.execute(f"ATTACH '{draft.path}' AS draft")
        publish.create_tables(workbench, "draft")
        values = {"release_id": draft.release_id, "previous": draft.previous_release_id, "people": people}
        for statement in duckdb.extract_statements(FILLING + also):
            workbench.execute(statement, {name: values[name] for name in statement.named_parameters})
        workbench.execute("DETACH draft")


def published(warehouse: Path, people: int = 6, keep: int = 5, referenced: Callable[[], frozenset[str] | None] = frozenset) -> str:
    """Publish a release of so many people and return its name."""
    with publish.building(warehouse) as draft:
        write(draft, people)
        publish.verify(
            draft.path, {"score": people, "person": people}, year=YEAR, total_score_sum=Decimal(90 * sum(n % 3 > 0 for n in range(people)))
        )
        publish.publish(draft, keep=keep, referenced=referenced)
    return draft.release_id


def publish_on_a_full_disk(warehouse: Path, limit: int, is_full_after_writing: bool) -> None:
    """Publish while no file may grow above `limit` bytes, from the beginning or from when the draft is written; print the name of the error it ends with."""
    try:
        with publish.building(warehouse) as draft:
            if not is_full_after_writing:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            write(draft, 200_000)
            publish.verify(draft.path)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            publish.publish(draft, keep=2)
    except (duckdb.Error, WarehouseError) as error:
        sys.stdout.write(type(error).__name__)


def fork_builders(warehouse: Path) -> None:
    """For each line on standard input: collect the builder before, fork one that publishes until it is killed, print its number. End when the last is dead.

    Everything is imported and nothing opened when it forks, so a builder begins at once and shares no DuckDB with another.
    """
    pid = 0
    for _ in sys.stdin:
        if pid:
            os.waitpid(pid, 0)
        pid = os.fork()
        while pid == 0:
            published(warehouse, 3, keep=3)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        publish_on_a_full_disk(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "after")
    else:
        fork_builders(Path(sys.argv[1]))
