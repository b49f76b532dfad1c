-- One row per measured person, in the order of the posts: what was answered and when. Its row number chooses the rows that get dirt.
WITH
inclined AS (
    SELECT
        person.*,
        setting.year,
        setting.opens_on,
        setting.closes_on,
        setting.is_clean,
        unit.coverage,
        unit.lateness,
        unit.diligence,
        unit.zona_waktu,
        unit.family_id,
        least(setting.year, 2023) - 2019 AS years_on,
        CASE unit.zona_waktu WHEN 'WITA' THEN 60 WHEN 'WIT' THEN 120 ELSE 0 END AS minutes_east
    FROM person
    JOIN unit USING (unit_no)
    CROSS JOIN setting
),
measured AS (
    SELECT
        *,
        NOT is_clean AND happens(year_key, 'late', lateness) AS is_late,
        pick(year_key, 'day', 1000) AS day_draw,
        (closes_on - opens_on)::INTEGER AS last_day_no
    FROM inclined
    WHERE CASE
        WHEN status = 'PNS' THEN happens(
            year_key,
            'measured',
            (coverage - CASE WHEN coverage BETWEEN 1 AND 980 AND position_kind = 'pelaksana' THEN 50 ELSE 0 END)
            * CASE year WHEN 2019 THEN 480 WHEN 2020 THEN 760 ELSE 1000 END // 1000
        )
        ELSE NOT is_clean AND coverage > 0 AND happens(year_key, 'measured all the same', 40)
    END
),
timed AS (
    SELECT
        *,
        CASE
            WHEN is_late THEN working_day(closes_on + 1 + pick(year_key, 'days late', 9))
            WHEN day_draw < 290 THEN opens_on
            WHEN day_draw >= 740 THEN closes_on
            ELSE opens_on + 1 + (day_draw - 290) * greatest(last_day_no - 1, 1) // 450
        END AS measured_on,
        CASE
            WHEN happens(year_key, 'morning', 480) THEN 450 + bell(year_key, 'minute', 210)
            WHEN happens(year_key, 'afternoon', 650) THEN 765 + bell(year_key, 'minute', 195)
            WHEN happens(year_key, 'evening', 150) THEN 1080 + bell(year_key, 'minute', 220)
            ELSE 480 + bell(year_key, 'minute', 480)
        END - minutes_east AS minute
    FROM measured
),
verified AS (
    SELECT
        *,
        CASE
            WHEN NOT happens(year_key, 'verified', CASE WHEN is_late THEN diligence * 7 // 10 ELSE diligence END) THEN NULL
            WHEN is_late THEN working_day(measured_on + 1 + pick(year_key, 'waits', 3))
            ELSE least(working_day(greatest(measured_on + 1, opens_on + 1) + least(pick(year_key, 'waits', 4), pick(year_key, 'waits too', 5))), closes_on + 3)
        END AS verified_on
    FROM timed
)
SELECT
    post_no,
    unit_no,
    key,
    year_key,
    is_converted,
    position_kind,
    education_no,
    CASE WHEN position_kind IN ('JPT', 'administrator', 'pengawas') THEN 'struktural' ELSE position_kind END AS position_group,
    measured_on + to_seconds(minute * 60 + pick(year_key, 'second', 60)) AS measured_at,
    verified_on + to_seconds((480 + bell(year_key, 'checked', 480) - minutes_east) * 60 + pick(year_key, 'checked second', 60)) AS verified_at,
    position_kind IN ('JPT', 'administrator', 'pengawas') AND happens(key, 'leadership', 740 + 35 * years_on) AS has_leadership_training,
    position_kind = 'fungsional' AND happens(key, 'functional training', CASE WHEN is_converted THEN 120 ELSE 660 + 35 * years_on END) AS has_functional_training,
    CASE
        WHEN (2 * pick(key, 'trains', 1000) + pick(year_key, 'trains', 1000)) // 3 < CASE position_kind WHEN 'pelaksana' THEN 380 WHEN 'fungsional' THEN 570 ELSE 540 END + 30 * years_on
            THEN [20, 20, 24, 24, 30, 30, 32, 35, 40, 40, 48, 50, 60, 80, 120][1 + pick(year_key, 'hours', 15)]
        ELSE [0, 0, 0, 0, 4, 6, 8, 8, 10, 12, 16, 18][1 + pick(year_key, 'hours', 12)]
    END AS technical_training_hours,
    (2 * pick(key, 'attends', 1000) + pick(year_key, 'attends', 1000)) // 3 < CASE position_kind WHEN 'pelaksana' THEN 400 WHEN 'fungsional' THEN 680 ELSE 620 END + 30 * years_on AS has_seminar,
    -- Most values lie from 82 to 90, few above 91, a few low ones: the value of the year before.
    (CASE
        WHEN happens(year_key, 'poor', 12) THEN 4500 + pick(year_key, 'value', 3100)
        WHEN happens(year_key, 'excellent', 45 + 12 * years_on) THEN 9100 + bell(year_key, 'value', 700)
        ELSE 7600 + bell(key, 'value', 1250) + bell(year_key, 'value', 650) + 25 * years_on
    END / 100)::DECIMAL(5, 2) AS performance_value,
    CASE WHEN NOT happens(key, 'punished', 16) THEN 'tidak_pernah' WHEN happens(key, 'lightly', 600) THEN 'ringan' WHEN happens(key, 'middling', 650) THEN 'sedang' ELSE 'berat' END AS discipline_code,
    pick(year_key, 'manner', 100) AS manner_draw,
    pick(mixed(year_key // 65536 + unit_no * 97), 'spelling', 100) AS spelling_draw
FROM verified
ORDER BY post_no
