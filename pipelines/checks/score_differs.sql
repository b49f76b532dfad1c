-- severity: warn
-- title: Skor berbeda dari hasil hitung
-- title_en: Score differs from ours
-- message: Jawaban lengkap, dan skor yang dihitung dari jawaban berbeda dari skor pada sumber; hasil hitung yang dipakai, skor sumber disimpan. Periksa jawaban atau rumus sumber.
-- message_en: The answers are complete and give another score than the source states; ours is used, theirs is kept. Check the answers or the formula of the source.
-- A total beside all four scores is held against their sum (total_not_sum), and they against ours; a total that stands without them is held against ours.
WITH
result AS (
    SELECT
        *,
        CASE
            WHEN reported_qualification + reported_competence + reported_performance + reported_discipline IS NULL THEN reported_total
        END AS lone_total
    FROM measurement
),
different AS (
    SELECT
        result.row_id,
        [
            {column_name: 'kualifikasi', reported: result.reported_qualification, ours: score_result.qualification_score},
            {column_name: 'kompetensi', reported: result.reported_competence, ours: score_result.competence_score},
            {column_name: 'kinerja', reported: result.reported_performance, ours: score_result.performance_score},
            {column_name: 'disiplin', reported: result.reported_discipline, ours: score_result.discipline_score},
            {column_name: 'total', reported: result.lone_total, ours: score_result.total_score}
        ] AS cells
    FROM result
    JOIN score_result USING (person_no)
    WHERE
        score_result.score_source = 'answers'
        AND greatest(
            abs(result.reported_qualification - score_result.qualification_score),
            abs(result.reported_competence - score_result.competence_score),
            abs(result.reported_performance - score_result.performance_score),
            abs(result.reported_discipline - score_result.discipline_score),
            abs(result.lone_total - score_result.total_score)
        ) > (SELECT total_tolerance FROM rule_version)
),
cell AS (
    SELECT row_id, unnest(cells, recursive := TRUE)
    FROM different
)
SELECT 'measurements' AS kind, row_id, column_name, figure_of(reported) AS value, figure_of(ours) AS expected_value
FROM cell
WHERE abs(reported - ours) > (SELECT total_tolerance FROM rule_version)
