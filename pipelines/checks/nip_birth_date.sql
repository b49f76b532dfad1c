-- severity: warn
-- title: Tanggal lahir pada NIP janggal
-- title_en: Birth date in the NIP is odd
-- message: Delapan angka pertama NIP bukan tanggal lahir yang mungkin, atau berbeda dari SIMPEG. Periksa NIP dan tanggal lahir di SIMPEG.
-- message_en: The first eight digits of the NIP are no possible birth date, or differ from SIMPEG. Check NIP and birth date in SIMPEG.
WITH digits AS (
    SELECT row_id, nip // 10000000000 AS birth_digits, birth_date FROM stg_personnel WHERE nip IS NOT NULL
),
birth_day AS (
    SELECT birth_digits, try_strptime(birth_digits::VARCHAR, '%Y%m%d')::DATE AS born_on
    FROM (SELECT DISTINCT birth_digits FROM digits)
)
SELECT 'personnel' AS kind, row_id, 'nip' AS column_name, birth_digits::VARCHAR AS value, birth_date::VARCHAR AS expected_value
FROM digits
JOIN birth_day USING (birth_digits)
WHERE
    born_on IS NULL
    OR born_on <> birth_date
    OR (SELECT period_year FROM build) - year(born_on) NOT BETWEEN 17 AND 70
