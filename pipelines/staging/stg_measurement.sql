-- One row per row of a measurements source: answers and reported scores, typed. What was filled in and cannot be read stands in its unread_ column.
SELECT
    raw.source_row,
    nip_of(raw.nip) AS nip,
    CASE WHEN raw.nip IS NOT NULL OR raw.nama IS NULL THEN unread(coalesce(raw.nip, ''), nip_of(raw.nip)) END AS unread_nip,
    CASE WHEN raw.nip IS NULL THEN spelling_of(raw.nama) END AS name_spelling,
    CASE WHEN raw.nip IS NULL THEN '=' || raw.satuan_kerja END AS place,
    try_cast(raw.tahun AS SMALLINT) AS period_year,
    education_word.education_code,
    leadership_word.is_yes AS has_leadership_training,
    functional_word.is_yes AS has_functional_training,
    try_cast(raw.diklat_teknis_jp AS DECIMAL(9, 2)) AS technical_training_hours,
    seminar_word.is_yes AS has_seminar,
    try_cast(raw.nilai_kinerja AS DECIMAL(9, 4)) AS performance_value,
    predicate_word.performance_code AS performance_predicate,
    discipline_word.discipline_code,
    try_cast(raw.kualifikasi AS DECIMAL(9, 4)) AS reported_qualification,
    try_cast(raw.kompetensi AS DECIMAL(9, 4)) AS reported_competence,
    try_cast(raw.kinerja AS DECIMAL(9, 4)) AS reported_performance,
    try_cast(raw.disiplin AS DECIMAL(9, 4)) AS reported_discipline,
    try_cast(raw.total AS DECIMAL(9, 4)) AS reported_total,
    category_word.category_code AS reported_category_code,
    moment_of(raw.waktu_ukur) AS measured_at,
    moment_of(raw.waktu_verifikasi) AS verified_at,
    raw.surplus AS unread_surplus,
    unread(coalesce(raw.tahun, ''), try_cast(raw.tahun AS SMALLINT)) AS unread_tahun,
    unread(raw.pendidikan, education_word.education_code) AS unread_pendidikan,
    unread(raw.diklat_kepemimpinan, leadership_word.is_yes) AS unread_diklat_kepemimpinan,
    unread(raw.diklat_fungsional, functional_word.is_yes) AS unread_diklat_fungsional,
    unread(raw.diklat_teknis_jp, try_cast(raw.diklat_teknis_jp AS DECIMAL(9, 2))) AS unread_diklat_teknis_jp,
    unread(raw.seminar, seminar_word.is_yes) AS unread_seminar,
    unread(raw.nilai_kinerja, coalesce(try_cast(raw.nilai_kinerja AS DECIMAL(9, 4))::VARCHAR, predicate_word.performance_code)) AS unread_nilai_kinerja,
    unread(raw.predikat_kinerja, predicate_word.performance_code) AS unread_predikat_kinerja,
    unread(raw.hukuman_disiplin, discipline_word.discipline_code) AS unread_hukuman_disiplin,
    unread(raw.kualifikasi, try_cast(raw.kualifikasi AS DECIMAL(9, 4))) AS unread_kualifikasi,
    unread(raw.kompetensi, try_cast(raw.kompetensi AS DECIMAL(9, 4))) AS unread_kompetensi,
    unread(raw.kinerja, try_cast(raw.kinerja AS DECIMAL(9, 4))) AS unread_kinerja,
    unread(raw.disiplin, try_cast(raw.disiplin AS DECIMAL(9, 4))) AS unread_disiplin,
    unread(raw.total, try_cast(raw.total AS DECIMAL(9, 4))) AS unread_total,
    unread(raw.kategori, category_word.category_code) AS unread_kategori,
    unread(raw.waktu_ukur, moment_of(raw.waktu_ukur)) AS unread_waktu_ukur,
    unread(raw.waktu_verifikasi, moment_of(raw.waktu_verifikasi)) AS unread_waktu_verifikasi
FROM raw_measurements AS raw
LEFT JOIN word_education AS education_word ON education_word.spelling = spelling_of(raw.pendidikan)
LEFT JOIN word_answer AS leadership_word ON leadership_word.spelling = spelling_of(raw.diklat_kepemimpinan)
LEFT JOIN word_answer AS functional_word ON functional_word.spelling = spelling_of(raw.diklat_fungsional)
LEFT JOIN word_answer AS seminar_word ON seminar_word.spelling = spelling_of(raw.seminar)
LEFT JOIN word_predicate AS predicate_word ON predicate_word.spelling = spelling_of(coalesce(raw.predikat_kinerja, raw.nilai_kinerja))
LEFT JOIN word_discipline AS discipline_word ON discipline_word.spelling = spelling_of(raw.hukuman_disiplin)
LEFT JOIN word_category AS category_word ON category_word.spelling = spelling_of(raw.kategori)
