-- severity: reject
-- title: NIP bukan 18 angka
-- title_en: NIP is not 18 digits
-- message: NIP harus 18 angka (spasi, titik, dan tanda petik boleh ada). Periksa NIP di SIMPEG, perbaiki di berkas sumber, lalu muat ulang; NIP lama 9 angka tidak dipakai.
-- message_en: A NIP has 18 digits (blanks, dots and an apostrophe may stand in it). Look it up in SIMPEG, correct the source file and load it again; the old number of 9 digits is not used.
WITH unread AS (
    SELECT 'personnel' AS kind, row_id, unread_nip FROM stg_personnel WHERE unread_nip IS NOT NULL
    UNION ALL
    SELECT 'measurements', row_id, unread_nip FROM stg_measurement WHERE unread_nip IS NOT NULL
)
SELECT kind, row_id, 'nip' AS column_name, unread_nip AS value, NULL AS expected_value
FROM unread
WHERE NOT is_number_cell(unread_nip)
