-- severity: stop
-- title: Terlalu banyak baris ditolak
-- title_en: Too many rows rejected
-- message: Bagian baris yang ditolak pada berkas ini melampaui batas aturan tahun ini, jadi tidak ada yang diterbitkan. Lihat daftar temuan, perbaiki sumbernya, lalu muat ulang.
-- message_en: The share of rejected rows of this file is above the limit of the year's rules, so nothing is published. See the findings, correct the source and load again.
-- A result that gave way to a later one of another source is no broken row: whoever measured on paper first and in the application then did nothing wrong.
WITH
older AS (
    SELECT source.source_no, finding_row.row_id, finding_row.value::BIGINT AS nip
    FROM finding_row
    JOIN source ON source.kind = 'measurements' AND finding_row.row_id BETWEEN source.first_rowid AND source.last_rowid
    WHERE finding_row.check_code = 'duplicate_nip' AND finding_row.kind = 'measurements'
),
staying AS (
    SELECT source.source_no, older.row_id
    FROM older
    JOIN (
        SELECT stg.row_id, coalesce(stg.nip, named_nip.nip) AS nip
        FROM stg_measurement AS stg
        LEFT JOIN named_nip USING (row_id)
        WHERE stg.row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'measurements')
    ) AS stays USING (nip)
    JOIN source ON source.kind = 'measurements' AND stays.row_id BETWEEN source.first_rowid AND source.last_rowid
),
replaced AS (
    SELECT 'measurements' AS kind, older.row_id
    FROM older
    JOIN staying USING (row_id)
    WHERE staying.source_no <> older.source_no
),
share AS (
    SELECT source.source_no, count(rejected.row_id) / (source.last_rowid - source.first_rowid + 1) AS rejected_share
    FROM source
    JOIN rejected
        ON rejected.kind = source.kind
        AND rejected.row_id BETWEEN source.first_rowid AND source.last_rowid
    ANTI JOIN replaced ON replaced.kind = rejected.kind AND replaced.row_id = rejected.row_id
    GROUP BY source.source_no, source.first_rowid, source.last_rowid
)
SELECT
    source_no,
    NULL::BIGINT AS row_id,
    NULL AS column_name,
    figure_of(round(rejected_share * 100, 2)) || ' %' AS value,
    '≤ ' || figure_of((SELECT rejected_share_limit FROM rule_version) * 100) || ' %' AS expected_value
FROM share
WHERE rejected_share > (SELECT rejected_share_limit FROM rule_version)
