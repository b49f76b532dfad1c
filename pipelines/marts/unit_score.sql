-- One row per unit, the people of all units below it included: sums first, so that every mean is over people and never a mean of means.
-- The category is found from the exact sum (sum >= bound x n), never from a rounded mean.
WITH
own AS (
    SELECT
        unit_no,
        count(*) AS asn_count,
        count(*) FILTER (WHERE is_eligible) AS eligible_count,
        count(*) FILTER (WHERE is_eligible AND is_measured) AS measured_count,
        count(*) FILTER (WHERE is_eligible AND is_verified) AS verified_count,
        sum(total_score) FILTER (WHERE is_eligible) AS total_sum,
        sum(qualification_score) FILTER (WHERE is_eligible) AS qualification_sum,
        sum(competence_score) FILTER (WHERE is_eligible) AS competence_sum,
        sum(performance_score) FILTER (WHERE is_eligible) AS performance_sum,
        sum(discipline_score) FILTER (WHERE is_eligible) AS discipline_sum,
        sum(lowest_score) FILTER (WHERE is_eligible) AS lowest_sum,
        sum(highest_score) FILTER (WHERE is_eligible) AS highest_sum,
        count(*) FILTER (WHERE is_eligible AND category_code = 'sangat_rendah') AS sangat_rendah_count,
        count(*) FILTER (WHERE is_eligible AND category_code = 'rendah') AS rendah_count,
        count(*) FILTER (WHERE is_eligible AND category_code = 'sedang') AS sedang_count,
        count(*) FILTER (WHERE is_eligible AND category_code = 'tinggi') AS tinggi_count,
        count(*) FILTER (WHERE is_eligible AND category_code = 'sangat_tinggi') AS sangat_tinggi_count
    FROM score
    WHERE period_year = (SELECT period_year FROM build)
    GROUP BY unit_no
),
subtree AS (
    SELECT
        unit.unit_no,
        unit.unit_id,
        coalesce(sum(own.asn_count), 0)::BIGINT AS asn_count,
        coalesce(sum(own.eligible_count), 0)::BIGINT AS eligible_count,
        coalesce(sum(own.measured_count), 0)::BIGINT AS measured_count,
        coalesce(sum(own.verified_count), 0)::BIGINT AS verified_count,
        sum(own.total_sum) AS total_sum,
        sum(own.qualification_sum) AS qualification_sum,
        sum(own.competence_sum) AS competence_sum,
        sum(own.performance_sum) AS performance_sum,
        sum(own.discipline_sum) AS discipline_sum,
        sum(own.lowest_sum) AS lowest_sum,
        sum(own.highest_sum) AS highest_sum,
        coalesce(sum(own.sangat_rendah_count), 0)::BIGINT AS sangat_rendah_count,
        coalesce(sum(own.rendah_count), 0)::BIGINT AS rendah_count,
        coalesce(sum(own.sedang_count), 0)::BIGINT AS sedang_count,
        coalesce(sum(own.tinggi_count), 0)::BIGINT AS tinggi_count,
        coalesce(sum(own.sangat_tinggi_count), 0)::BIGINT AS sangat_tinggi_count
    FROM unit
    LEFT JOIN own ON own.unit_no BETWEEN unit.unit_no AND unit.last_unit_no
    GROUP BY unit.unit_no, unit.unit_id
),
classed AS (
    SELECT
        subtree.unit_no,
        max(rule_category.category_code) FILTER (WHERE rule_category.is_in_force) AS category_code,
        max(rule_category.category_code) FILTER (WHERE NOT rule_category.is_in_force) AS other_category_code
    FROM subtree
    JOIN rule_category
        ON (
            subtree.total_sum > rule_category.lower_bound * subtree.measured_count
            OR (rule_category.is_lower_included AND subtree.total_sum = rule_category.lower_bound * subtree.measured_count)
        )
        AND (
            subtree.total_sum < rule_category.upper_bound * subtree.measured_count
            OR (rule_category.is_upper_included AND subtree.total_sum = rule_category.upper_bound * subtree.measured_count)
        )
    WHERE subtree.measured_count > 0
    GROUP BY subtree.unit_no
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    subtree.unit_no,
    subtree.unit_id,
    subtree.asn_count,
    subtree.eligible_count,
    subtree.measured_count,
    subtree.verified_count,
    subtree.total_sum / nullif(subtree.measured_count, 0) AS mean_total_score,
    subtree.qualification_sum / nullif(subtree.measured_count, 0) AS mean_qualification_score,
    subtree.competence_sum / nullif(subtree.measured_count, 0) AS mean_competence_score,
    subtree.performance_sum / nullif(subtree.measured_count, 0) AS mean_performance_score,
    subtree.discipline_sum / nullif(subtree.measured_count, 0) AS mean_discipline_score,
    subtree.lowest_sum / nullif(subtree.eligible_count, 0) AS lowest_mean,
    subtree.highest_sum / nullif(subtree.eligible_count, 0) AS highest_mean,
    classed.category_code,
    classed.other_category_code,
    subtree.sangat_rendah_count,
    subtree.rendah_count,
    subtree.sedang_count,
    subtree.tinggi_count,
    subtree.sangat_tinggi_count
FROM subtree
LEFT JOIN classed USING (unit_no)
ORDER BY subtree.unit_no
