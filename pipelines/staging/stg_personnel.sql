-- One row per row of the personnel source, words turned into codes. `place` is what the source says of the unit: an identifier (#), a path of names (>)
-- or one name (=). What was filled in and cannot be read stands in its unread_ column.
SELECT
    raw.rowid AS row_id,
    raw.source_row,
    raw.nip,
    raw.unread_nip,
    raw.asn_name,
    raw.place,
    rank_word.rank_code,
    position_word.position_kind,
    position_word.position_group,
    raw.position_name,
    education_word.education_code,
    coalesce(status_word.status_code, upper(raw.status_pegawai)) AS status_code,
    sex_word.sex_code,
    raw.birth_date,
    raw.unread_surplus,
    unread(raw.golongan, rank_word.rank_code) AS unread_golongan,
    unread(coalesce(raw.jenis_jabatan, ''), position_word.position_group) AS unread_jenis_jabatan,
    unread(raw.pendidikan, education_word.education_code) AS unread_pendidikan,
    unread(coalesce(raw.status_pegawai, ''), raw.status_pegawai) AS unread_status_pegawai,
    unread(raw.jenis_kelamin, sex_word.sex_code) AS unread_jenis_kelamin
FROM raw_personnel AS raw
LEFT JOIN word_status AS status_word ON status_word.spelling = spelling_of(raw.status_pegawai)
LEFT JOIN word_rank AS rank_word
    ON rank_word.spelling = spelling_of(raw.golongan)
    AND coalesce(rank_word.employment_kind, '') = CASE WHEN status_word.status_code = 'PPPK' THEN 'pppk' ELSE '' END
LEFT JOIN word_position AS position_word ON position_word.spelling = spelling_of(raw.jenis_jabatan)
LEFT JOIN word_education AS education_word ON education_word.spelling = spelling_of(raw.pendidikan)
LEFT JOIN word_sex AS sex_word ON sex_word.spelling = spelling_of(raw.jenis_kelamin)
