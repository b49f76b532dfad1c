-- Ways of reading a cell that every staging step shares. Each gives NULL for what cannot be read; the step keeps the text then.

-- A NIP without the blanks, dots, hyphens and apostrophes it is written with; nothing else is changed.
CREATE OR REPLACE MACRO nip_text_of(cell) AS translate(cell, ' .''-’`' || chr(160), '');

-- 18 digits, nothing else: an exponent form must not pass for a number.
CREATE OR REPLACE MACRO nip_of(cell) AS CASE WHEN regexp_full_match(nip_text_of(cell), '[1-9][0-9]{17}') THEN nip_text_of(cell)::BIGINT END;

-- A time on the clocks of Jakarta: ISO with or without offset, or day first as it is written in Indonesia.
CREATE OR REPLACE MACRO moment_of(cell) AS coalesce(
    CASE WHEN length(cell) > 19 OR ends_with(cell, 'Z') THEN timezone('Asia/Jakarta', try_cast(cell AS TIMESTAMPTZ)) ELSE try_cast(cell AS TIMESTAMP) END,
    try_strptime(cell, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y', '%d-%m-%Y %H:%M:%S', '%d-%m-%Y %H:%M', '%d-%m-%Y'])
);

CREATE OR REPLACE MACRO day_of(cell) AS moment_of(cell)::DATE;

-- The text of a cell that was filled in but could not be read.
CREATE OR REPLACE MACRO unread(cell, reading) AS CASE WHEN reading IS NULL THEN cell END;

-- A number as a person writes it: 99 and 57.5, not 99.0000 and 57.5000.
CREATE OR REPLACE MACRO figure_of(number) AS CASE WHEN contains(number::VARCHAR, '.') THEN rtrim(rtrim(number::VARCHAR, '0'), '.') ELSE number::VARCHAR END;
