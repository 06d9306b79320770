-- How many articles each two of the given entities share, each pair once.
SELECT entity, other, sum(articles)::int FROM articles_paircount
WHERE entity = ANY(%(entities)s) AND other = ANY(%(entities)s) AND entity < other AND folded
GROUP BY 1, 2
UNION ALL
SELECT entity, other, sum(articles)::int FROM articles_paircount
WHERE entity = ANY(%(entities)s) AND other = ANY(%(entities)s) AND entity < other AND NOT folded
GROUP BY 1, 2;
