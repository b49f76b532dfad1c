-- severity: reject
-- title: Jawaban tidak lengkap
-- title_en: Answers incomplete
-- message: Pendidikan atau nilai kinerja tidak ada, dan keempat skor juga tidak lengkap, sehingga indeks tidak dapat dihitung. Lengkapi jawaban atau keempat skor; yang kosong tidak dianggap 0.
-- message_en: Education or the performance value is missing and the four scores are not complete either, so there is no index. Fill in the answers or all four scores; nothing missing is taken as 0.
SELECT
    'measurements' AS kind,
    measurement.row_id,
    CASE
        WHEN coalesce(reported_qualification, reported_competence, reported_performance, reported_discipline) IS NULL
            THEN CASE WHEN education_code IS NULL THEN 'pendidikan' ELSE 'nilai_kinerja' END
        WHEN reported_qualification IS NULL THEN 'kualifikasi'
        WHEN reported_competence IS NULL THEN 'kompetensi'
        WHEN reported_performance IS NULL THEN 'kinerja'
        ELSE 'disiplin'
    END AS column_name,
    NULL AS value,
    NULL AS expected_value
FROM measurement
ANTI JOIN score_result USING (person_no)
WHERE measurement.person_no IS NOT NULL
