-- The newest articles whose title has all that is typed; each word makes a condition.
SELECT article.id, article.title
FROM articles_searchsketch sketch JOIN articles_article article ON article.id = sketch.article_id
WHERE {words} AND article.status = 'published'
ORDER BY sketch.published DESC, sketch.article_id DESC
LIMIT %(most)s;
