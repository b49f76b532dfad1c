-- One row per row of the personnel sources, in their order: the rowid is the row's place, so nothing may be joined here. `place` is what the source says
-- of the unit: an identifier (#), a path of names (>) or one name (=). `unread` holds the
-- cells that were filled in and cannot be read, by their heading.
WITH
placed AS (
    SELECT
        *,
        nip_of(nip) AS nip_read,
        status_of(status_pegawai) AS status_code,
        CASE
            WHEN unit_id IS NOT NULL THEN '#' || unit_id
            WHEN coalesce(satker_1, satker_2, satker_3, satker_4, satker_5) IS NOT NULL
                THEN '>' || concat_ws('|', satker_1, satker_2, satker_3, satker_4, satker_5)
            WHEN satuan_kerja IS NOT NULL THEN '=' || satuan_kerja
        END AS place,
        position_kind_of(jenis_jabatan) AS position_kind,
        position_group_of(jenis_jabatan) AS position_group,
        education_of(pendidikan) AS education_code,
        sex_of(jenis_kelamin) AS sex_code,
        day_of(tanggal_lahir) AS birth_date
    FROM arrived_personnel
),
ranked AS (
    SELECT *, rank_of(golongan, status_code) AS rank_code
    FROM placed
)
SELECT
    source_row,
    nip_read AS nip,
    unread(coalesce(nip, ''), nip_read) AS unread_nip,
    nama AS asn_name,
    place,
    jabatan AS position_name,
    birth_date,
    rank_code,
    position_kind,
    position_group,
    education_code,
    status_code,
    sex_code,
    CASE
        WHEN surplus IS NOT NULL
            OR (golongan IS NOT NULL AND rank_code IS NULL)
            OR position_group IS NULL
            OR (pendidikan IS NOT NULL AND education_code IS NULL)
            OR status_pegawai IS NULL
            OR (jenis_kelamin IS NOT NULL AND sex_code IS NULL)
            THEN MAP {
                'kolom_lebih': surplus,
                'golongan': unread(golongan, rank_code),
                'jenis_jabatan': unread(coalesce(jenis_jabatan, ''), position_group),
                'pendidikan': unread(pendidikan, education_code),
                'status_pegawai': unread(coalesce(status_pegawai, ''), status_code),
                'jenis_kelamin': unread(jenis_kelamin, sex_code)
            }
    END AS unread
FROM ranked
