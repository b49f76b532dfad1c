-- severity: warn
-- title: Pendidikan berbeda dari SIMPEG
-- title_en: Education differs from SIMPEG
-- message: Pendidikan pada jawaban berbeda dari SIMPEG; jawaban yang dipakai. Perbaiki data SIMPEG atau kembalikan jawabannya.
-- message_en: The education answered differs from SIMPEG; the answer is used. Correct SIMPEG or return the answer.
SELECT
    'measurements' AS kind,
    row_id,
    'pendidikan' AS column_name,
    answered_education_code AS value,
    simpeg_education_code AS expected_value
FROM measurement
WHERE answered_education_code <> simpeg_education_code
