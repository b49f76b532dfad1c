-- One row per measured person: what was answered, and the dirt that the file will have in this row.
WITH
met AS (
    SELECT
        measured.* EXCLUDE (unit_no),
        person.* EXCLUDE (dirt),
        setting.is_clean,
        least(setting.year, 2023) - 2019 AS years_on,
        dirt.dirt,
        measured.rowid % 2 = 1 AS is_odd,
        CASE WHEN person.position_kind IN ('JPT', 'administrator', 'pengawas') THEN 'struktural' ELSE person.position_kind END AS position_group
    FROM measured
    JOIN person USING (post_no)
    CROSS JOIN setting
    LEFT JOIN dirt
        ON dirt.source = 'measurements'
        AND dirt.place = (measured.rowid * 7919 + setting.seed) % setting.period_of_dirt
        AND NOT setting.is_clean
)
SELECT
    post_no,
    unit_no,
    year_key,
    nip,
    measured_at,
    verified_at,
    dirt,
    is_odd,
    position_group,
    schooling.education_no,
    schooling.education_code,
    CASE
        WHEN dirt IN ('total is not the sum', 'score differs') THEN 'both'
        WHEN dirt = 'out of range' AND is_odd THEN 'scores'
        WHEN dirt IS NOT NULL OR pick(year_key, 'manner', 100) < 60 THEN 'answers'
        WHEN pick(year_key, 'manner', 100) < 85 THEN 'both'
        ELSE 'scores'
    END AS manner,
    CASE position_group
        WHEN 'struktural' THEN happens(key, 'leadership', 740 + 35 * years_on)
        WHEN 'fungsional' THEN CASE WHEN dirt = 'answer for another position' THEN TRUE END
    END AS has_leadership_training,
    CASE position_group
        WHEN 'fungsional' THEN happens(key, 'functional training', CASE WHEN is_converted THEN 120 ELSE 660 + 35 * years_on END)
        ELSE CASE WHEN dirt = 'answer for another position' THEN TRUE END
    END AS has_functional_training,
    CASE
        WHEN mostly(key, year_key, 'trains') < CASE position_group WHEN 'pelaksana' THEN 390 WHEN 'fungsional' THEN 580 ELSE 560 END + 28 * years_on
            THEN [20, 20, 24, 24, 30, 30, 32, 35, 40, 40, 48, 50, 60, 80, 120][1 + pick(year_key, 'hours', 15)]
        ELSE [0, 0, 0, 0, 4, 6, 8, 8, 10, 12, 16, 18][1 + pick(year_key, 'hours', 12)]
    END AS technical_training_hours,
    mostly(key, year_key, 'attends')
    < CASE position_group WHEN 'pelaksana' THEN 400 WHEN 'fungsional' THEN 680 ELSE 640 END + 28 * years_on AS has_seminar,
    -- Most values lie between 82 and 90, few above 91, a few far below: the value of the year before.
    (CASE
        WHEN happens(year_key, 'poor', 14) THEN 4500 + pick(year_key, 'value', 3100)
        WHEN happens(year_key, 'excellent', 50 + 14 * years_on) THEN 9100 + bell(year_key, 'value', 700)
        ELSE 7620 + bell(key, 'usual value', 1150) + bell(year_key, 'value', 650) + 25 * years_on
    END / 100)::DECIMAL(9, 4) AS performance_value,
    CASE
        WHEN NOT happens(key, 'punished', 16) THEN 'tidak_pernah'
        WHEN happens(key, 'lightly', 600) THEN 'ringan'
        WHEN happens(key, 'middling', 650) THEN 'sedang'
        ELSE 'berat'
    END AS discipline_code
FROM met
JOIN schooling ON schooling.education_no = CASE
    WHEN dirt = 'education higher than in SIMPEG' THEN CASE met.education_no WHEN 10 THEN 9 WHEN 9 THEN 10 WHEN 8 THEN 9 ELSE 8 END
    ELSE met.education_no
END
