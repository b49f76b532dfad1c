-- The file of results: one row per measured person in the order of the posts; at the end rows that repeat somebody or belong to nobody in SIMPEG.
WITH
said AS (
    SELECT
        answer.*,
        setting.year,
        setting.is_clean,
        setting.has_predicates,
        schooling.other_spelling,
        coalesce(answer.dirt, '') AS its_dirt,
        CASE
            WHEN setting.is_clean OR NOT happens(answer.year_key, 'NIP spelling', 600) THEN 0
            ELSE greatest(0, pick(unit.key, 'NIP spelling', 12) - 8)
        END AS nip_way,
        CASE WHEN setting.is_clean THEN 0 ELSE greatest(0, pick(unit.key, 'wording', 14) - 10) END AS word_way,
        score_result.qualification_score,
        score_result.competence_score + CASE
            WHEN its_dirt = 'score differs' AND score_result.competence_score >= 15 THEN -15
            WHEN its_dirt = 'score differs' THEN 10
            WHEN its_dirt = 'out of range' THEN 57.5 - score_result.competence_score
            ELSE 0
        END AS competence_score,
        score_result.performance_score,
        score_result.discipline_score
    FROM answer
    JOIN unit ON unit.unit_no = answer.unit_no
    JOIN schooling ON schooling.education_no = answer.education_no
    JOIN score_result ON score_result.person_no = answer.post_no
    CROSS JOIN setting
),
-- 0: the row itself; 1: it stands there once more; 2: corrected a day later; 3: the retired predecessor of the post, no longer in SIMPEG.
lined AS (
    SELECT
        * REPLACE (
            CASE line WHEN 3 THEN nip - 36 * 100000001000000 ELSE nip END AS nip,
            CASE line WHEN 2 THEN measured_at + INTERVAL 23 HOUR ELSE measured_at END AS measured_at,
            CASE line WHEN 2 THEN performance_value + 1.25 ELSE performance_value END AS performance_value,
            CASE line WHEN 2 THEN NULL ELSE verified_at END AS verified_at
        )
    FROM (
        SELECT
            *,
            unnest(CASE its_dirt
                WHEN 'copied' THEN [0, 1]
                WHEN 'corrected later' THEN [0, 2]
                WHEN 'predecessor measured' THEN [0, 3]
                ELSE [0]
            END) AS line
        FROM said
    )
)
SELECT
    CASE its_dirt
        WHEN 'NIP spoilt' THEN spoilt_nip(nip::VARCHAR, pick(year_key, 'spoilt', 3))
        WHEN 'NIP from a number cell' THEN spoilt_nip(nip::VARCHAR, 3)
        ELSE spelt_nip(nip::VARCHAR, nip_way)
    END AS nip,
    (year - CASE its_dirt WHEN 'another year' THEN 1 ELSE 0 END)::VARCHAR AS tahun,
    CASE
        WHEN manner = 'scores' OR (its_dirt = '' AND happens(year_key, 'leaves education', 30)) THEN NULL
        WHEN NOT is_clean AND happens(year_key, 'education spelling', 200) THEN other_spelling
        ELSE education_code
    END AS pendidikan,
    CASE WHEN manner <> 'scores' THEN yes_or_no(has_leadership_training, word_way) END AS diklat_kepemimpinan,
    CASE WHEN manner <> 'scores' THEN yes_or_no(has_functional_training, word_way) END AS diklat_fungsional,
    CASE
        WHEN manner <> 'scores' AND (technical_training_hours > 0 OR NOT happens(year_key, 'leaves hours', 150))
            THEN technical_training_hours::VARCHAR
    END AS diklat_teknis_jp,
    CASE
        WHEN its_dirt = 'value that cannot be read' AND post_no % 3 = 0 THEN 'mungkin'
        WHEN manner <> 'scores' AND (has_seminar OR NOT happens(year_key, 'leaves seminar', 80)) THEN yes_or_no(has_seminar, word_way)
    END AS seminar,
    CASE
        WHEN manner = 'scores' OR its_dirt = 'performance missing' THEN NULL
        WHEN its_dirt = 'value that cannot be read' AND post_no % 3 = 1 THEN 'delapan lima'
        WHEN its_dirt = 'out of range' THEN points_text(performance_value * 10)
        WHEN has_predicates THEN replace(predicate_of(performance_value), '_', ' ')
        ELSE points_text(performance_value)
    END AS nilai_kinerja,
    CASE
        WHEN manner <> 'scores' AND (discipline_code <> 'tidak_pernah' OR NOT happens(year_key, 'leaves discipline', 50)) THEN discipline_code
    END AS hukuman_disiplin,
    CASE WHEN manner <> 'answers' THEN points_text(qualification_score) END AS kualifikasi,
    CASE WHEN manner <> 'answers' THEN points_text(competence_score) END AS kompetensi,
    CASE WHEN manner <> 'answers' THEN points_text(performance_score) END AS kinerja,
    CASE WHEN manner <> 'answers' THEN points_text(discipline_score) END AS disiplin,
    CASE
        WHEN manner <> 'answers' THEN points_text(
            qualification_score + competence_score + performance_score + discipline_score
            + CASE WHEN its_dirt = 'total is not the sum' THEN CASE WHEN competence_score = 40 THEN -5 ELSE 2.5 END ELSE 0 END
        )
    END AS total,
    CASE
        WHEN its_dirt = 'value that cannot be read' AND post_no % 3 = 2 THEN '31-04-' || year || ' 25:10'
        ELSE strftime(measured_at - to_days(CASE its_dirt WHEN 'too early' THEN 5 ELSE 0 END), '%Y-%m-%d %H:%M:%S')
    END AS waktu_ukur,
    strftime(verified_at, '%Y-%m-%d %H:%M:%S') AS waktu_verifikasi
FROM lined
ORDER BY line, post_no
