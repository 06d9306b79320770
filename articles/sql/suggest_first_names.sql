-- The same for one letter, which begins a tenth of all names: among the entities most written about.
SELECT entity.id, entity.name, entity.kind, alias.name, weight.articles
FROM (SELECT entity_id, articles FROM articles_entityweight ORDER BY articles DESC LIMIT %(first)s) weight
JOIN articles_alias alias ON alias.entity_id = weight.entity_id
JOIN articles_entity entity ON entity.id = weight.entity_id
WHERE alias.key LIKE %(start)s OR alias.key LIKE %(inner)s
ORDER BY weight.articles DESC, alias.key
LIMIT %(most)s;
