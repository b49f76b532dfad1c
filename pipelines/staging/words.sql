-- Words into codes. Each list of words becomes an ENUM of the forms in which its words are written; the number of a form is the place of its code in a list.
-- A word in another form (blanks, dots, capitals) is brought to its spelling first, which takes thirty times as long and is rare. Nothing is joined,
-- because a join would not keep the order of the source. NULL for a word that is in no list.
CREATE TABLE word_form AS
WITH word AS (
    SELECT 'education' AS list, spelling, education_code AS code FROM word_education
    UNION ALL
    SELECT 'general_rank', spelling, rank_code FROM word_rank WHERE employment_kind IS NULL
    UNION ALL
    SELECT 'pppk_rank', spelling, rank_code FROM word_rank WHERE employment_kind = 'pppk'
    UNION ALL
    SELECT 'position', spelling, position_kind FROM word_position
    UNION ALL
    SELECT 'answer', spelling, is_yes::VARCHAR FROM word_answer
    UNION ALL
    SELECT 'discipline', spelling, discipline_code FROM word_discipline
    UNION ALL
    SELECT 'sex', spelling, sex_code FROM word_sex
    UNION ALL
    SELECT 'performance', spelling, performance_code FROM word_predicate
    UNION ALL
    SELECT 'category', spelling, category_code FROM word_category
    UNION ALL
    SELECT 'status', spelling, status_code FROM word_status
)
SELECT list, spelling AS form, code FROM word
UNION
SELECT list, upper(spelling), code FROM word
UNION
SELECT list, code, code FROM word WHERE list <> 'answer' AND (list, spelling_of(code), code) IN (SELECT (list, spelling, code) FROM word);

CREATE TYPE education_form AS ENUM (SELECT form FROM word_form WHERE list = 'education' ORDER BY form);
CREATE TYPE general_rank_form AS ENUM (SELECT form FROM word_form WHERE list = 'general_rank' ORDER BY form);
CREATE TYPE pppk_rank_form AS ENUM (SELECT form FROM word_form WHERE list = 'pppk_rank' ORDER BY form);
CREATE TYPE position_form AS ENUM (SELECT form FROM word_form WHERE list = 'position' ORDER BY form);
CREATE TYPE answer_form AS ENUM (SELECT form FROM word_form WHERE list = 'answer' ORDER BY form);
CREATE TYPE discipline_form AS ENUM (SELECT form FROM word_form WHERE list = 'discipline' ORDER BY form);
CREATE TYPE sex_form AS ENUM (SELECT form FROM word_form WHERE list = 'sex' ORDER BY form);
CREATE TYPE performance_form AS ENUM (SELECT form FROM word_form WHERE list = 'performance' ORDER BY form);
CREATE TYPE category_form AS ENUM (SELECT form FROM word_form WHERE list = 'category' ORDER BY form);
CREATE TYPE status_form AS ENUM (SELECT form FROM word_form WHERE list = 'status' ORDER BY form);

-- Codes are ENUMs too: one byte a person where a text takes sixteen, which counts when five million rows are sorted.
CREATE TYPE education_code AS ENUM (SELECT education_code FROM education ORDER BY education_order);
CREATE TYPE rank_code AS ENUM (SELECT rank_code FROM rank ORDER BY rank_order);
CREATE TYPE rank_group AS ENUM (SELECT rank_group FROM rank GROUP BY rank_group ORDER BY min(rank_order));
CREATE TYPE position_kind AS ENUM (SELECT DISTINCT position_kind FROM word_position ORDER BY position_kind);
CREATE TYPE position_group AS ENUM (SELECT DISTINCT position_group FROM word_position ORDER BY position_group);
CREATE TYPE discipline_code AS ENUM (SELECT DISTINCT discipline_code FROM word_discipline ORDER BY discipline_code);
CREATE TYPE sex_code AS ENUM (SELECT DISTINCT sex_code FROM word_sex ORDER BY sex_code);
CREATE TYPE performance_code AS ENUM (SELECT DISTINCT performance_code FROM word_predicate ORDER BY performance_code);
CREATE TYPE category_code AS ENUM (SELECT DISTINCT category_code FROM word_category ORDER BY category_code);
CREATE TYPE employment_kind AS ENUM (SELECT DISTINCT employment_kind FROM rule_eligibility ORDER BY employment_kind);

SET VARIABLE education_codes = (SELECT list(code::education_code ORDER BY form) FROM word_form WHERE list = 'education');
SET VARIABLE general_rank_codes = (SELECT list(code::rank_code ORDER BY form) FROM word_form WHERE list = 'general_rank');
SET VARIABLE pppk_rank_codes = (SELECT list(code::rank_code ORDER BY form) FROM word_form WHERE list = 'pppk_rank');
SET VARIABLE position_kinds = (SELECT list(code::position_kind ORDER BY form) FROM word_form WHERE list = 'position');
SET VARIABLE position_groups = (
    SELECT list(position_group::position_group ORDER BY form)
    FROM word_form
    JOIN (SELECT DISTINCT position_kind, position_group FROM word_position) AS kind ON kind.position_kind = word_form.code
    WHERE list = 'position'
);
SET VARIABLE answers = (SELECT list(code::BOOLEAN ORDER BY form) FROM word_form WHERE list = 'answer');
SET VARIABLE discipline_codes = (SELECT list(code::discipline_code ORDER BY form) FROM word_form WHERE list = 'discipline');
SET VARIABLE sex_codes = (SELECT list(code::sex_code ORDER BY form) FROM word_form WHERE list = 'sex');
SET VARIABLE performance_codes = (SELECT list(code::performance_code ORDER BY form) FROM word_form WHERE list = 'performance');
SET VARIABLE category_codes = (SELECT list(code::category_code ORDER BY form) FROM word_form WHERE list = 'category');
SET VARIABLE status_codes = (SELECT list(code ORDER BY form) FROM word_form WHERE list = 'status');

CREATE MACRO place_of(form, spelled_form) AS 1 + CASE WHEN form IS NULL THEN enum_code(spelled_form) ELSE enum_code(form) END;
CREATE MACRO education_of(cell) AS getvariable('education_codes')[
    place_of(try_cast(cell AS education_form), try_cast(spelling_of(cell) AS education_form))
];
CREATE MACRO general_rank_of(cell) AS getvariable('general_rank_codes')[
    place_of(try_cast(cell AS general_rank_form), try_cast(spelling_of(cell) AS general_rank_form))
];
CREATE MACRO pppk_rank_of(cell) AS getvariable('pppk_rank_codes')[
    place_of(try_cast(cell AS pppk_rank_form), try_cast(spelling_of(cell) AS pppk_rank_form))
];
CREATE MACRO position_kind_of(cell) AS getvariable('position_kinds')[
    place_of(try_cast(cell AS position_form), try_cast(spelling_of(cell) AS position_form))
];
CREATE MACRO position_group_of(cell) AS getvariable('position_groups')[
    place_of(try_cast(cell AS position_form), try_cast(spelling_of(cell) AS position_form))
];
CREATE MACRO answer_of(cell) AS getvariable('answers')[
    place_of(try_cast(cell AS answer_form), try_cast(spelling_of(cell) AS answer_form))
];
CREATE MACRO discipline_of(cell) AS getvariable('discipline_codes')[
    place_of(try_cast(cell AS discipline_form), try_cast(spelling_of(cell) AS discipline_form))
];
CREATE MACRO sex_of(cell) AS getvariable('sex_codes')[
    place_of(try_cast(cell AS sex_form), try_cast(spelling_of(cell) AS sex_form))
];
CREATE MACRO performance_of(cell) AS getvariable('performance_codes')[
    place_of(try_cast(cell AS performance_form), try_cast(spelling_of(cell) AS performance_form))
];
CREATE MACRO category_of(cell) AS getvariable('category_codes')[
    place_of(try_cast(cell AS category_form), try_cast(spelling_of(cell) AS category_form))
];
CREATE MACRO status_of(cell) AS coalesce(
    getvariable('status_codes')[place_of(try_cast(cell AS status_form), try_cast(spelling_of(cell) AS status_form))],
    upper(cell)
);
CREATE MACRO rank_of(cell, status_code) AS CASE WHEN status_code = 'PPPK' THEN pppk_rank_of(cell) ELSE general_rank_of(cell) END;
