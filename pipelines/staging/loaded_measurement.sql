-- One row per row of the measurements sources, in their order: the rowid is the row's place, so nothing may be joined here. A predicate may stand in the
-- column of the performance value. `unread` holds the cells that were filled in and cannot be read, by their heading: one column that is nearly always
-- empty, because a column of text for each would cost as much as reading the file.
WITH cell AS (
    SELECT
        *,
        nip_of(nip) AS nip_read,
        year_of(tahun) AS period_year,
        number_of(diklat_teknis_jp) AS technical_training_hours,
        number_of(nilai_kinerja) AS performance_value,
        number_of(kualifikasi) AS reported_qualification,
        number_of(kompetensi) AS reported_competence,
        number_of(kinerja) AS reported_performance,
        number_of(disiplin) AS reported_discipline,
        number_of(total) AS reported_total,
        education_of(pendidikan) AS education_code,
        answer_of(diklat_kepemimpinan) AS has_leadership_training,
        answer_of(diklat_fungsional) AS has_functional_training,
        answer_of(seminar) AS has_seminar,
        discipline_of(hukuman_disiplin) AS discipline_code,
        category_of(kategori) AS reported_category_code,
        CASE WHEN predikat_kinerja IS NOT NULL OR number_of(nilai_kinerja) IS NULL
            THEN performance_of(coalesce(predikat_kinerja, nilai_kinerja))
        END AS performance_predicate,
        moment_of(waktu_ukur) AS measured_at,
        moment_of(waktu_verifikasi) AS verified_at
    FROM arrived_measurements
)
SELECT
    source_row,
    nip_read AS nip,
    CASE WHEN nip IS NOT NULL OR nama IS NULL THEN unread(coalesce(nip, ''), nip_read) END AS unread_nip,
    CASE WHEN nip IS NULL THEN spelling_of(nama) END AS name_spelling,
    CASE WHEN nip IS NULL THEN '=' || satuan_kerja END AS place,
    period_year,
    technical_training_hours,
    performance_value,
    reported_qualification,
    reported_competence,
    reported_performance,
    reported_discipline,
    reported_total,
    education_code,
    has_leadership_training,
    has_functional_training,
    has_seminar,
    discipline_code,
    reported_category_code,
    performance_predicate,
    measured_at,
    verified_at,
    CASE
        WHEN surplus IS NOT NULL
            OR period_year IS NULL
            OR (nilai_kinerja IS NOT NULL AND performance_value IS NULL AND performance_of(nilai_kinerja) IS NULL)
            OR (predikat_kinerja IS NOT NULL AND performance_predicate IS NULL)
            OR (diklat_teknis_jp IS NOT NULL AND technical_training_hours IS NULL)
            OR (kualifikasi IS NOT NULL AND reported_qualification IS NULL)
            OR (kompetensi IS NOT NULL AND reported_competence IS NULL)
            OR (kinerja IS NOT NULL AND reported_performance IS NULL)
            OR (disiplin IS NOT NULL AND reported_discipline IS NULL)
            OR (total IS NOT NULL AND reported_total IS NULL)
            OR (pendidikan IS NOT NULL AND education_code IS NULL)
            OR (diklat_kepemimpinan IS NOT NULL AND has_leadership_training IS NULL)
            OR (diklat_fungsional IS NOT NULL AND has_functional_training IS NULL)
            OR (seminar IS NOT NULL AND has_seminar IS NULL)
            OR (hukuman_disiplin IS NOT NULL AND discipline_code IS NULL)
            OR (kategori IS NOT NULL AND reported_category_code IS NULL)
            OR (waktu_ukur IS NOT NULL AND measured_at IS NULL)
            OR (waktu_verifikasi IS NOT NULL AND verified_at IS NULL)
            THEN MAP {
                'kolom_lebih': surplus,
                'tahun': unread(coalesce(tahun, ''), period_year),
                'nilai_kinerja': unread(nilai_kinerja, coalesce(performance_value::VARCHAR, performance_of(nilai_kinerja)::VARCHAR)),
                'predikat_kinerja': unread(predikat_kinerja, performance_predicate),
                'diklat_teknis_jp': unread(diklat_teknis_jp, technical_training_hours),
                'kualifikasi': unread(kualifikasi, reported_qualification),
                'kompetensi': unread(kompetensi, reported_competence),
                'kinerja': unread(kinerja, reported_performance),
                'disiplin': unread(disiplin, reported_discipline),
                'total': unread(total, reported_total),
                'pendidikan': unread(pendidikan, education_code),
                'diklat_kepemimpinan': unread(diklat_kepemimpinan, has_leadership_training),
                'diklat_fungsional': unread(diklat_fungsional, has_functional_training),
                'seminar': unread(seminar, has_seminar),
                'hukuman_disiplin': unread(hukuman_disiplin, discipline_code),
                'kategori': unread(kategori, reported_category_code),
                'waktu_ukur': unread(waktu_ukur, measured_at),
                'waktu_verifikasi': unread(waktu_verifikasi, verified_at)
            }
    END AS unread
FROM cell
