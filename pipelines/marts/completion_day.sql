-- One row per unit (its own people only) and day on which somebody eligible was measured or verified.
WITH event AS (
    SELECT unit_no, measured_on AS on_date, 1 AS measured, 0 AS verified
    FROM score
    WHERE period_year = (SELECT period_year FROM build) AND is_eligible AND is_measured
    UNION ALL
    SELECT unit_no, verified_on, 0, 1
    FROM score
    WHERE period_year = (SELECT period_year FROM build) AND is_eligible AND is_verified
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    unit_no,
    on_date,
    sum(measured)::BIGINT AS measured_count,
    sum(verified)::BIGINT AS verified_count
FROM event
GROUP BY unit_no, on_date
ORDER BY unit_no, on_date
