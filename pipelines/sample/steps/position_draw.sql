-- One row per kind of position, character of the unit and draw of sixty: the name of the position. Whoever stands there twice is met twice as often.
WITH numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY position_kind, character ORDER BY nama) - 1 AS position_no,
        count(*) OVER (PARTITION BY position_kind, character) AS position_count
    FROM position
)
SELECT position_kind, character, nama, draw_no
FROM numbered
JOIN unnest(range(60)) AS counted (draw_no) ON draw_no % position_count = position_no
