-- One row per post and whoever holds it in the year. The same seed, people and post give the same person every year until retirement.
-- NIPs are unique by construction: for a year of appointment, day of birth, sequence, age and sex lead back to one post. Posts that share day
-- and sequence (rounds apart) start from the same two draws, of the number alone, and go on by one from round to round.
WITH
numbered AS (
    SELECT
        post.*,
        setting.year,
        setting.period_of_dirt,
        setting.seed,
        setting.is_clean,
        mixed((post_no * 2654435769 + setting.seed * 40503 + 1) & 4294967295) AS post_key,
        (post_no * 227 + setting.seed * 31) % 365 AS birth_day_no,
        post_no // 365 % 999 + 1 AS sequence,
        post_no // 365 // 999 AS round_no
    FROM post
    CROSS JOIN setting
),
post_key AS (
    SELECT *, mixed((birth_day_no * 1000 + sequence + seed * 69621) & 4294967295) AS number_key
    FROM numbered
),
-- Careers of 24 to 38 years end at 58. PPPK take over some of the posts that become free from 2019 on.
career AS (
    SELECT
        *,
        24 + (round_no + pick(number_key, 'career', 15)) % 15 AS career_years,
        CASE WHEN NOT is_head AND happens(post_key, 'contract post', 120) THEN 2019 + pick(post_key, 'contract from', 6) END AS contract_year
    FROM post_key
),
phase AS (
    SELECT *, coalesce(contract_year, 2000 + pick(post_key, 'phase', career_years)) AS takeover_year
    FROM career
),
-- A head has served all but the last 12 years of a career somewhere else.
served AS (
    SELECT
        *,
        coalesce(year >= contract_year, FALSE) AS is_contract,
        CASE
            WHEN is_head THEN career_years - 12 + (year - takeover_year + 1200) % 12
            ELSE (year - takeover_year + 100 * career_years) % career_years
        END AS service_years
    FROM phase
),
holder AS (
    SELECT
        *,
        year - service_years AS appointed_year,
        CASE WHEN is_contract THEN 20 + 2 * (38 - career_years) ELSE 58 - career_years END AS age_at_start,
        mixed((post_key + (year - service_years)::UBIGINT * 2971215073) & 4294967295) AS key
    FROM served
),
placed AS (
    SELECT
        *,
        mixed((key + year * 104729) & 4294967295) AS year_key,
        (1 + (round_no // 15 + pick(mixed((number_key + appointed_year::UBIGINT * 2246822519) & 4294967295), 'sex', 2)) % 2)::TINYINT AS sex_no,
        pick(key, 'month', 100) AS month_draw,
        CASE
            WHEN is_head OR NOT happens(key, 'moves', 250) OR year < 2019 + pick(key, 'moves when', 10) THEN unit_no
            ELSE 1 + pick(key, 'moves to', (SELECT count(*) FROM unit))
        END AS new_unit_no,
        (post_no * 7919 + seed) % period_of_dirt AS dirt_place
    FROM holder
),
settled AS (
    SELECT
        placed.* EXCLUDE (unit_no, new_unit_no),
        CASE WHEN new_unit.is_fixed OR old_unit.is_fixed OR new_unit.post_count < 4 THEN old_unit.unit_no ELSE new_unit.unit_no END AS unit_no,
        CASE WHEN old_unit.is_fixed THEN NULL ELSE dirt.dirt END AS dirt,
        old_unit.jenis,
        old_unit.character,
        CASE
            WHEN is_head AND old_unit.jenis IN ('instansi', 'eselon I', 'eselon II') THEN 'JPT'
            WHEN is_head AND old_unit.jenis IN ('UPT', 'eselon III') THEN 'administrator'
            WHEN is_head AND (year < 2021 OR happens(post_key, 'keeps eselon IV', 450)) THEN 'pengawas'
            WHEN is_head THEN 'fungsional'
            WHEN is_contract THEN 'fungsional'
            WHEN service_years < 2 THEN 'pelaksana'
            WHEN happens(
                post_key,
                'functional',
                CASE old_unit.character WHEN 'umum' THEN 160 WHEN 'teknis' THEN 380 WHEN 'widyaiswara' THEN 780 ELSE 740 END
            ) THEN 'fungsional'
            ELSE 'pelaksana'
        END AS position_kind
    FROM placed
    JOIN unit AS old_unit ON old_unit.unit_no = placed.unit_no
    JOIN unit AS new_unit ON new_unit.unit_no = placed.new_unit_no
    LEFT JOIN dirt ON dirt.source = 'personnel' AND dirt.place = placed.dirt_place AND NOT placed.is_clean
),
schooled AS (
    SELECT
        settled.*,
        is_head AND position_kind = 'fungsional' AS is_converted,
        schooling_draw.education_no AS education_at_start,
        coalesce(
            CASE WHEN happens(key, 'studies', 90) AND year >= 2014 + pick(key, 'studies until', 12) THEN schooling.next_no END,
            schooling_draw.education_no
        ) AS education_no
    FROM settled
    JOIN schooling_draw
        ON schooling_draw.draw_no = pick(key, 'education', 1000)
        AND schooling_draw.role = CASE
            WHEN position_kind = 'pelaksana' THEN 'pelaksana'
            WHEN is_head THEN 'struktural'
            WHEN position_kind = 'fungsional' AND character IN ('peneliti', 'widyaiswara', 'pentashih') THEN 'pengajar'
            ELSE 'fungsional'
        END
    JOIN schooling ON schooling.education_no = schooling_draw.education_no
)
SELECT
    post_no,
    unit_no,
    key::UINTEGER AS key,
    year_key::UINTEGER AS year_key,
    is_head,
    is_contract,
    is_converted,
    position_kind,
    jenis,
    character,
    service_years::TINYINT AS service_years,
    sex_no,
    nip_of(
        make_date((appointed_year - age_at_start)::INTEGER, 1, 1) + birth_day_no::INTEGER,
        CASE WHEN dirt = 'birth date that does not exist' THEN 40 ELSE 0 END,
        appointed_year - CASE WHEN dirt = 'appointed as a child' THEN 20 ELSE 0 END,
        CASE
            WHEN is_contract THEN 21
            WHEN month_draw < 35 THEN 3
            WHEN month_draw < 60 THEN 1
            WHEN month_draw < 75 THEN 12
            WHEN month_draw < 88 THEN 2
            ELSE 4
        END,
        sex_no,
        sequence
    ) AS nip,
    education_no::TINYINT AS education_no,
    education_at_start::TINYINT AS education_at_start,
    CASE
        WHEN is_contract THEN 'PPPK'
        WHEN service_years = 0 OR (service_years = 1 AND happens(key, 'still candidate', 350)) THEN 'CPNS'
        WHEN is_head OR NOT happens(year_key, 'away', 9) THEN 'PNS'
        ELSE ['CLTN', 'TUGAS BELAJAR', 'DPK', 'TUGAS BELAJAR'][1 + pick(year_key, 'away why', 4)]
    END AS status,
    dirt
FROM schooled
