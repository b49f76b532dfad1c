-- Chance that can be repeated: whole-number arithmetic alone, so the same on every machine and in every version of the engine.
-- A key is a number below 2^32; a topic is a word; the same key and topic always give the same draw.
CREATE OR REPLACE MACRO half_mixed(number) AS (xor(number, number >> 16) * 2246822507) & 4294967295;

CREATE OR REPLACE MACRO fully_mixed(number) AS (xor(number, number >> 13) * 3266489909) & 4294967295;

CREATE OR REPLACE MACRO mixed(number) AS fully_mixed(half_mixed(number::UBIGINT));

-- 0 to 4294967295.
CREATE OR REPLACE MACRO draw(key, topic) AS mixed((key + (md5_number_lower(topic) & 4294967295)) & 4294967295);

-- 0 to size - 1, each as likely.
CREATE OR REPLACE MACRO pick(key, topic, size) AS ((draw(key, topic) * size::UBIGINT) >> 32)::INTEGER;

-- 0 to size - 1 (nearly), most likely in the middle: the mean of four draws.
CREATE OR REPLACE MACRO bell(key, topic, size) AS
    ((draw(key, topic || 1) + draw(key, topic || 2) + draw(key, topic || 3) + draw(key, topic || 4)) * size::UBIGINT >> 34)::INTEGER;

-- True for so many of a thousand.
CREATE OR REPLACE MACRO happens(key, topic, per_mille) AS pick(key, topic, 1000) < per_mille;

-- III/a of 9: the 17 ranks of a PNS.
CREATE OR REPLACE MACRO rank_code_of(rank_no) AS
    ['I', 'II', 'III', 'IV'][least(4, (rank_no + 3) // 4)] || '/' || substr('abcde', (rank_no - 4 * (least(4, (rank_no + 3) // 4) - 1))::INTEGER, 1);

-- The next working day, or the day itself.
CREATE OR REPLACE MACRO working_day(day) AS day + CASE isodow(day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END::INTEGER;

-- NIP of a PNS (month 1 to 12; of December, the December before) or NI PPPK (21), without its sequence's meaning: digits only.
CREATE OR REPLACE MACRO nip_of(birth_date, birth_day_added, appointed_year, month_code, sex_no, sequence) AS
    ((year(birth_date) * 10000 + month(birth_date) * 100 + day(birth_date) + birth_day_added) * 10000000000
    + (appointed_year - (month_code = 12)::INTEGER) * 1000000 + month_code * 10000 + sex_no * 1000 + sequence)::BIGINT;

-- As people write it: with blanks, with dots, or with the apostrophe that keeps a spreadsheet from counting.
CREATE OR REPLACE MACRO spelt_nip(digits, way) AS CASE way
    WHEN 1 THEN substr(digits, 1, 8) || ' ' || substr(digits, 9, 6) || ' ' || substr(digits, 15, 1) || ' ' || substr(digits, 16, 3)
    WHEN 2 THEN substr(digits, 1, 8) || '.' || substr(digits, 9, 6) || '.' || substr(digits, 15, 1) || '.' || substr(digits, 16, 3)
    WHEN 3 THEN '''' || digits
    ELSE digits
END;

-- A NIP that is none: a digit short, a letter for a zero, the old number of nine digits, or the exponent of a number cell.
CREATE OR REPLACE MACRO spoilt_nip(digits, way) AS CASE way
    WHEN 0 THEN substr(digits, 1, 17)
    WHEN 1 THEN replace(digits, '0', 'O')
    WHEN 2 THEN '150' || substr(digits, 13, 6)
    ELSE substr(digits, 1, 1) || '.' || substr(digits, 2, 5) || 'E+17'
END;

-- 0 to 999: more of the person's own than of the year, so that people change little from year to year.
CREATE OR REPLACE MACRO mostly(key, year_key, topic) AS (3 * pick(key, topic, 1000) + pick(year_key, topic, 1000)) // 4;

-- The predicate that replaces a performance value from the reports of 2022 on.
CREATE OR REPLACE MACRO predicate_of(performance_value) AS CASE
    WHEN performance_value >= 91 THEN 'sangat_baik'
    WHEN performance_value >= 76 THEN 'baik'
    WHEN performance_value >= 61 THEN 'butuh_perbaikan'
    WHEN performance_value >= 51 THEN 'kurang'
    ELSE 'sangat_kurang'
END;

-- Yes or no, as units like to write it: way 0 is the template's.
CREATE OR REPLACE MACRO yes_or_no(is_yes, way) AS
    CASE is_yes WHEN TRUE THEN ['ya', 'Ya', 'Sudah', 'YA'][1 + way] WHEN FALSE THEN ['tidak', 'Tidak', 'Belum', 'TIDAK'][1 + way] END;

-- 22.5, 40: a number of points without needless noughts.
CREATE OR REPLACE MACRO points_text(points) AS regexp_replace(points::DECIMAL(9, 2)::VARCHAR, '\.?0+$', '');
