-- severity: stop
-- title: Terlalu banyak baris ditolak
-- title_en: Too many rows rejected
-- message: Bagian baris yang ditolak pada berkas ini melampaui batas aturan tahun ini, jadi tidak ada yang diterbitkan. Lihat daftar temuan, perbaiki sumbernya, lalu muat ulang.
-- message_en: The share of rejected rows of this file is above the limit of the year's rules, so nothing is published. See the findings, correct the source and load again.
WITH share AS (
    SELECT source.source_no, count(rejected.row_id) / (source.last_rowid - source.first_rowid + 1) AS rejected_share
    FROM source
    JOIN rejected
        ON rejected.kind = source.kind
        AND rejected.row_id BETWEEN source.first_rowid AND source.last_rowid
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
