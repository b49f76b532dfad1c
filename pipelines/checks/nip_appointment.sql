-- severity: warn
-- title: Masa pengangkatan pada NIP janggal
-- title_en: Appointment in the NIP is odd
-- message: Angka ke-9 sampai ke-14 NIP bukan tahun dan bulan pengangkatan yang mungkin bagi status pegawai ini (PPPK berkode 21). Periksa NIP dan status di SIMPEG.
-- message_en: Digits 9 to 14 of the NIP are no year and month of appointment possible for this status (PPPK carry 21). Check NIP and status in SIMPEG.
WITH digits AS (
    SELECT
        row_id,
        status_code,
        nip // 100000000000000 AS birth_year,
        nip // 1000000 % 10000 AS appointment_year,
        nip // 10000 % 100 AS appointment_code
    FROM stg_personnel
    WHERE nip IS NOT NULL
)
SELECT
    'personnel' AS kind,
    row_id,
    'nip' AS column_name,
    appointment_year::VARCHAR || lpad(appointment_code::VARCHAR, 2, '0') AS value,
    status_code AS expected_value
FROM digits
WHERE
    appointment_year > (SELECT period_year FROM build)
    OR appointment_year - birth_year < 15
    OR (status_code = 'PPPK' AND appointment_code <> 21)
    OR (status_code <> 'PPPK' AND appointment_code NOT BETWEEN 1 AND 12)
