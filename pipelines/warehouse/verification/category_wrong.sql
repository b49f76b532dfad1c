-- Indexes that are classed otherwise than the bounds in force class them, or by no bound at all: one row per year, index and category.
WITH
classed AS (
    SELECT DISTINCT period_year, total_score, category_code
    FROM score
    WHERE is_measured
)
SELECT classed.period_year, classed.total_score, classed.category_code
FROM classed
ANTI JOIN rule_category
    ON rule_category.is_in_force
    AND rule_category.period_year = classed.period_year
    AND rule_category.category_code = classed.category_code
    AND (classed.total_score > rule_category.lower_bound OR (rule_category.is_lower_included AND classed.total_score = rule_category.lower_bound))
    AND (classed.total_score < rule_category.upper_bound OR (rule_category.is_upper_included AND classed.total_score = rule_category.upper_bound))
