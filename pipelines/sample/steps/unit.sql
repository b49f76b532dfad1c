-- One row per unit, numbered in the order of the file, with what the sample needs to know of it: how many posts and how its people measure.
-- The 25 units of the Badan are real, with identifiers of ours where the source has none; sub-units, head counts and all shares are invented.
WITH
top_unit AS (
    SELECT
        kemenag_unit.unit_id,
        kemenag_unit.nama,
        CASE WHEN setting.is_nation THEN coalesce(kemenag_unit.induk, '01') ELSE kemenag_unit.induk END AS induk,
        kemenag_unit.jenis,
        kemenag_unit.zona_waktu,
        profile.structure,
        profile.head_count,
        CASE WHEN setting.people >= 100 THEN profile.fixed_count END AS fixed_count,
        profile.coverage,
        profile.lateness,
        profile.diligence,
        1 AS part
    FROM kemenag_unit
    JOIN kemenag_profile AS profile USING (unit_id)
    CROSS JOIN setting
    UNION ALL
    SELECT '01', 'Kementerian Agama', NULL, 'instansi', 'WIB', NULL, 1, NULL, 950, 0, 950, 1
    FROM setting
    WHERE is_nation
    UNION ALL
    SELECT unit_id, nama, induk, jenis, zona_waktu, structure, head_count, NULL, coverage, lateness, diligence, 2
    FROM nation_unit
),
structure_size AS (
    SELECT structure, sum(weight) AS total_weight FROM sub_unit GROUP BY structure
),
-- A unit with sub-units keeps a tenth of its people for itself. Shares count in thousandths of a person, the nation's fill up the number asked for.
all_unit AS (
    SELECT
        unit_id, nama, induk, jenis, zona_waktu, part, fixed_count, coverage, lateness, diligence, structure, 'umum' AS character,
        CASE WHEN structure IS NULL THEN head_count * 1000 ELSE head_count * 100 END AS share,
        unit_id AS family_id
    FROM top_unit
    UNION ALL
    SELECT
        top_unit.unit_id || sub_unit.code,
        CASE WHEN top_unit.structure = 'sekretariat' THEN sub_unit.nama ELSE sub_unit.nama || ' ' || top_unit.nama END,
        top_unit.unit_id || coalesce(sub_unit.parent_code, ''),
        sub_unit.jenis,
        top_unit.zona_waktu,
        top_unit.part,
        NULL,
        top_unit.coverage,
        top_unit.lateness,
        top_unit.diligence,
        NULL,
        sub_unit.character,
        top_unit.head_count * 900 * sub_unit.weight // structure_size.total_weight,
        top_unit.unit_id
    FROM top_unit
    JOIN sub_unit USING (structure)
    JOIN structure_size USING (structure)
),
-- The Badan keeps its own size in a nation; without a nation it takes everybody.
weighed AS (
    SELECT
        all_unit.* EXCLUDE (share),
        CASE
            WHEN fixed_count IS NOT NULL THEN 0
            WHEN part = 2
                THEN share * (setting.people * 1000 - sum(share) FILTER (part = 1) OVER ()) // sum(share) FILTER (part = 2) OVER ()
            ELSE share
        END::HUGEINT AS share,
        row_number() OVER (ORDER BY part, unit_id) AS unit_no,
        setting.people - coalesce(sum(fixed_count) OVER (), 0) AS shared_people,
        mixed((row_number() OVER (ORDER BY part, unit_id) * 2246822519 + setting.seed * 7919) & 4294967295) AS key
    FROM all_unit
    CROSS JOIN setting
),
running AS (
    SELECT
        *,
        coalesce(sum(share) OVER (ORDER BY unit_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS share_before,
        sum(share) OVER () AS all_shares
    FROM weighed
),
counted AS (
    SELECT
        *,
        coalesce(fixed_count, (share_before + share) * shared_people // all_shares - share_before * shared_people // all_shares)::BIGINT AS post_count
    FROM running
)
SELECT
    unit_no::INTEGER AS unit_no,
    key,
    unit_id,
    CASE WHEN setting.year <= year(renamed_unit.last_day) THEN renamed_unit.former_name ELSE nama END AS nama,
    nama AS present_name,
    induk,
    jenis,
    zona_waktu,
    character,
    structure IS NOT NULL OR unit_id = family_id AS is_office,
    fixed_count IS NOT NULL AS is_fixed,
    coverage,
    lateness,
    diligence,
    coalesce(sum(post_count) OVER (ORDER BY unit_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS first_post,
    post_count
FROM counted
LEFT JOIN renamed_unit USING (unit_id)
CROSS JOIN setting
ORDER BY unit_no
