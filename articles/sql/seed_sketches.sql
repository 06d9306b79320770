-- Articles that readers could find before there were sketches: they arrived when they were taken in, lest alerts tell of
-- all of them at once. Indexing them anew writes the rest.
INSERT INTO articles_searchsketch (article_id, published, title_key, digest, bands, arrived)
SELECT article.id, article.published, '', '{}', '{}', article.created
FROM articles_searchdocument document JOIN articles_article article ON article.id = document.article_id;
