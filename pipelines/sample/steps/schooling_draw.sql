-- One row per role and draw of a thousand: the level of education it stands for.
SELECT role, education_no, unnest(range(share_before, share_before + share)) AS draw_no
FROM (
    SELECT *, (sum(share) OVER (PARTITION BY role ORDER BY education_no) - share)::BIGINT AS share_before
    FROM schooling_share
)
