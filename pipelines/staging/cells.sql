-- Ways of reading a cell that every staging step shares. Each gives NULL for what cannot be read; the step keeps the text then.

-- A NIP without the blanks, dots, hyphens and apostrophes it is written with; nothing else is changed.
CREATE OR REPLACE MACRO nip_text_of(cell) AS translate(cell, ' .''-’`' || chr(160), '');

-- 18 digits, nothing else: an exponent form must not pass for a number.
CREATE OR REPLACE MACRO nip_of(cell) AS CASE WHEN regexp_full_match(nip_text_of(cell), '[1-9][0-9]{17}') THEN nip_text_of(cell)::BIGINT END;

-- A number with four decimals. Further ones are cut off, because rounding would lift 90.99999 into the band of 91; what is beyond the tenth is left over
-- from a spreadsheet's arithmetic and no digit. Five characters hold no more than four decimals, and nearly all numbers are that short.
CREATE OR REPLACE MACRO number_of(cell) AS CASE
    WHEN length(cell) <= 5 THEN try_cast(cell AS DECIMAL(9, 4))
    ELSE try_cast(regexp_replace(try_cast(cell AS DECIMAL(18, 10))::VARCHAR, '[0-9]{6}$', '') AS DECIMAL(9, 4))
END;

-- A year; a number between two years is none.
CREATE OR REPLACE MACRO year_of(cell) AS CASE WHEN length(cell) <= 4 OR regexp_full_match(cell, '[0-9]{4}[.]0+') THEN try_cast(cell AS SMALLINT) END;

-- The number of a stage, whether or not the schedule has it; a number between two is none.
CREATE OR REPLACE MACRO stage_of(cell) AS CASE WHEN regexp_full_match(cell, '-?[0-9]{1,9}([.]0+)?') THEN try_cast(cell AS INTEGER) END;

-- A time on the clocks of Jakarta: ISO with or without offset, or day first as it is written in Indonesia.
CREATE OR REPLACE MACRO moment_of(cell) AS coalesce(
    CASE WHEN length(cell) > 19 OR ends_with(cell, 'Z') THEN timezone('Asia/Jakarta', try_cast(cell AS TIMESTAMPTZ)) ELSE try_cast(cell AS TIMESTAMP) END,
    try_strptime(cell, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y', '%d-%m-%Y %H:%M:%S', '%d-%m-%Y %H:%M', '%d-%m-%Y'])
);

CREATE OR REPLACE MACRO day_of(cell) AS moment_of(cell)::DATE;

-- The text of a cell that was filled in but could not be read.
CREATE OR REPLACE MACRO unread(cell, reading) AS CASE WHEN reading IS NULL THEN cell END;

-- Whether a NIP came from a cell that holds a number: 1.98001012005011e+17, 198001012005011001.0.
CREATE OR REPLACE MACRO is_number_cell(cell) AS regexp_full_match(cell, '[0-9]([.,][0-9]*)?[eE][+]?[0-9]+|[0-9]{15,}[.,]0+');

-- A number as a person writes it: 99 and 57.5, not 99.0000 and 57.5000.
CREATE OR REPLACE MACRO figure_of(number) AS CASE WHEN contains(number::VARCHAR, '.') THEN rtrim(rtrim(number::VARCHAR, '0'), '.') ELSE number::VARCHAR END;
