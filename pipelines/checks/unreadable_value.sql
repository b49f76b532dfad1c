-- severity: reject
-- title: Isian tidak terbaca
-- title_en: Value cannot be read
-- message: Isian tidak dikenal untuk kolom ini. Perbaiki isian di berkas sumber sesuai templat lalu muat ulang; isian tidak ditebak dan tidak dianggap 0.
-- message_en: The value is not known for this column. Correct it in the source file as the template says and load it again; it is neither guessed nor taken as 0.
WITH
row_with_cell AS (
    SELECT 'units' AS kind, row_id, unread FROM stg_unit
    UNION ALL
    SELECT 'personnel', row_id, unread FROM stg_personnel WHERE unread IS NOT NULL
    UNION ALL
    SELECT 'measurements', row_id, unread FROM stg_measurement WHERE unread IS NOT NULL
    UNION ALL
    SELECT 'reports', row_id, unread FROM stg_report
),
cell AS (
    SELECT kind, row_id, unnest(map_entries(unread)) AS entry
    FROM row_with_cell
)
SELECT kind, row_id, entry.key AS column_name, entry.value AS value, NULL AS expected_value
FROM cell
WHERE entry.value IS NOT NULL
