-- severity: reject
-- title: NIP rusak karena disimpan sebagai bilangan
-- title_en: NIP damaged by a numeric cell
-- message: NIP tersimpan sebagai bilangan di lembar kerja sehingga angka terakhirnya hilang. Ekspor ulang dengan kolom NIP berformat teks; NIP tidak ditebak.
-- message_en: The NIP was stored as a number in the spreadsheet, so its last digits are lost. Export again with the NIP column as text; a NIP is never guessed.
WITH unread AS (
    SELECT 'personnel' AS kind, row_id, unread_nip FROM stg_personnel WHERE unread_nip IS NOT NULL
    UNION ALL
    SELECT 'measurements', row_id, unread_nip FROM stg_measurement WHERE unread_nip IS NOT NULL
)
SELECT kind, row_id, 'nip' AS column_name, unread_nip AS value, NULL AS expected_value
FROM unread
WHERE is_number_cell(unread_nip)
