-- One row per check that found anything.
SELECT rule_check.check_code, rule_check.severity, count(*) AS finding_count
FROM finding_row
JOIN rule_check USING (check_code)
GROUP BY rule_check.check_code, rule_check.severity, rule_check.check_order
ORDER BY rule_check.check_order
