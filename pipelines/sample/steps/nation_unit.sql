-- One row per agency, eselon I and eselon II or UPT of the invented nation around the Badan; none when the sample is small.
-- Their number grows with the people asked for: about 400 people a unit, the sub-units of the structure 'dinas' included.
WITH
numbered AS (
    SELECT agency_no, mixed((agency_no * 2654435761 + setting.seed * 97 + 11) & 4294967295) AS key
    FROM setting
    CROSS JOIN LATERAL unnest(range(greatest(1, (setting.people // 400 - 140) // 149))) AS counted (agency_no)
    WHERE setting.is_nation
),
agency AS (
    SELECT
        agency_no,
        key,
        (30001 + agency_no)::VARCHAR AS unit_id,
        kind.word || ' ' || head.word || tail.word || CASE WHEN agency_no < 380 THEN '' ELSE ' ' || (agency_no // 380 + 1) END AS nama,
        head.word || tail.word || CASE WHEN agency_no < 380 THEN '' ELSE ' ' || (agency_no // 380 + 1) END AS place_name
    FROM numbered
    JOIN word AS head ON head.list = 'place_head' AND head.word_no = agency_no % 20
    JOIN word AS tail ON tail.list = 'place_tail' AND tail.word_no = agency_no % 19
    JOIN word AS kind ON kind.list = 'instansi' AND kind.word_no = pick(key, 'kind', 4)
),
directorate AS (
    SELECT
        agency.unit_id AS parent_id,
        agency.unit_id || lpad((no + 1)::VARCHAR, 2, '0') AS unit_id,
        mixed(agency.key + no + 1) AS key,
        agency.place_name,
        'Direktorat Jenderal ' || field.word || ' ' || agency.place_name AS nama,
        field.word AS field_name
    FROM agency
    CROSS JOIN LATERAL unnest(range(2 + pick(agency.key, 'eselon I', 5))) AS counted (no)
    JOIN word AS field ON field.list = 'field' AND field.word_no = no
),
office AS (
    SELECT
        directorate.unit_id AS parent_id,
        directorate.unit_id || lpad((no + 1)::VARCHAR, 2, '0') AS unit_id,
        mixed(directorate.key + no + 1) AS key,
        happens(mixed(directorate.key + no + 1), 'upt', 400) AS is_upt,
        task.word || ' ' || directorate.field_name || ' ' || directorate.place_name AS nama
    FROM directorate
    CROSS JOIN LATERAL unnest(range(4 + pick(directorate.key, 'eselon II', 5))) AS counted (no)
    JOIN word AS task ON task.list = 'task' AND task.word_no = no
)
SELECT
    unit_id,
    nama,
    NULL AS induk,
    'instansi' AS jenis,
    'WIB' AS zona_waktu,
    NULL AS structure,
    1 AS head_count,
    950 AS coverage,
    0 AS lateness,
    950 AS diligence
FROM agency
UNION ALL
SELECT unit_id, nama, parent_id, 'eselon I', 'WIB', NULL, 2, 950, 0, 950
FROM directorate
UNION ALL
SELECT
    unit_id,
    CASE WHEN is_upt THEN 'Balai ' ELSE 'Direktorat ' END || nama,
    parent_id,
    CASE WHEN is_upt THEN 'UPT' ELSE 'eselon II' END,
    CASE WHEN is_upt THEN ['WIB', 'WIB', 'WIB', 'WITA', 'WITA', 'WIT'][1 + pick(key, 'zone', 6)] ELSE 'WIB' END,
    'dinas',
    20 + pick(key, 'size', 100),
    CASE WHEN happens(key, 'nobody', 8) THEN 0 ELSE least(1000, 600 + pick(key, 'coverage', 460)) END,
    greatest(0, pick(key, 'lateness', 300) - 120),
    least(1000, 620 + pick(key, 'diligence', 430))
FROM office
