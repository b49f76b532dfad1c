-- One row per unit and stage of the schedule, as it stood at as_of. Stages 1 and 2 count eligible people, the others the reports owed in the subtree.
-- A due date ends at 24:00: what was completed on that day is on time.
WITH
last_moment AS (
    SELECT unit_no, max(first_measured_at) AS last_measured_at, max(greatest(verified_at, measured_at)) AS last_verified_at
    FROM score
    WHERE period_year = (SELECT period_year FROM build) AND is_eligible
    GROUP BY unit_no
),
people AS (
    SELECT unit.unit_no, max(last_moment.last_measured_at) AS last_measured_at, max(last_moment.last_verified_at) AS last_verified_at
    FROM unit
    LEFT JOIN last_moment ON last_moment.unit_no BETWEEN unit.unit_no AND unit.last_unit_no
    GROUP BY unit.unit_no
),
owed AS (
    SELECT
        unit.unit_no,
        stage_owner.stage_no,
        count(*) AS due_count,
        count(report.reported_at) AS done_count,
        max(report.reported_at) AS last_reported_at
    FROM unit
    JOIN stage_owner ON stage_owner.unit_no BETWEEN unit.unit_no AND unit.last_unit_no
    LEFT JOIN report
        ON report.unit_no = stage_owner.unit_no
        AND report.stage_no = stage_owner.stage_no
        AND report.period_year = (SELECT period_year FROM build)
    GROUP BY unit.unit_no, stage_owner.stage_no
),
counted AS (
    SELECT
        unit_score.unit_no,
        unit_score.unit_id,
        stage.stage_no,
        stage.due_on,
        CASE stage.counts WHEN 'measured' THEN unit_score.measured_count WHEN 'verified' THEN unit_score.verified_count ELSE coalesce(owed.done_count, 0) END AS done_count,
        CASE WHEN stage.counts IN ('measured', 'verified') THEN unit_score.eligible_count ELSE coalesce(owed.due_count, 0) END AS due_count,
        CASE stage.counts WHEN 'measured' THEN people.last_measured_at WHEN 'verified' THEN people.last_verified_at ELSE owed.last_reported_at END AS last_done_at,
        own_report.reported_at AS declared_at
    FROM unit_score
    CROSS JOIN schedule_stage AS stage
    JOIN people USING (unit_no)
    LEFT JOIN owed ON owed.unit_no = unit_score.unit_no AND owed.stage_no = stage.stage_no
    LEFT JOIN report AS own_report
        ON own_report.unit_no = unit_score.unit_no
        AND own_report.stage_no = stage.stage_no
        AND stage.counts = 'verified'
        AND own_report.period_year = (SELECT period_year FROM build)
    WHERE unit_score.period_year = (SELECT period_year FROM build)
),
closed AS (
    SELECT
        *,
        due_count > 0 AND (done_count = due_count OR declared_at IS NOT NULL) AS is_complete,
        CASE WHEN due_count > 0 THEN coalesce(declared_at, CASE WHEN done_count = due_count THEN last_done_at END) END AS completed_at
    FROM counted
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    unit_no,
    unit_id,
    stage_no,
    due_on,
    done_count,
    due_count,
    completed_at,
    CASE
        WHEN is_complete AND completed_at >= due_on + INTERVAL 1 DAY THEN 'late'
        WHEN is_complete THEN 'on_time'
        WHEN due_count > 0 AND (SELECT as_of FROM build) >= due_on + INTERVAL 1 DAY THEN 'overdue'
        ELSE 'not_due'
    END AS state
FROM closed
ORDER BY unit_no, stage_no
