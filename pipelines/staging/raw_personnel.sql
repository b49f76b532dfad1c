-- One row per row of a personnel source, in its order: the rowid is the row's place there, so nothing may be joined yet. NIP and dates are read, words kept.
SELECT
    arrived.source_row,
    arrived.surplus AS unread_surplus,
    nip_of(arrived.nip) AS nip,
    unread(coalesce(arrived.nip, ''), nip_of(arrived.nip)) AS unread_nip,
    arrived.nama AS asn_name,
    CASE
        WHEN arrived.unit_id IS NOT NULL THEN '#' || arrived.unit_id
        WHEN coalesce(arrived.satker_1, arrived.satker_2, arrived.satker_3, arrived.satker_4, arrived.satker_5) IS NOT NULL
            THEN '>' || concat_ws('|', arrived.satker_1, arrived.satker_2, arrived.satker_3, arrived.satker_4, arrived.satker_5)
        WHEN arrived.satuan_kerja IS NOT NULL THEN '=' || arrived.satuan_kerja
    END AS place,
    arrived.jabatan AS position_name,
    day_of(arrived.tanggal_lahir) AS birth_date,
    arrived.golongan,
    arrived.jenis_jabatan,
    arrived.pendidikan,
    arrived.status_pegawai,
    arrived.jenis_kelamin
FROM arrived_personnel AS arrived
