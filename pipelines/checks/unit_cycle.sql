-- severity: stop
-- title: Unit kerja saling menjadi induk
-- title_en: Units above themselves
-- message: Unit ini berada di bawah dirinya sendiri melalui rantai induknya. Perbaiki kolom induk pada daftar unit.
-- message_en: Through its chain of parents this unit stands below itself. Correct the column induk in the list of units.
WITH RECURSIVE chain AS (
    SELECT unit_id, parent_unit_id FROM valid_unit WHERE parent_unit_id IS NOT NULL
    UNION
    SELECT chain.unit_id, above.parent_unit_id
    FROM chain
    JOIN valid_unit AS above
        ON above.unit_id = chain.parent_unit_id
        AND above.parent_unit_id IS NOT NULL
)
SELECT 'units' AS kind, valid_unit.row_id, 'induk' AS column_name, valid_unit.parent_unit_id AS value, NULL AS expected_value
FROM chain
JOIN valid_unit USING (unit_id)
WHERE chain.unit_id = chain.parent_unit_id
