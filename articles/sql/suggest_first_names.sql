-- The same for what very many names begin with: among the entities most written about.
SELECT entity.id, entity.name, entity.kind, alias.name, weight.articles
FROM (SELECT entity_id, articles FROM articles_entityweight ORDER BY articles DESC LIMIT %(first)s) weight
CROSS JOIN LATERAL (
    SELECT name, key FROM articles_alias
    WHERE entity_id = weight.entity_id AND (key LIKE %(start)s OR key LIKE %(inner)s) OFFSET 0
) alias
JOIN articles_entity entity ON entity.id = weight.entity_id
ORDER BY weight.articles DESC, alias.key
LIMIT %(most)s;
