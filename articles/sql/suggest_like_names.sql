-- Entities with a name that has words like those typed, the most alike first.
SELECT entity.id, entity.name, entity.kind, alias.name, coalesce(weight.articles, 0)
FROM articles_alias alias
JOIN articles_entity entity ON entity.id = alias.entity_id
LEFT JOIN articles_entityweight weight ON weight.entity_id = alias.entity_id
WHERE %(key)s <%% alias.key
ORDER BY word_similarity(%(key)s, alias.key) DESC, 5 DESC
LIMIT %(most)s;
