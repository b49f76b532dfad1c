-- severity: reject
-- title: Unit kerja tidak dikenal
-- title_en: Unknown unit
-- message: Unit kerja ini tidak ada (atau namanya tidak tunggal) pada daftar unit dan daftar alias. Perbaiki kode atau nama unit, atau tambahkan alias di data/reference/units_alias.toml.
-- message_en: This unit is not in the list of units and aliases, or its name is not unique there. Correct the identifier or name, or add an alias in data/reference/units_alias.toml.
SELECT
    'personnel' AS kind,
    stg_personnel.row_id,
    CASE WHEN starts_with(stg_personnel.place, '#') THEN 'unit_id' ELSE 'satuan_kerja' END AS column_name,
    substr(stg_personnel.place, 2) AS value,
    NULL AS expected_value
FROM stg_personnel
LEFT JOIN unit_place USING (place)
WHERE unit_place.unit_no IS NULL
UNION ALL
SELECT 'measurements', stg_measurement.row_id, 'satuan_kerja', substr(stg_measurement.place, 2), NULL
FROM stg_measurement
LEFT JOIN unit_place USING (place)
WHERE stg_measurement.name_spelling IS NOT NULL AND unit_place.unit_no IS NULL
UNION ALL
SELECT 'reports', stg_report.row_id, 'unit_id', stg_report.unit_id, NULL
FROM stg_report
LEFT JOIN unit USING (unit_id)
ANTI JOIN ended_unit USING (unit_id)
WHERE unit.unit_no IS NULL
