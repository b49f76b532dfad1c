-- severity: stop
-- title: Berkas berisi tahun lain
-- title_en: File of another year
-- message: Lebih dari separuh baris berkas ini bukan tahun pengukuran yang dibangun. Pilih berkas atau tahun yang benar.
-- message_en: More than half of the rows of this file belong to another measurement year. Choose the right file or year.
SELECT
    source.source_no,
    NULL::BIGINT AS row_id,
    'tahun' AS column_name,
    mode(stg.period_year)::VARCHAR AS value,
    (SELECT period_year FROM build)::VARCHAR AS expected_value
FROM stg_measurement AS stg
JOIN source
    ON source.kind = 'measurements'
    AND stg.row_id BETWEEN source.first_rowid AND source.last_rowid
GROUP BY source.source_no
HAVING count(*) FILTER (WHERE stg.period_year <> (SELECT period_year FROM build)) * 2 > count(*)
