-- severity: reject
-- title: Baris tahun lain
-- title_en: Row of another year
-- message: Baris ini bukan tahun pengukuran yang dibangun. Bangun tahun itu tersendiri dengan --year.
-- message_en: This row belongs to another measurement year. Build that year on its own with --year.
SELECT
    'measurements' AS kind,
    row_id,
    'tahun' AS column_name,
    period_year::VARCHAR AS value,
    (SELECT period_year FROM build)::VARCHAR AS expected_value
FROM stg_measurement
WHERE period_year <> (SELECT period_year FROM build)
