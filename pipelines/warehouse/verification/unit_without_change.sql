-- Units that unit_change does not have exactly once in a year that was compared, or has in one that was not: one row per year and unit.
SELECT unit.period_year, unit.unit_no
FROM unit
LEFT JOIN period USING (period_year)
LEFT JOIN unit_change USING (period_year, unit_no)
GROUP BY unit.period_year, unit.unit_no, period.compared_release_id
HAVING count(unit_change.unit_no) <> (CASE WHEN period.compared_release_id IS NULL THEN 0 ELSE 1 END)
