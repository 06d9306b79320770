-- The weight of every entity becomes the number of published articles that speak of it. Only rows that differ are written.
INSERT INTO articles_entityweight AS weight (entity_id, articles)
SELECT entity.id, count(appearance.id) FROM articles_entity entity
LEFT JOIN articles_appearance appearance ON appearance.entity_id = entity.id GROUP BY entity.id
ON CONFLICT (entity_id) DO UPDATE SET articles = excluded.articles WHERE weight.articles <> excluded.articles;
