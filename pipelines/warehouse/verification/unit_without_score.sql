-- Units that unit_score does not have exactly once, under the same identifier: one row per unit.
SELECT unit.period_year, unit.unit_no
FROM unit
LEFT JOIN unit_score USING (period_year, unit_no, unit_id)
GROUP BY unit.period_year, unit.unit_no
HAVING count(unit_score.unit_no) <> 1
