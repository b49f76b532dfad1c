-- One row per unit (its own people only) and day on which somebody eligible was measured or verified; no day: those measured at an unknown time.
-- Measured is who has a first result, so a correction changes no day. A verification that is dated before the result it verifies counts from there.
-- Each kind is counted on its own and put together by day: one count over the events of five million people takes four times as long. Kinds of
-- employment are asked first, so that a year in which nothing is optional looks for nobody.
WITH
counted AS (
    SELECT unit_no, nip, employment_kind, first_measured_at, measured_at, verified_at, is_verified
    FROM score
    WHERE period_year = (SELECT period_year FROM build) AND is_eligible AND is_measured
),
measured AS (
    SELECT unit_no, first_measured_at::DATE AS on_date, count(*) AS people, max(first_measured_at) AS last_at
    FROM counted
    GROUP BY unit_no, on_date
),
optional AS (
    SELECT unit_no, first_measured_at::DATE AS on_date, count(*) AS people
    FROM counted
    WHERE
        employment_kind IN (SELECT employment_kind FROM rule_eligibility WHERE outcome = 'optional')
        AND nip IN (SELECT nip FROM personnel WHERE outcome = 'optional')
    GROUP BY unit_no, on_date
),
verified AS (
    SELECT unit_no, greatest(verified_at, measured_at)::DATE AS on_date, count(*) AS people, max(greatest(verified_at, measured_at)) AS last_at
    FROM counted
    WHERE is_verified
    GROUP BY unit_no, on_date
),
day AS (
    SELECT unit_no, on_date, people AS measured_count, 0 AS optional_count, 0 AS verified_count, last_at AS last_measured_at, NULL AS last_verified_at
    FROM measured
    UNION ALL
    SELECT unit_no, on_date, 0, people, 0, NULL, NULL
    FROM optional
    UNION ALL
    SELECT unit_no, on_date, 0, 0, people, NULL, last_at
    FROM verified
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    unit_no,
    on_date,
    sum(measured_count)::BIGINT AS measured_count,
    sum(optional_count)::BIGINT AS optional_count,
    sum(verified_count)::BIGINT AS verified_count,
    max(last_measured_at) AS last_measured_at,
    max(last_verified_at) AS last_verified_at
FROM day
GROUP BY unit_no, on_date
ORDER BY unit_no, on_date
