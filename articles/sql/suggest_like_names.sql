-- Entities with a name that has words like those typed, the most alike first. One mistake leaves either the beginning or
-- the end of what is typed as it was, so that the index finds few rows to compare; of very many, some are compared.
WITH found AS MATERIALIZED (
    SELECT entity_id, name, key FROM articles_alias
    WHERE key LIKE %(start)s OR key LIKE %(inner)s OR key LIKE %(end)s LIMIT %(bound)s
), best AS (
    SELECT found.*, word_similarity(%(key)s, key) AS alike,
        coalesce((SELECT articles FROM articles_entityweight weight WHERE weight.entity_id = found.entity_id), 0) AS articles
    FROM found WHERE word_similarity(%(key)s, key) >= 0.5 ORDER BY alike DESC, articles DESC LIMIT %(most)s
)
SELECT entity.id, entity.name, entity.kind, best.name, best.articles
FROM best JOIN articles_entity entity ON entity.id = best.entity_id
ORDER BY best.alike DESC, best.articles DESC;
