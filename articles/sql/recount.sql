-- Both ledgers written anew from what they count.
LOCK TABLE articles_appearance, articles_searchdocument, articles_happened IN SHARE MODE;
TRUNCATE articles_daycount, articles_paircount;
INSERT INTO articles_daycount (entity, basis, day, articles, folded)
SELECT entity_id, CASE WHEN inferred THEN 'i' ELSE 'p' END, articles_day(published), count(*), true
FROM articles_appearance GROUP BY 1, 2, 3
UNION ALL
SELECT 0, 'p', articles_day(published), count(*), true FROM articles_searchdocument GROUP BY 3
UNION ALL
SELECT entity_id, basis, day, count(*), true FROM articles_happened GROUP BY 1, 2, 3;
INSERT INTO articles_paircount (entity, other, articles, folded)
SELECT mine.entity_id, other.entity_id, count(*), true
FROM articles_appearance mine JOIN articles_appearance other USING (article_id)
WHERE mine.entity_id <> other.entity_id GROUP BY 1, 2;
