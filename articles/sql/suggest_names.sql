-- Entities one of whose names has a word that begins as typed, the name itself first, then the most written about.
SELECT entity.id, entity.name, entity.kind, alias.name, coalesce(weight.articles, 0)
FROM articles_alias alias
JOIN articles_entity entity ON entity.id = alias.entity_id
LEFT JOIN articles_entityweight weight ON weight.entity_id = alias.entity_id
WHERE alias.key LIKE %(start)s OR alias.key LIKE %(inner)s
ORDER BY alias.key = %(key)s DESC, 5 DESC, alias.key LIKE %(start)s DESC, alias.key
LIMIT %(most)s;
