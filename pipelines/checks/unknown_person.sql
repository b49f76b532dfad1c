-- severity: reject
-- title: Terukur tetapi tidak ada di SIMPEG
-- title_en: Measured but not in SIMPEG
-- message: Hasil ini tidak menemukan orangnya di SIMPEG (atau namanya tidak tunggal di unit itu, atau barisnya di SIMPEG ditolak). Lengkapi data SIMPEG atau perbaiki NIP.
-- message_en: This result finds no person in SIMPEG (or the name is not unique in that unit, or the SIMPEG row was rejected). Complete SIMPEG or correct the NIP.
-- A result without NIP names a unit, where an officer finds its row; the name of the person stays in the source.
SELECT
    'measurements' AS kind,
    measurement.row_id,
    CASE WHEN stg.name_spelling IS NULL THEN 'nip' ELSE 'nama' END AS column_name,
    stg.nip::VARCHAR AS value,
    CASE WHEN stg.name_spelling IS NOT NULL THEN substr(stg.place, 2) END AS expected_value
FROM measurement
JOIN stg_measurement AS stg ON stg.row_id = measurement.row_id
WHERE measurement.person_no IS NULL
