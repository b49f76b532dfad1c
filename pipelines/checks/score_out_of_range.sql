-- severity: reject
-- title: Skor di luar rentang
-- title_en: Score out of range
-- message: Nilai ini di luar rentang yang mungkin menurut aturan tahun ini. Periksa perhitungannya di sumber; nilai tidak dipotong.
-- message_en: This value lies outside what the year's rules allow. Check how it was computed in the source; no value is cut to fit.
WITH
maximum AS (
    SELECT
        max(maximum_score) FILTER (WHERE dimension_code = 'qualification') AS qualification,
        max(maximum_score) FILTER (WHERE dimension_code = 'competence') AS competence,
        max(maximum_score) FILTER (WHERE dimension_code = 'performance') AS performance,
        max(maximum_score) FILTER (WHERE dimension_code = 'discipline') AS discipline,
        sum(maximum_score) AS total,
        (SELECT max(highest_value) FROM rule_value_range) AS performance_value
    FROM rule_dimension
),
wrong_cell AS (
    SELECT
        stg.row_id,
        [
            {column_name: 'kualifikasi', value: stg.reported_qualification, maximum: maximum.qualification},
            {column_name: 'kompetensi', value: stg.reported_competence, maximum: maximum.competence},
            {column_name: 'kinerja', value: stg.reported_performance, maximum: maximum.performance},
            {column_name: 'disiplin', value: stg.reported_discipline, maximum: maximum.discipline},
            {column_name: 'total', value: stg.reported_total, maximum: maximum.total},
            {column_name: 'nilai_kinerja', value: stg.performance_value, maximum: maximum.performance_value},
            {column_name: 'diklat_teknis_jp', value: stg.technical_training_hours, maximum: NULL}
        ] AS cells
    FROM stg_measurement AS stg
    CROSS JOIN maximum
    WHERE
        least(
            stg.reported_qualification, stg.reported_competence, stg.reported_performance, stg.reported_discipline, stg.reported_total,
            stg.performance_value, stg.technical_training_hours
        ) < 0
        OR stg.reported_qualification > maximum.qualification
        OR stg.reported_competence > maximum.competence
        OR stg.reported_performance > maximum.performance
        OR stg.reported_discipline > maximum.discipline
        OR stg.reported_total > maximum.total
        OR stg.performance_value > maximum.performance_value
),
cell AS (
    SELECT row_id, unnest(cells, recursive := TRUE)
    FROM wrong_cell
)
SELECT 'measurements' AS kind, row_id, column_name, figure_of(value) AS value, '0 - ' || figure_of(maximum) AS expected_value
FROM cell
WHERE value < 0 OR value > maximum
