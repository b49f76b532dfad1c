-- One row per post, in the order of the units: the first one of a unit is its head's. A post is there in every year; who holds it changes.
SELECT unit_no, unnest(range(first_post, first_post + post_count)) AS post_no, unnest(range(post_count)) = 0 AS is_head
FROM unit
ORDER BY unit_no
