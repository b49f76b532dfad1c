-- severity: warn
-- title: Kategori berbeda dari hasil hitung
-- title_en: Category differs from ours
-- message: Kategori pada sumber berbeda dari kategori menurut aturan tahun ini; kategori hasil hitung yang dipakai. Periksa batas kategori pada sumber.
-- message_en: The category in the source differs from the one the year's rules give; ours is used. Check the bounds of the source.
SELECT
    'measurements' AS kind,
    measurement.row_id,
    'kategori' AS column_name,
    measurement.reported_category_code AS value,
    score_result.category_code AS expected_value
FROM measurement
JOIN score_result USING (person_no)
WHERE measurement.reported_category_code <> score_result.category_code
