-- One row per position group: the hours (JP) of technical training from which on the answer is yes; NULL where it is not asked.
SELECT position_group, max(minimum_hours) FILTER (indicator_code = 'technical_training') AS minimum_hours
FROM rule_indicator
WHERE period_year = getvariable('period_year')
GROUP BY position_group
