-- Appearances of the given articles become what their accepted mentions say. Only rows that differ are written.
-- What goes, goes in a statement of its own: the ledgers of counts look at the table after each statement.
DELETE FROM articles_appearance appearance
WHERE appearance.article_id = ANY(%(articles)s) AND NOT EXISTS (
    SELECT FROM articles_mention mention JOIN articles_article article ON article.id = mention.article_id
    WHERE mention.entity_id = appearance.entity_id AND mention.article_id = appearance.article_id
      AND mention.status = 'accepted' AND article.status = 'published');

INSERT INTO articles_appearance AS appearance (entity_id, article_id, published, inferred, mentions)
SELECT mention.entity_id, mention.article_id, article.published, article.date_known_from IN ('text', 'address'), count(*)
FROM articles_mention mention JOIN articles_article article ON article.id = mention.article_id
WHERE mention.article_id = ANY(%(articles)s) AND mention.status = 'accepted' AND article.status = 'published'
GROUP BY mention.entity_id, mention.article_id, article.published, article.date_known_from
ON CONFLICT (entity_id, article_id) DO UPDATE
SET published = excluded.published, inferred = excluded.inferred, mentions = excluded.mentions
WHERE (appearance.published, appearance.inferred, appearance.mentions)
      IS DISTINCT FROM (excluded.published, excluded.inferred, excluded.mentions);
