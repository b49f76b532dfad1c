-- severity: stop
-- title: Sumber tidak berisi data
-- title_en: Source without data
-- message: Sumber terbaca tetapi tidak memuat satu baris data pun. Periksa apakah ekspor sudah lengkap; rilis yang berlaku tidak berubah.
-- message_en: The source was read and holds not one data row. See whether the export is complete; the current release is unchanged.
SELECT source_no, NULL::BIGINT AS row_id, NULL AS column_name, NULL AS value, NULL AS expected_value
FROM source
WHERE last_rowid < first_rowid AND NOT may_be_empty
