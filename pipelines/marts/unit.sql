-- One row per unit of the year, numbered depth first in the order of the source: the units below a unit follow it without a gap.
WITH RECURSIVE
sibling AS (
    SELECT *, row_number() OVER (PARTITION BY parent_unit_id ORDER BY row_id) AS sibling_no
    FROM valid_unit
),
tree AS (
    SELECT *, 1 AS unit_level, [sibling_no] AS branch, [unit_id] AS chain
    FROM sibling
    WHERE parent_unit_id IS NULL
    UNION ALL
    SELECT below.*, tree.unit_level + 1, list_append(tree.branch, below.sibling_no), list_append(tree.chain, below.unit_id)
    FROM sibling AS below
    JOIN tree ON below.parent_unit_id = tree.unit_id
),
size AS (
    SELECT unit_id, count(*) AS unit_count
    FROM (SELECT unnest(chain) AS unit_id FROM tree)
    GROUP BY unit_id
),
numbered AS (
    SELECT *, (SELECT period_year FROM build)::INTEGER * 1000000 + row_number() OVER (ORDER BY branch) AS unit_no
    FROM tree
)
SELECT
    (SELECT period_year FROM build) AS period_year,
    numbered.unit_no::INTEGER AS unit_no,
    (numbered.unit_no + size.unit_count - 1)::INTEGER AS last_unit_no,
    numbered.unit_id,
    coalesce(numbered.unit_name, numbered.unit_id) AS unit_name,
    numbered.parent_unit_id,
    numbered.unit_level::SMALLINT AS unit_level,
    numbered.unit_kind,
    numbered.time_zone,
    numbered.valid_from,
    numbered.valid_to
FROM numbered
JOIN size USING (unit_id)
ORDER BY numbered.unit_no
