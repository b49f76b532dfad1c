-- The file of SIMPEG: one row per person in the order of the posts, repeated people at the end.
WITH written AS (
    SELECT
        post_no,
        CASE
            WHEN dirt = 'NIP spoilt' THEN spoilt_nip(nip::VARCHAR, pick(year_key, 'spoilt', 4))
            WHEN (SELECT is_clean FROM setting) OR NOT happens(year_key, 'spelling', 30) THEN nip::VARCHAR
            ELSE spelt_nip(nip::VARCHAR, 1 + pick(year_key, 'way', 3))
        END AS nip,
        nama,
        CASE
            WHEN dirt = 'unknown unit' AND post_no % 2 = 0 THEN '9' || unit_id
            WHEN dirt = 'unknown unit' OR by_name THEN NULL
            ELSE unit_id
        END AS unit_id,
        CASE
            WHEN dirt = 'unknown unit' THEN 'BDK Merauke'
            WHEN by_name THEN coalesce(alias, unit_nama)
            ELSE unit_nama
        END AS satuan_kerja,
        CASE
            WHEN dirt = 'value that cannot be read' AND post_no % 2 = 0 THEN 'III/f'
            WHEN (SELECT is_clean FROM setting) OR status_pegawai = 'PPPK' OR NOT happens(year_key, 'rank spelling', 60) THEN golongan
            ELSE [replace(golongan, '/', ''), replace(upper(golongan), '/', ' '), upper(golongan)][1 + pick(year_key, 'rank way', 3)]
        END AS golongan,
        CASE WHEN dirt = 'value that cannot be read' AND post_no % 2 = 1 THEN 'tenaga ahli' ELSE jenis_jabatan END AS jenis_jabatan,
        jabatan,
        status_pegawai,
        jenis_kelamin,
        email,
        agama,
        rank_name AS pangkat,
        pendidikan,
        unnest(CASE WHEN dirt = 'stands twice' THEN [0, 1] ELSE [0] END) AS line
    FROM (
        SELECT
            *,
            CASE
                WHEN NOT starts_with(unit_nama, 'Balai Diklat Keagamaan ') THEN NULL
                WHEN post_no % 2 = 0 THEN replace(unit_nama, 'Balai Diklat Keagamaan', 'BDK')
                ELSE replace(unit_nama, 'Diklat', 'Pendidikan dan Pelatihan')
            END AS alias,
            NOT (SELECT is_clean FROM setting) AND is_office AND happens(year_key, 'by name', 200) AS by_name
        FROM simpeg
        LEFT JOIN rank ON rank.rank_code = simpeg.golongan
    )
)
SELECT
    nip,
    nama,
    unit_id,
    satuan_kerja,
    golongan,
    jenis_jabatan,
    jabatan,
    -- Who stands twice stands there once more unchanged, or with another education.
    CASE WHEN line = 1 AND post_no % 2 = 1 THEN 'S-1' ELSE pendidikan END AS pendidikan,
    status_pegawai,
    jenis_kelamin,
    email,
    agama,
    pangkat
FROM written
ORDER BY line, post_no
