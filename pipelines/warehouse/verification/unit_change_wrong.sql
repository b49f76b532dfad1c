-- Units whose changes do not lead from what the compared release had to what unit_score has, in people and in points, or whose new people are not those of
-- person_change: one row per year and unit.
WITH
new_own AS (
    SELECT period_year, unit_no, count(*) AS new_count
    FROM person_change
    WHERE change_code = 'new'
    GROUP BY period_year, unit_no
),
new_below AS (
    SELECT unit.period_year, unit.unit_no, sum(new_own.new_count) AS new_count
    FROM unit
    JOIN new_own ON new_own.unit_no BETWEEN unit.unit_no AND unit.last_unit_no
    GROUP BY unit.period_year, unit.unit_no
),
led AS (
    SELECT
        *,
        former_measured_count + new_count + moved_in_count - moved_out_count - removed_count - withdrawn_count AS led_count,
        former_mean_total_score + corrected_effect + new_effect + moved_effect + removed_effect AS led_mean
    FROM unit_change
)
SELECT led.period_year, led.unit_no
FROM led
LEFT JOIN unit_score USING (period_year, unit_no, unit_id)
LEFT JOIN new_below USING (period_year, unit_no)
WHERE
    led.led_count <> led.measured_count
    OR led.new_count <> coalesce(new_below.new_count, 0)
    OR led.measured_count IS DISTINCT FROM unit_score.measured_count
    OR led.eligible_count IS DISTINCT FROM unit_score.eligible_count
    OR led.mean_total_score IS DISTINCT FROM unit_score.mean_total_score
    OR led.total_sum <> led.former_total_sum + led.corrected_sum + led.new_sum + led.moved_sum + led.removed_sum
    OR led.mean_total_score IS DISTINCT FROM (led.total_sum / nullif(led.measured_count, 0))::DECIMAL(9, 6)
    OR led.former_mean_total_score IS DISTINCT FROM (led.former_total_sum / nullif(led.former_measured_count, 0))::DECIMAL(9, 6)
    OR led.led_mean IS DISTINCT FROM CASE WHEN led.former_measured_count > 0 THEN led.mean_total_score END
    OR (led.led_mean IS NULL AND coalesce(led.corrected_effect, led.new_effect, led.moved_effect, led.removed_effect) IS NOT NULL)
