-- One row per check that found anything in the year as the current release has it.
SELECT finding.check_code, finding.severity, count(*) AS finding_count
FROM previous.finding AS finding
JOIN previous.rule_check AS rule_check USING (check_code)
WHERE finding.period_year = (SELECT period_year FROM build)
GROUP BY finding.check_code, finding.severity, rule_check.check_order
ORDER BY rule_check.check_order
