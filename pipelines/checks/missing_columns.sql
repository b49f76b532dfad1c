-- severity: stop
-- title: Kolom wajib tidak ada
-- title_en: Required column missing
-- message: Kolom wajib tidak ada pada sumber ini. Tambahkan kolomnya atau lengkapi tata letak (data/reference/layouts), lalu muat ulang.
-- message_en: A required column is missing from this source. Add the column or complete the layout (data/reference/layouts), then load again.
SELECT source_no, NULL::BIGINT AS row_id, column_name, NULL AS value, NULL AS expected_value
FROM source_missing
