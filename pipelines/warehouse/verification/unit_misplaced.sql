-- Units whose numbers are not those of a tree: a number used twice, or not within the numbers of the parent, which is one level above: one row per unit.
SELECT unit_no FROM unit GROUP BY unit_no HAVING count(*) > 1
UNION ALL
SELECT unit.unit_no
FROM unit
LEFT JOIN unit AS parent ON parent.period_year = unit.period_year AND parent.unit_id = unit.parent_unit_id
WHERE
    unit.last_unit_no < unit.unit_no
    OR CASE
        WHEN unit.parent_unit_id IS NULL THEN unit.unit_level <> 1
        ELSE coalesce(unit.unit_no <= parent.unit_no OR unit.last_unit_no > parent.last_unit_no OR unit.unit_level <> parent.unit_level + 1, true)
    END
