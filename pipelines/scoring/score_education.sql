-- One row per position group and level of education: the points of kualifikasi.
SELECT position_group, answer_code AS education_code, points
FROM rule_point
WHERE period_year = getvariable('period_year') AND indicator_code = 'education'
