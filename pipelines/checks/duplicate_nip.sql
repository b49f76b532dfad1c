-- severity: reject
-- title: NIP tercatat lebih dari sekali
-- title_en: NIP stands more than once
-- message: Orang ini tercatat lebih dari sekali; satu baris dipakai (hasil dengan waktu ukur terbaru, atau baris terakhir) dan baris ini tidak. Hapus baris yang tidak berlaku di sumber.
-- message_en: This person stands more than once; one row is used (the result measured last, or the last row) and this one is not. Delete the row that no longer holds in the source.
WITH
person_row AS (
    SELECT row_id, nip FROM stg_personnel WHERE row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'personnel')
),
result_row AS (
    SELECT stg.row_id, coalesce(stg.nip, named_nip.nip) AS nip, stg.measured_at
    FROM stg_measurement AS stg
    LEFT JOIN named_nip ON named_nip.row_id = stg.row_id
    WHERE stg.row_id NOT IN (SELECT row_id FROM rejected WHERE kind = 'measurements')
),
repeated_person AS (
    SELECT nip FROM person_row WHERE nip IS NOT NULL GROUP BY nip HAVING count(*) > 1
),
repeated_result AS (
    SELECT nip FROM result_row WHERE nip IS NOT NULL GROUP BY nip HAVING count(*) > 1
),
older AS (
    SELECT 'personnel' AS kind, row_id, nip
    FROM person_row
    JOIN repeated_person USING (nip)
    QUALIFY row_number() OVER (PARTITION BY nip ORDER BY row_id DESC) > 1
    UNION ALL
    SELECT 'measurements', row_id, nip
    FROM result_row
    JOIN repeated_result USING (nip)
    QUALIFY row_number() OVER (
        PARTITION BY nip
        ORDER BY coalesce(measured_at <= (SELECT as_of FROM build), TRUE) DESC, measured_at DESC NULLS LAST, row_id DESC
    ) > 1
)
SELECT kind, row_id, 'nip' AS column_name, nip::VARCHAR AS value, NULL AS expected_value
FROM older
