-- One row per person as SIMPEG has them: number, name, rank and place, before any dirt of the file.
WITH
named AS (
    SELECT
        person.*,
        nip_of(
            person.birth_date,
            CASE WHEN dirt = 'birth date that does not exist' THEN 40 ELSE 0 END,
            appointed_year - CASE WHEN dirt = 'appointed as a child' THEN 20 ELSE 0 END,
            month_code,
            person.sex_no,
            sequence
        ) AS nip,
        schooling.education_code,
        pick(key, 'name length', 100) AS length_draw,
        lead.name AS lead_name,
        given.name AS given_name,
        middle.name AS middle_name,
        last.name AS last_name,
        schooling.degrees,
        schooling.contract_rank,
        at_start.entry_rank_no
        + (service_years + pick(key, 'promoted when', 4)) // 4 AS earned_rank_no,
        CASE WHEN position_kind = 'fungsional' THEN schooling.functional_rank_no ELSE schooling.highest_rank_no END AS highest_rank_no,
        CASE
            WHEN NOT is_head THEN 1
            WHEN jenis IN ('instansi', 'eselon I') THEN 16
            WHEN jenis = 'eselon II' THEN 14
            WHEN jenis IN ('UPT', 'eselon III') THEN 12
            ELSE 11
        END AS lowest_rank_no
    FROM person
    JOIN schooling ON schooling.education_no = person.education_no
    JOIN schooling AS at_start ON at_start.education_no = person.education_at_start
    JOIN name AS lead ON lead.part = 'lead' AND lead.sex_no = person.sex_no AND lead.name_no = pick(key, 'lead', 10)
    JOIN name AS given ON given.part = 'given' AND given.sex_no = person.sex_no AND given.name_no = pick(key, 'given', (SELECT count(*) FROM name WHERE part = 'given' AND sex_no = 1))
    JOIN name AS middle ON middle.part = 'middle' AND middle.sex_no = person.sex_no AND middle.name_no = pick(key, 'middle', 50)
    JOIN name AS last ON last.part = 'last' AND last.sex_no = person.sex_no AND last.name_no = pick(key, 'last', (SELECT count(*) FROM name WHERE part = 'last' AND sex_no = 2))
)
SELECT
    named.post_no,
    named.nip,
    concat_ws(
        ' ',
        CASE WHEN named.education_code = 'S-3' THEN 'Dr.' END,
        CASE WHEN happens(named.key, 'haji', 60) AND named.service_years > 12 THEN CASE named.sex_no WHEN 1 THEN 'H.' ELSE 'Hj.' END END,
        CASE WHEN length_draw BETWEEN 60 AND 79 THEN lead_name END,
        given_name,
        CASE WHEN length_draw BETWEEN 25 AND 69 THEN middle_name END,
        CASE WHEN length_draw > 5 THEN last_name END
    )
    || CASE
        WHEN degrees IS NULL OR NOT happens(named.key, 'writes degree', 450) THEN ''
        ELSE ', ' || list_extract(string_split(degrees, '|'), 1 + pick(named.key, 'degree', len(string_split(degrees, '|'))))
    END AS nama,
    unit.unit_id,
    unit.nama AS unit_nama,
    unit.is_office,
    CASE
        WHEN is_contract THEN contract_rank
        ELSE rank_code_of(greatest(lowest_rank_no, least(earned_rank_no, highest_rank_no, CASE WHEN is_head AND named.jenis NOT IN ('instansi', 'eselon I') THEN lowest_rank_no + 2 ELSE 17 END)))
    END AS golongan,
    named.position_kind AS jenis_jabatan,
    CASE
        WHEN is_head AND NOT is_converted THEN CASE WHEN starts_with(unit.nama, 'Sekretariat ') THEN replace(unit.nama, 'Sekretariat ', 'Sekretaris ') ELSE 'Kepala ' || unit.nama END
        WHEN is_converted THEN 'Analis Kebijakan Ahli Muda'
        WHEN named.position_kind = 'pelaksana' THEN position.nama
        WHEN named.education_no < 7 THEN position.nama || ' Terampil'
        ELSE position.nama || CASE
            WHEN is_contract OR least(earned_rank_no, highest_rank_no) < 11 THEN ' Ahli Pertama'
            WHEN least(earned_rank_no, highest_rank_no) < 13 THEN ' Ahli Muda'
            WHEN least(earned_rank_no, highest_rank_no) < 16 THEN ' Ahli Madya'
            ELSE ' Ahli Utama'
        END
    END AS jabatan,
    named.education_code AS pendidikan,
    named.status AS status_pegawai,
    CASE WHEN (named.sex_no = 1) = (coalesce(dirt, '') <> 'sex against the NIP') THEN 'L' ELSE 'P' END AS jenis_kelamin,
    named.dirt,
    named.year_key
FROM named
JOIN unit ON unit.unit_no = named.unit_no
LEFT JOIN position_draw AS position
    ON position.position_kind = named.position_kind
    AND position.character = named.character
    AND position.draw_no = pick(named.key, 'position', 60)
