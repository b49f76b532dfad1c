-- severity: reject
-- title: Isian tidak terbaca
-- title_en: Value cannot be read
-- message: Isian tidak dikenal untuk kolom ini. Perbaiki isian di berkas sumber sesuai templat lalu muat ulang; isian tidak ditebak dan tidak dianggap 0.
-- message_en: The value is not known for this column. Correct it in the source file as the template says and load it again; it is neither guessed nor taken as 0.
WITH
unit_cell AS (
    UNPIVOT (SELECT row_id, unread_surplus AS kolom_lebih, unread_mulai AS mulai, unread_sampai AS sampai FROM stg_unit WHERE coalesce(unread_surplus, unread_mulai, unread_sampai) IS NOT NULL)
    ON COLUMNS(* EXCLUDE (row_id)) INTO NAME column_name VALUE value
),
personnel_cell AS (
    UNPIVOT (
        SELECT
            row_id,
            unread_surplus AS kolom_lebih,
            unread_golongan AS golongan,
            unread_jenis_jabatan AS jenis_jabatan,
            unread_pendidikan AS pendidikan,
            unread_status_pegawai AS status_pegawai,
            unread_jenis_kelamin AS jenis_kelamin
        FROM stg_personnel
        WHERE coalesce(unread_surplus, unread_golongan, unread_jenis_jabatan, unread_pendidikan, unread_status_pegawai, unread_jenis_kelamin) IS NOT NULL
    )
    ON COLUMNS(* EXCLUDE (row_id)) INTO NAME column_name VALUE value
),
measurement_cell AS (
    UNPIVOT (
        SELECT
            row_id,
            unread_surplus AS kolom_lebih,
            unread_tahun AS tahun,
            unread_pendidikan AS pendidikan,
            unread_diklat_kepemimpinan AS diklat_kepemimpinan,
            unread_diklat_fungsional AS diklat_fungsional,
            unread_diklat_teknis_jp AS diklat_teknis_jp,
            unread_seminar AS seminar,
            unread_nilai_kinerja AS nilai_kinerja,
            unread_predikat_kinerja AS predikat_kinerja,
            unread_hukuman_disiplin AS hukuman_disiplin,
            unread_kualifikasi AS kualifikasi,
            unread_kompetensi AS kompetensi,
            unread_kinerja AS kinerja,
            unread_disiplin AS disiplin,
            unread_total AS total,
            unread_kategori AS kategori,
            unread_waktu_ukur AS waktu_ukur,
            unread_waktu_verifikasi AS waktu_verifikasi
        FROM stg_measurement
        WHERE coalesce(
            unread_surplus, unread_tahun, unread_pendidikan, unread_diklat_kepemimpinan, unread_diklat_fungsional, unread_diklat_teknis_jp, unread_seminar,
            unread_nilai_kinerja, unread_predikat_kinerja, unread_hukuman_disiplin, unread_kualifikasi, unread_kompetensi, unread_kinerja,
            unread_disiplin, unread_total, unread_kategori, unread_waktu_ukur, unread_waktu_verifikasi
        ) IS NOT NULL
    )
    ON COLUMNS(* EXCLUDE (row_id)) INTO NAME column_name VALUE value
),
report_cell AS (
    UNPIVOT (SELECT row_id, unread_surplus AS kolom_lebih, unread_tahap AS tahap, unread_waktu AS waktu FROM stg_report WHERE coalesce(unread_surplus, unread_tahap, unread_waktu) IS NOT NULL)
    ON COLUMNS(* EXCLUDE (row_id)) INTO NAME column_name VALUE value
)
SELECT 'units' AS kind, row_id, column_name, value, NULL AS expected_value FROM unit_cell
UNION ALL
SELECT 'personnel', row_id, column_name, value, NULL FROM personnel_cell
UNION ALL
SELECT 'measurements', row_id, column_name, value, NULL FROM measurement_cell
UNION ALL
SELECT 'reports', row_id, column_name, value, NULL FROM report_cell
