-- Units whose counts and mean are not those of the people below them, counted again from score: one row per year and unit.
WITH
own AS (
    SELECT
        period_year,
        unit_no,
        count(*) AS asn_count,
        count(*) FILTER (WHERE is_eligible) AS eligible_count,
        count(*) FILTER (WHERE is_eligible AND is_measured) AS measured_count,
        count(*) FILTER (WHERE is_eligible AND is_verified) AS verified_count,
        sum(total_score) FILTER (WHERE is_eligible) AS total_sum
    FROM score
    GROUP BY period_year, unit_no
),
below AS (
    SELECT
        unit.period_year,
        unit.unit_no,
        coalesce(sum(own.asn_count), 0) AS asn_count,
        coalesce(sum(own.eligible_count), 0) AS eligible_count,
        coalesce(sum(own.measured_count), 0) AS measured_count,
        coalesce(sum(own.verified_count), 0) AS verified_count,
        sum(own.total_sum) AS total_sum
    FROM unit
    LEFT JOIN own ON own.unit_no BETWEEN unit.unit_no AND unit.last_unit_no
    GROUP BY unit.period_year, unit.unit_no
)
SELECT unit_score.period_year, unit_score.unit_no
FROM unit_score
JOIN below USING (period_year, unit_no)
WHERE
    unit_score.asn_count <> below.asn_count
    OR unit_score.eligible_count <> below.eligible_count
    OR unit_score.measured_count <> below.measured_count
    OR unit_score.verified_count <> below.verified_count
    OR unit_score.measured_count <> unit_score.sangat_rendah_count + unit_score.rendah_count + unit_score.sedang_count + unit_score.tinggi_count
    + unit_score.sangat_tinggi_count
    OR (unit_score.mean_total_score IS NULL) <> (below.total_sum IS NULL)
    OR abs(unit_score.mean_total_score - below.total_sum / below.measured_count) > 0.000001
    OR (unit_score.category_code IS NULL) <> (unit_score.measured_count = 0)
