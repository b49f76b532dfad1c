-- The file of results, first version: answers alone.
SELECT
    simpeg.nip::VARCHAR AS nip,
    (SELECT year FROM setting) AS tahun,
    education.education_code AS pendidikan,
    CASE WHEN position_group = 'struktural' THEN CASE WHEN has_leadership_training THEN 'ya' ELSE 'tidak' END END AS diklat_kepemimpinan,
    CASE WHEN position_group = 'fungsional' THEN CASE WHEN has_functional_training THEN 'ya' ELSE 'tidak' END END AS diklat_fungsional,
    technical_training_hours AS diklat_teknis_jp,
    CASE WHEN has_seminar THEN 'ya' ELSE 'tidak' END AS seminar,
    performance_value AS nilai_kinerja,
    discipline_code AS hukuman_disiplin,
    NULL AS kualifikasi, NULL AS kompetensi, NULL AS kinerja, NULL AS disiplin, NULL AS total,
    strftime(measured_at, '%Y-%m-%d %H:%M:%S') AS waktu_ukur,
    strftime(verified_at, '%Y-%m-%d %H:%M:%S') AS waktu_verifikasi
FROM result
JOIN simpeg USING (post_no)
JOIN education ON education.education_no = result.education_no
ORDER BY post_no
