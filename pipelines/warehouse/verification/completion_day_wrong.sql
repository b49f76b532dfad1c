-- Units whose people by day are not those of score: one row per year and unit.
WITH
counted AS (
    SELECT period_year, unit_no, count(*) AS measured_count, count(*) FILTER (WHERE is_verified) AS verified_count
    FROM score
    WHERE is_eligible AND is_measured
    GROUP BY period_year, unit_no
),
by_day AS (
    SELECT period_year, unit_no, sum(measured_count) AS measured_count, sum(verified_count) AS verified_count
    FROM completion_day
    GROUP BY period_year, unit_no
)
SELECT period_year, unit_no
FROM counted
FULL JOIN by_day USING (period_year, unit_no)
WHERE
    counted.measured_count IS DISTINCT FROM by_day.measured_count
    OR counted.verified_count IS DISTINCT FROM by_day.verified_count
