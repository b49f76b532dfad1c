-- One row per unit (its own people only) and day on which somebody eligible was measured or verified; without a day, those measured at an unknown time.
-- Measured is who has a first result, so a correction changes no day. A verification that is dated before the result it verifies counts from there.
WITH
optional AS (
    SELECT nip FROM personnel WHERE outcome = 'optional'
),
person AS (
    SELECT
        score.unit_no,
        score.first_measured_at AS measured_at,
        score.is_verified,
        greatest(score.verified_at, score.measured_at) AS verified_at,
        optional.nip IS NOT NULL AS is_optional
    FROM score
    LEFT JOIN optional USING (nip)
    WHERE score.period_year = (SELECT period_year FROM build) AND score.is_eligible AND score.is_measured
),
event AS (
    SELECT
        unit_no,
        measured_at::DATE AS on_date,
        1 AS measured,
        is_optional::INTEGER AS optional,
        0 AS verified,
        measured_at,
        NULL AS verified_at
    FROM person
    UNION ALL
    SELECT unit_no, verified_at::DATE, 0, 0, 1, NULL, verified_at
    FROM person
    WHERE is_verified
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    unit_no,
    on_date,
    sum(measured)::BIGINT AS measured_count,
    sum(optional)::BIGINT AS optional_count,
    sum(verified)::BIGINT AS verified_count,
    max(measured_at) AS last_measured_at,
    max(verified_at) AS last_verified_at
FROM event
GROUP BY unit_no, on_date
ORDER BY unit_no, on_date
