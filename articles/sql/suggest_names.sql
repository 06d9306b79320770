-- Entities one of whose names has a word that begins as typed, the name itself first, then the most written about.
-- Of what very many names begin with, only some are looked at, and the last column says that there are more.
WITH found AS MATERIALIZED (
    (SELECT entity_id, name, key FROM articles_alias WHERE key = %(key)s LIMIT %(most)s)
    UNION
    (SELECT entity_id, name, key FROM articles_alias WHERE key LIKE %(start)s OR key LIKE %(inner)s LIMIT %(bound)s)
), weighed AS (
    SELECT found.*, found.key = %(key)s AS whole,
        coalesce((SELECT articles FROM articles_entityweight weight WHERE weight.entity_id = found.entity_id), 0) AS articles
    FROM found
), best AS (
    SELECT * FROM weighed ORDER BY whole DESC, articles DESC, key LIKE %(start)s DESC, key LIMIT %(most)s
)
SELECT entity.id, entity.name, entity.kind, best.name, best.articles, best.whole,
    (SELECT count(*) FROM found) >= %(bound)s
FROM best JOIN articles_entity entity ON entity.id = best.entity_id
ORDER BY best.whole DESC, best.articles DESC, best.key LIKE %(start)s DESC, best.key;
