-- One row per measured person, in the order of the posts: when they measured and when their unit verified it. The row's number chooses who gets dirt.
-- Times are those of Jakarta: units in the east begin an hour or two before it.
WITH
inclined AS (
    SELECT
        person.post_no,
        person.year_key,
        person.status,
        unit.unit_no,
        unit.coverage - CASE WHEN unit.coverage BETWEEN 1 AND 980 AND person.position_kind = 'pelaksana' THEN 50 ELSE 0 END AS coverage,
        unit.lateness,
        unit.diligence,
        CASE setting.year WHEN 2019 THEN 480 WHEN 2020 THEN 760 ELSE 1000 END AS taking_part,
        CASE unit.zona_waktu WHEN 'WITA' THEN 60 WHEN 'WIT' THEN 120 ELSE 0 END AS minutes_east,
        setting.opens_on,
        setting.closes_on,
        setting.verified_by,
        setting.is_clean
    FROM person
    JOIN unit USING (unit_no)
    CROSS JOIN setting
),
measured AS (
    SELECT
        *,
        NOT is_clean AND happens(year_key, 'late', lateness) AS is_late,
        pick(year_key, 'day', 1000) AS day_draw
    FROM inclined
    WHERE CASE
        WHEN status = 'PNS' THEN happens(year_key, 'measured', coverage * taking_part // 1000)
        ELSE NOT is_clean AND coverage > 0 AND happens(year_key, 'measured all the same', 40)
    END
),
-- The first and the last day see most of it.
timed AS (
    SELECT
        *,
        CASE
            WHEN is_late THEN working_day(closes_on + 1 + pick(year_key, 'days late', 9))
            WHEN day_draw < 290 THEN opens_on
            WHEN day_draw >= 740 THEN closes_on
            ELSE opens_on + 1 + ((day_draw - 290) * greatest(closes_on - opens_on - 1, 1) // 450)::INTEGER
        END AS measured_on,
        CASE
            WHEN happens(year_key, 'morning', 480) THEN 450 + bell(year_key, 'minute', 210)
            WHEN happens(year_key, 'afternoon', 650) THEN 765 + bell(year_key, 'minute', 195)
            WHEN happens(year_key, 'evening', 150) THEN 1080 + bell(year_key, 'minute', 220)
            ELSE 480 + bell(year_key, 'minute', 480)
        END - minutes_east AS minute
    FROM measured
),
checked AS (
    SELECT
        *,
        CASE
            WHEN NOT happens(year_key, 'verified', CASE WHEN is_late THEN diligence * 7 // 10 ELSE diligence END) THEN NULL
            WHEN is_late THEN working_day(measured_on + 1 + pick(year_key, 'waits', 3))
            ELSE least(working_day(measured_on + 1 + least(pick(year_key, 'waits', 4), pick(year_key, 'waits too', 5))), verified_by)
        END AS verified_on
    FROM timed
)
SELECT
    post_no,
    unit_no,
    measured_on + to_seconds(minute * 60 + pick(year_key, 'second', 60)) AS measured_at,
    verified_on + to_seconds((480 + bell(year_key, 'checked', 480) - minutes_east) * 60 + pick(year_key, 'checked second', 60)) AS verified_at
FROM checked
ORDER BY post_no
