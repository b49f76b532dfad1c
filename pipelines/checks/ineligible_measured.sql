-- severity: warn
-- title: Terukur tetapi tidak termasuk yang diukur
-- title_en: Measured but not eligible
-- message: Orang ini menurut aturan tahun ini tidak diukur (lihat alasannya di halaman Metode). Hasilnya disimpan tetapi tidak ikut rerata.
-- message_en: By the year's rules this person is not measured (see the reason on the page Method). The result is kept and enters no mean.
SELECT 'measurements' AS kind, measurement.row_id, 'nip' AS column_name, stg.status_code AS value, NULL AS expected_value
FROM measurement
JOIN stg_personnel AS stg ON stg.row_id = measurement.person_no
WHERE measurement.outcome = 'excluded'
