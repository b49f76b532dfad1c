-- severity: reject
-- title: Unit induk tidak dikenal
-- title_en: Unknown parent unit
-- message: Unit induk baris ini tidak ada pada daftar unit untuk tahun ini, jadi tempatnya dalam susunan tidak diketahui. Perbaiki kolom induk.
-- message_en: The parent of this unit is not in the list of units of the year, so its place in the tree is unknown. Correct the column induk.
WITH RECURSIVE orphan AS (
    SELECT unit_id
    FROM valid_unit
    WHERE parent_unit_id IS NOT NULL AND parent_unit_id NOT IN (SELECT unit_id FROM valid_unit)
    UNION
    SELECT below.unit_id
    FROM valid_unit AS below
    JOIN orphan ON below.parent_unit_id = orphan.unit_id
)
SELECT 'units' AS kind, valid_unit.row_id, 'induk' AS column_name, valid_unit.parent_unit_id AS value, NULL AS expected_value
FROM valid_unit
JOIN orphan USING (unit_id)
