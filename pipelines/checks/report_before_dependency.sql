-- severity: warn
-- title: Dilaporkan sebelum tahap yang mendahuluinya selesai
-- title_en: Reported before the stage it depends on
-- message: Saat laporan ini dibuat, tahap yang harus mendahuluinya (disebut sebagai pembanding) belum selesai pada unit ini dan unit di bawahnya. Laporan tetap dihitung; pastikan isinya sudah lengkap.
-- message_en: When this report was made, the stage that has to be done before (it stands beside it) was not done in this unit and those below it. The report counts; make sure it was complete.
-- Verification is done when the unit has said so itself or when everybody eligible is verified; people whose measurement is optional hold nothing up.
-- Judged is the report that counts: no repeated one, none that is not owed, and none whose time has not come, for which nobody knows what will be done.
WITH
made AS (
    SELECT stg_report.row_id, unit.unit_no, unit.last_unit_no, stg_report.stage_no, stg_report.reported_at
    FROM stg_report
    JOIN unit USING (unit_id)
    JOIN owed_stage ON owed_stage.unit_no = unit.unit_no AND owed_stage.stage_no = stg_report.stage_no
    WHERE
        stg_report.reported_at <= (SELECT as_of FROM build)
        AND stg_report.row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'reports')
    QUALIFY row_number() OVER (PARTITION BY unit.unit_no, stg_report.stage_no ORDER BY stg_report.reported_at, stg_report.row_id) = 1
),
dependent AS (
    SELECT made.*, needed.stage_no AS needed_no, needed.counts
    FROM made
    JOIN schedule_dependency USING (stage_no)
    JOIN schedule_stage AS needed ON needed.stage_no = schedule_dependency.depends_on_no
),
eligible AS (
    SELECT unit_no, count(*) AS eligible_count
    FROM personnel
    WHERE outcome = 'eligible'
    GROUP BY unit_no
),
done AS (
    SELECT
        measurement.unit_no,
        count(*) AS measured_count,
        max(least(measurement.measured_at, first_measured.first_measured_at)) AS last_measured_at,
        count(measurement.verified_at) AS verified_count,
        max(CASE WHEN measurement.verified_at IS NOT NULL THEN greatest(measurement.verified_at, measurement.measured_at) END) AS last_verified_at
    FROM measurement
    LEFT JOIN first_measured USING (person_no)
    WHERE
        measurement.outcome = 'eligible'
        AND measurement.row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'measurements')
    GROUP BY measurement.unit_no
),
below AS (
    SELECT
        looked_at.unit_no,
        sum(eligible.eligible_count) AS eligible_count,
        sum(done.measured_count) AS measured_count,
        max(done.last_measured_at) AS last_measured_at,
        sum(done.verified_count) AS verified_count,
        max(done.last_verified_at) AS last_verified_at
    FROM (SELECT DISTINCT unit_no, last_unit_no FROM dependent WHERE counts <> 'reports') AS looked_at
    JOIN eligible ON eligible.unit_no BETWEEN looked_at.unit_no AND looked_at.last_unit_no
    LEFT JOIN done ON done.unit_no = eligible.unit_no
    GROUP BY looked_at.unit_no
),
open_people AS (
    SELECT dependent.row_id, dependent.needed_no
    FROM dependent
    JOIN below USING (unit_no)
    LEFT JOIN made AS own ON own.unit_no = dependent.unit_no AND own.stage_no = dependent.needed_no
    WHERE
        coalesce(own.reported_at > dependent.reported_at, TRUE)
        AND CASE dependent.counts
            WHEN 'verified' THEN below.eligible_count > coalesce(below.verified_count, 0) OR below.last_verified_at > dependent.reported_at
            WHEN 'measured' THEN below.eligible_count > coalesce(below.measured_count, 0) OR below.last_measured_at > dependent.reported_at
        END
),
open_report AS (
    SELECT DISTINCT dependent.row_id, dependent.needed_no
    FROM dependent
    JOIN stage_owner
        ON stage_owner.stage_no = dependent.needed_no
        AND stage_owner.unit_no BETWEEN dependent.unit_no AND dependent.last_unit_no
    LEFT JOIN made ON made.unit_no = stage_owner.unit_no AND made.stage_no = stage_owner.stage_no
    WHERE coalesce(made.reported_at > dependent.reported_at, TRUE)
),
open_stage AS (
    SELECT * FROM open_people
    UNION ALL
    SELECT * FROM open_report
)
SELECT
    'reports' AS kind,
    row_id,
    'tahap' AS column_name,
    any_value(dependent.stage_no)::VARCHAR AS value,
    string_agg(needed_no, ', ' ORDER BY needed_no) AS expected_value
FROM open_stage
JOIN dependent USING (row_id, needed_no)
GROUP BY row_id
