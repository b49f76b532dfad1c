-- One row per row of a measurements source, words turned into codes. A predicate may stand in the column of the performance value.
SELECT
    raw.rowid AS row_id,
    raw.* EXCLUDE (
        unread_nilai_kinerja, pendidikan, diklat_kepemimpinan, diklat_fungsional, seminar, predikat_kinerja, hukuman_disiplin, kategori
    ),
    education_word.education_code,
    leadership_word.is_yes AS has_leadership_training,
    functional_word.is_yes AS has_functional_training,
    seminar_word.is_yes AS has_seminar,
    predicate_word.performance_code AS performance_predicate,
    discipline_word.discipline_code,
    category_word.category_code AS reported_category_code,
    unread(raw.unread_nilai_kinerja, predicate_word.performance_code) AS unread_nilai_kinerja,
    unread(raw.pendidikan, education_word.education_code) AS unread_pendidikan,
    unread(raw.diklat_kepemimpinan, leadership_word.is_yes) AS unread_diklat_kepemimpinan,
    unread(raw.diklat_fungsional, functional_word.is_yes) AS unread_diklat_fungsional,
    unread(raw.seminar, seminar_word.is_yes) AS unread_seminar,
    unread(raw.predikat_kinerja, predicate_word.performance_code) AS unread_predikat_kinerja,
    unread(raw.hukuman_disiplin, discipline_word.discipline_code) AS unread_hukuman_disiplin,
    unread(raw.kategori, category_word.category_code) AS unread_kategori
FROM raw_measurement AS raw
LEFT JOIN word_education AS education_word ON education_word.spelling = spelling_of(raw.pendidikan)
LEFT JOIN word_answer AS leadership_word ON leadership_word.spelling = spelling_of(raw.diklat_kepemimpinan)
LEFT JOIN word_answer AS functional_word ON functional_word.spelling = spelling_of(raw.diklat_fungsional)
LEFT JOIN word_answer AS seminar_word ON seminar_word.spelling = spelling_of(raw.seminar)
LEFT JOIN word_predicate AS predicate_word ON predicate_word.spelling = spelling_of(coalesce(raw.predikat_kinerja, raw.unread_nilai_kinerja))
LEFT JOIN word_discipline AS discipline_word ON discipline_word.spelling = spelling_of(raw.hukuman_disiplin)
LEFT JOIN word_category AS category_word ON category_word.spelling = spelling_of(raw.kategori)
