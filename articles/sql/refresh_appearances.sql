-- Appearances of the given articles become what their accepted mentions say. Only rows that differ are written.
WITH counted AS (
    SELECT mention.entity_id, mention.article_id, article.published, count(*) AS mentions
    FROM articles_mention mention JOIN articles_article article ON article.id = mention.article_id
    WHERE mention.article_id = ANY(%(articles)s) AND mention.status = 'accepted' AND article.status = 'published'
    GROUP BY mention.entity_id, mention.article_id, article.published
), gone AS (
    DELETE FROM articles_appearance appearance
    WHERE appearance.article_id = ANY(%(articles)s) AND NOT EXISTS (
        SELECT FROM counted
        WHERE counted.entity_id = appearance.entity_id AND counted.article_id = appearance.article_id)
)
INSERT INTO articles_appearance AS appearance (entity_id, article_id, published, mentions)
SELECT entity_id, article_id, published, mentions FROM counted
ON CONFLICT (entity_id, article_id) DO UPDATE
SET published = excluded.published, mentions = excluded.mentions
WHERE (appearance.published, appearance.mentions) IS DISTINCT FROM (excluded.published, excluded.mentions);
