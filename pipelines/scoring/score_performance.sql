-- One row per position group and performance value or predicate that somebody has: its band or predicate and the points of kinerja. A year's rules hold
-- bands or predicates; a value outside the range of values has no row. The values that people have are few, so the bands are searched once a value.
WITH point AS (
    FROM rule_point WHERE period_year = getvariable('period_year') AND indicator_code = 'performance'
)
SELECT position_group, performance_value, NULL AS performance_predicate, answer_code::performance_word AS performance_code, points
FROM (SELECT DISTINCT performance_value FROM score_input)
JOIN rule_value_range ON performance_value BETWEEN lowest_value AND highest_value
JOIN point USING (period_year, indicator_code, position_group)
WHERE performance_value >= lower_bound AND (upper_bound IS NULL OR performance_value < upper_bound)
UNION ALL
SELECT position_group, NULL, answer_code, answer_code::performance_word, points
FROM point
WHERE lower_bound IS NULL
