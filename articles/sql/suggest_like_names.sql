-- Entities with a name that has words like those typed, the most alike first. One mistake leaves either the beginning or
-- the end of what is typed as it was, so that the index finds few rows to compare.
SELECT entity.id, entity.name, entity.kind, alias.name, coalesce(weight.articles, 0)
FROM articles_alias alias
JOIN articles_entity entity ON entity.id = alias.entity_id
LEFT JOIN articles_entityweight weight ON weight.entity_id = alias.entity_id
WHERE (alias.key LIKE %(start)s OR alias.key LIKE %(inner)s OR alias.key LIKE %(end)s)
  AND word_similarity(%(key)s, alias.key) >= 0.5
ORDER BY word_similarity(%(key)s, alias.key) DESC, 5 DESC
LIMIT %(most)s;
