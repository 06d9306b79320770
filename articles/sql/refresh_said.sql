-- What the tags of the given articles tell of their quotes and dates: who a speaker is, and whom a date is about. A
-- speaker is the tag that lies in the words naming them (the longest, then the first); a date is about whom its
-- sentence tags.
UPDATE articles_quote quote SET entity_id = told.entity_id
FROM (
    SELECT one.id, (
        SELECT mention.entity_id FROM articles_mention mention JOIN articles_entity entity ON entity.id = mention.entity_id
        WHERE mention.paragraph_id = one.named_id AND mention.status = 'accepted'
          AND entity.kind IN ('person', 'organisation', 'place')
          AND mention.start < one.speaker_end AND mention."end" > one.speaker_start
        ORDER BY entity.kind <> 'person', mention."end" - mention.start DESC, mention.start LIMIT 1) AS entity_id
    FROM articles_quote one WHERE one.article_id = ANY(%(articles)s) AND NOT one.chosen
) told
WHERE quote.id = told.id AND quote.entity_id IS DISTINCT FROM told.entity_id;

UPDATE articles_quote quote SET published = article.published FROM articles_article article
WHERE article.id = quote.article_id AND quote.article_id = ANY(%(articles)s)
  AND quote.published IS DISTINCT FROM article.published;

CREATE TEMPORARY TABLE IF NOT EXISTS told_happened (
    entity_id bigint, article_id bigint, basis text, day date) ON COMMIT DROP;
TRUNCATE told_happened;
INSERT INTO told_happened
SELECT DISTINCT mention.entity_id, date.article_id,
    CASE date.precision WHEN 'day' THEN 'd' WHEN 'week' THEN 'm' WHEN 'month' THEN 'm' ELSE 'y' END,
    CASE date.precision
        WHEN 'day' THEN date.first
        WHEN 'year' THEN date_trunc('year', date.first + (date.last - date.first) / 2)::date
        ELSE date_trunc('month', date.first + (date.last - date.first) / 2)::date
    END
FROM articles_spokendate date
JOIN articles_article article ON article.id = date.article_id AND article.status = 'published'
JOIN articles_mention mention ON mention.paragraph_id = date.paragraph_id AND mention.status = 'accepted'
    AND mention.start >= date.sentence_start AND mention."end" <= date.sentence_end
WHERE date.article_id = ANY(%(articles)s) AND date.status = 'accepted' AND date.precision <> 'decade';

DELETE FROM articles_happened old
WHERE old.article_id = ANY(%(articles)s) AND NOT EXISTS (
    SELECT FROM told_happened told WHERE told.entity_id = old.entity_id AND told.article_id = old.article_id
      AND told.basis = old.basis AND told.day = old.day);

INSERT INTO articles_happened (entity_id, article_id, basis, day)
SELECT entity_id, article_id, basis, day FROM told_happened
ON CONFLICT (entity_id, article_id, basis, day) DO NOTHING;
