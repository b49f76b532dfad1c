-- One row per unit name that fits no unit and no alias, for somebody to decide. Names are never merged by likeness.
WITH
word AS (
    SELECT spelling_of(unit_name) AS spelling FROM unit
    UNION
    SELECT spelling_of(alias) FROM unit_alias
),
unplaced AS (
    SELECT 'personnel' AS kind, row_id, unnest(string_split(substr(place, 2), '|')) AS unit_name
    FROM stg_personnel
    WHERE NOT starts_with(place, '#')
    UNION ALL
    SELECT 'measurements', row_id, substr(place, 2)
    FROM stg_measurement
    WHERE place IS NOT NULL
)
SELECT (SELECT period_year FROM build) AS period_year, source.source_name, unplaced.unit_name, count(*) AS row_count
FROM unplaced
JOIN source
    ON source.kind = unplaced.kind
    AND unplaced.row_id BETWEEN source.first_rowid AND source.last_rowid
WHERE spelling_of(unplaced.unit_name) NOT IN (SELECT spelling FROM word)
GROUP BY source.source_name, unplaced.unit_name
ORDER BY source.source_name, row_count DESC, unplaced.unit_name
