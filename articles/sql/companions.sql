-- Whom an entity shares most articles with over its whole life, from the ledger. The folded rows are read in the order
-- of their counts, as many as could still be among the first once the fresh rows are added.
WITH fresh AS (
    SELECT other, sum(articles) AS articles FROM articles_paircount
    WHERE entity = %(entity)s AND NOT folded GROUP BY other
), folded AS (
    SELECT other, articles FROM articles_paircount WHERE entity = %(entity)s AND folded
    ORDER BY articles DESC, other LIMIT %(most)s + (SELECT count(*) FROM fresh)
), candidates AS (
    SELECT other FROM folded UNION SELECT other FROM fresh
)
SELECT other, (coalesce(fresh.articles, 0) + coalesce((
    SELECT sum(count.articles) FROM articles_paircount count
    WHERE count.entity = %(entity)s AND count.other = candidates.other AND count.folded), 0))::int AS together
FROM candidates LEFT JOIN fresh USING (other)
WHERE coalesce(fresh.articles, 0) + coalesce((
    SELECT sum(count.articles) FROM articles_paircount count
    WHERE count.entity = %(entity)s AND count.other = candidates.other AND count.folded), 0) > 0
ORDER BY together DESC, other LIMIT %(most)s;
