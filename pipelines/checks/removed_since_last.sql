-- severity: warn
-- title: Tidak ada lagi sejak rilis lalu
-- title_en: Gone since the last release
-- message: Orang ini ada pada rilis sebelumnya untuk tahun yang sama dan kini tidak ada. Pastikan barisnya memang dihapus di SIMPEG.
-- message_en: This person stood in the previous release of the same year and no longer does. Make sure the row was meant to go from SIMPEG.
WITH previous_person AS (
    SELECT nip FROM previous.person SEMI JOIN build USING (period_year)
)
SELECT 'personnel' AS kind, NULL::BIGINT AS row_id, 'nip' AS column_name, previous_person.nip::VARCHAR AS value, NULL AS expected_value
FROM previous_person
ANTI JOIN personnel USING (nip)
