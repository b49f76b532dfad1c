-- severity: warn
-- title: Laporan berulang untuk satu tahap
-- title_en: Stage reported more than once
-- message: Unit ini sudah melaporkan tahap yang sama; laporan yang pertama yang dihitung dan baris ini tidak mengubah apa pun. Hapus baris ini bila keliru.
-- message_en: The unit had reported this stage already; the first report counts and this row changes nothing. Delete the row if it is a mistake.
SELECT
    'reports' AS kind,
    row_id,
    'waktu' AS column_name,
    reported_at::VARCHAR AS value,
    (first_value(reported_at) OVER first_to_last)::VARCHAR AS expected_value
FROM stg_report
WHERE row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'reports')
WINDOW first_to_last AS (PARTITION BY unit_id, stage_no ORDER BY reported_at, row_id)
QUALIFY row_number() OVER first_to_last > 1
