-- severity: warn
-- title: Skor berbeda dari hasil hitung
-- title_en: Score differs from ours
-- message: Jawaban lengkap, dan skor yang dihitung dari jawaban berbeda dari skor pada sumber; hasil hitung yang dipakai, skor sumber disimpan. Periksa jawaban atau rumus sumber.
-- message_en: The answers are complete and give another score than the source states; ours is used, theirs is kept. Check the answers or the formula of the source.
WITH
different AS (
    SELECT
        measurement.row_id,
        [
            {column_name: 'kualifikasi', reported: measurement.reported_qualification, ours: score_result.qualification_score},
            {column_name: 'kompetensi', reported: measurement.reported_competence, ours: score_result.competence_score},
            {column_name: 'kinerja', reported: measurement.reported_performance, ours: score_result.performance_score},
            {column_name: 'disiplin', reported: measurement.reported_discipline, ours: score_result.discipline_score}
        ] AS cells
    FROM measurement
    JOIN score_result USING (person_no)
    WHERE
        score_result.score_source = 'answers'
        AND greatest(
            abs(measurement.reported_qualification - score_result.qualification_score),
            abs(measurement.reported_competence - score_result.competence_score),
            abs(measurement.reported_performance - score_result.performance_score),
            abs(measurement.reported_discipline - score_result.discipline_score)
        ) > (SELECT total_tolerance FROM rule_version)
),
cell AS (
    SELECT row_id, unnest(cells, recursive := TRUE)
    FROM different
)
SELECT 'measurements' AS kind, row_id, column_name, figure_of(reported) AS value, figure_of(ours) AS expected_value
FROM cell
WHERE abs(reported - ours) > (SELECT total_tolerance FROM rule_version)
