-- Articles that speak of the rarest entities of %(article)s: (article, its shared entities, rarest first, their weight).
-- Of an entity the newest %(deep)s articles are looked at, so that a frequent one costs no more than a rare one.
WITH mine AS (
    SELECT a.entity_id, ln(1 + %(held)s::float / greatest(n.articles, 1)) AS weight
    FROM articles_appearance a
    CROSS JOIN LATERAL (
        SELECT sum(articles) AS articles FROM articles_daycount x
        WHERE x.entity = a.entity_id AND x.basis IN ('p', 'i')) n
    WHERE a.article_id = %(article)s ORDER BY weight DESC, a.entity_id LIMIT 12
)
SELECT other.article_id, array_agg(mine.entity_id ORDER BY mine.weight DESC, mine.entity_id), sum(mine.weight)
FROM mine CROSS JOIN LATERAL (
    SELECT article_id FROM articles_appearance
    WHERE entity_id = mine.entity_id ORDER BY published DESC, article_id DESC LIMIT %(deep)s) other
WHERE other.article_id <> %(article)s
GROUP BY other.article_id ORDER BY sum(mine.weight) DESC, other.article_id DESC LIMIT %(most)s
