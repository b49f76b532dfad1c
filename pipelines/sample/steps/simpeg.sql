-- One row per person as SIMPEG has them: number, name, rank and place, before any dirt of the file.
WITH
-- Where a list differs by sex, 1000 for men and 2000 for women come before the number drawn.
drawn AS (
    SELECT
        *,
        sex_no * 1000 + pick(key, 'lead', 10) AS lead_no,
        sex_no * 1000 + pick(key, 'given', 168) AS given_no,
        sex_no * 1000 + pick(key, 'middle', 51) AS middle_no,
        sex_no * 1000 + pick(key, 'last', 148) AS last_no,
        pick(key, 'name length', 100) AS length_draw,
        pick(key, 'position', 60) AS position_draw_no
    FROM person
),
named AS (
    SELECT
        drawn.*,
        lead.name AS lead_name,
        given.name AS given_name,
        middle.name AS middle_name,
        last.name AS last_name
    FROM drawn
    JOIN name AS lead ON lead.part = 'lead' AND lead.name_no = drawn.lead_no
    JOIN name AS given ON given.part = 'given' AND given.name_no = drawn.given_no
    JOIN name AS middle ON middle.part = 'middle' AND middle.name_no = drawn.middle_no
    JOIN name AS last ON last.part = 'last' AND last.name_no = drawn.last_no
),
ranked AS (
    SELECT
        named.*,
        schooling.education_code,
        schooling.degrees,
        schooling.contract_rank,
        at_start.entry_rank_no + (service_years + pick(key, 'promoted when', 4)) // 4 AS earned_rank_no,
        CASE WHEN position_kind = 'fungsional' THEN schooling.functional_rank_no ELSE schooling.highest_rank_no END AS highest_rank_no,
        CASE
            WHEN NOT is_head THEN 1
            WHEN jenis IN ('instansi', 'eselon I') THEN 16
            WHEN jenis = 'eselon II' THEN 14
            WHEN jenis IN ('UPT', 'eselon III') THEN 12
            ELSE 11
        END AS lowest_rank_no
    FROM named
    JOIN schooling ON schooling.education_no = named.education_no
    JOIN schooling AS at_start ON at_start.education_no = named.education_at_start
)
SELECT
    ranked.post_no,
    nip,
    concat_ws(
        ' ',
        CASE WHEN education_code = 'S-3' THEN 'Dr.' END,
        CASE WHEN happens(ranked.key, 'haji', 60) AND service_years > 12 THEN CASE sex_no WHEN 1 THEN 'H.' ELSE 'Hj.' END END,
        CASE WHEN length_draw BETWEEN 60 AND 79 THEN lead_name END,
        given_name,
        CASE WHEN length_draw BETWEEN 25 AND 69 THEN middle_name END,
        CASE WHEN length_draw > 5 THEN last_name END
    )
    || CASE
        WHEN degrees IS NULL OR NOT happens(ranked.key, 'writes degree', 450) THEN ''
        ELSE ', ' || list_extract(string_split(degrees, '|'), 1 + pick(ranked.key, 'degree', len(string_split(degrees, '|'))))
    END AS nama,
    unit.unit_id,
    unit.nama AS unit_nama,
    unit.is_office,
    CASE
        WHEN is_contract THEN contract_rank
        WHEN is_head AND lowest_rank_no < 16 THEN rank_code_of(greatest(lowest_rank_no, least(earned_rank_no, highest_rank_no, lowest_rank_no + 2)))
        ELSE rank_code_of(greatest(lowest_rank_no, least(earned_rank_no, highest_rank_no)))
    END AS golongan,
    ranked.position_kind AS jenis_jabatan,
    CASE
        WHEN is_converted THEN 'Analis Kebijakan Ahli Muda'
        WHEN is_head AND starts_with(unit.nama, 'Sekretariat ') THEN replace(unit.nama, 'Sekretariat ', 'Sekretaris ')
        WHEN is_head THEN 'Kepala ' || unit.nama
        WHEN ranked.position_kind = 'pelaksana' THEN position.nama
        WHEN ranked.education_no < 7 THEN position.nama || ' Terampil'
        WHEN is_contract OR least(earned_rank_no, highest_rank_no) < 11 THEN position.nama || ' Ahli Pertama'
        WHEN least(earned_rank_no, highest_rank_no) < 13 THEN position.nama || ' Ahli Muda'
        WHEN least(earned_rank_no, highest_rank_no) < 16 THEN position.nama || ' Ahli Madya'
        ELSE position.nama || ' Ahli Utama'
    END AS jabatan,
    education_code AS pendidikan,
    status AS status_pegawai,
    CASE WHEN (sex_no = 1) = (coalesce(dirt, '') <> 'sex against the NIP') THEN 'L' ELSE 'P' END AS jenis_kelamin,
    -- A domain that nobody can have.
    CASE
        WHEN happens(ranked.key, 'e-mail', 970)
            THEN lower(regexp_replace(concat_ws('.', given_name, CASE WHEN length_draw > 5 THEN last_name END), '[^A-Za-z.]', '', 'g'))
                || ranked.post_no || '@pegawai.example'
    END AS email,
    CASE
        WHEN pick(ranked.key, 'religion', 1000) < 880 THEN 'Islam'
        ELSE ['Kristen', 'Kristen', 'Kristen', 'Katolik', 'Katolik', 'Hindu', 'Hindu', 'Buddha', 'Khonghucu'][1 + pick(ranked.key, 'other religion', 9)]
    END AS agama,
    dirt,
    year_key
FROM ranked
JOIN unit ON unit.unit_no = ranked.unit_no
LEFT JOIN position_draw AS position
    ON position.position_kind = ranked.position_kind
    AND position.character = ranked.character
    AND position.draw_no = ranked.position_draw_no
