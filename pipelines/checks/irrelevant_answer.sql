-- severity: warn
-- title: Jawaban tidak berlaku bagi jabatan
-- title_en: Answer does not apply to the position
-- message: Diklat ini tidak dinilai bagi kelompok jabatan orang ini, jadi jawabannya diabaikan dan tidak menambah skor. Periksa jenis jabatan di SIMPEG.
-- message_en: This training does not count for the position group of this person, so the answer is ignored and adds nothing. Check the kind of position in SIMPEG.
WITH
asked AS (
    SELECT
        position_group,
        bool_or(indicator_code = 'leadership_training') AS asks_leadership_training,
        bool_or(indicator_code = 'functional_training') AS asks_functional_training
    FROM rule_indicator
    GROUP BY position_group
)
SELECT 'measurements' AS kind, row_id, 'diklat_kepemimpinan' AS column_name, 'ya' AS value, position_group AS expected_value
FROM measurement
JOIN asked USING (position_group)
WHERE has_leadership_training AND NOT asks_leadership_training
UNION ALL
SELECT 'measurements', row_id, 'diklat_fungsional', 'ya', position_group
FROM measurement
JOIN asked USING (position_group)
WHERE has_functional_training AND NOT asks_functional_training
