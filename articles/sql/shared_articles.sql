-- The newest articles that speak of all of the given entities (the rarest first): its articles are read from the
-- newest on, and each is looked up with the others.
SELECT article_id FROM articles_appearance mine
WHERE entity_id = (%(entities)s::bigint[])[1] AND (
    SELECT count(*) FROM articles_appearance other
    WHERE other.article_id = mine.article_id AND other.entity_id = ANY(%(entities)s)
) = cardinality(%(entities)s::bigint[])
ORDER BY entity_id, published DESC NULLS LAST, article_id DESC LIMIT %(most)s;
