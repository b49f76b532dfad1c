-- One row per position group and punishment, and one for the empty answer when rule_default says what it counts as: the points of disiplin.
SELECT position_group, answer_code AS given_code, answer_code::discipline_word AS discipline_code, points
FROM rule_point
WHERE period_year = getvariable('period_year') AND indicator_code = 'discipline'
UNION ALL
SELECT position_group, NULL, answer_code::discipline_word, points
FROM rule_default
JOIN rule_point USING (period_year, indicator_code, position_group, answer_code)
WHERE period_year = getvariable('period_year') AND indicator_code = 'discipline'
