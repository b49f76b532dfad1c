-- severity: warn
-- title: Unit dikenali melalui alias
-- title_en: Unit found by an alias
-- message: Nama unit pada sumber adalah alias; unit resminya sudah dipakai. Perbaiki nama di sumber bila sempat.
-- message_en: The name of the unit in the source is an alias; the official unit was used. Correct the name in the source when there is time.
SELECT 'personnel' AS kind, stg.row_id, 'satuan_kerja' AS column_name, substr(stg.place, 2) AS value, unit.unit_name AS expected_value
FROM stg_personnel AS stg
JOIN unit_place ON unit_place.place = stg.place AND unit_place.is_alias
JOIN unit USING (unit_no)
UNION ALL
SELECT 'measurements', stg.row_id, 'satuan_kerja', substr(stg.place, 2), unit.unit_name
FROM stg_measurement AS stg
JOIN unit_place ON unit_place.place = stg.place AND unit_place.is_alias
JOIN unit USING (unit_no)
