-- severity: warn
-- title: Jenis kelamin pada NIP janggal
-- title_en: Sex in the NIP is odd
-- message: Angka ke-15 NIP bukan 1 atau 2, atau berbeda dari jenis kelamin di SIMPEG. Periksa keduanya di SIMPEG.
-- message_en: Digit 15 of the NIP is neither 1 nor 2, or differs from the sex in SIMPEG. Check both in SIMPEG.
SELECT 'personnel' AS kind, row_id, 'nip' AS column_name, (nip // 1000 % 10)::VARCHAR AS value, sex_code AS expected_value
FROM stg_personnel
WHERE nip // 1000 % 10 NOT IN (1, 2) OR nip // 1000 % 10 <> CASE sex_code WHEN 'male' THEN 1 WHEN 'female' THEN 2 END
