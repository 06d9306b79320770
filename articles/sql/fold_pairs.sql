-- Every pair that has fresh rows is left with one row, or with none when the two no longer meet.
WITH fresh AS (
    DELETE FROM articles_paircount count WHERE NOT folded RETURNING count.entity, count.other, count.articles
), keys AS (
    SELECT entity, other, sum(articles) AS articles FROM fresh GROUP BY 1, 2
), old AS (
    DELETE FROM articles_paircount count USING keys
    WHERE count.folded AND (count.entity, count.other) = (keys.entity, keys.other)
    RETURNING count.entity, count.other, count.articles
)
INSERT INTO articles_paircount (entity, other, articles, folded)
SELECT entity, other, sum(articles), true FROM (SELECT * FROM keys UNION ALL SELECT * FROM old) both_of_them
GROUP BY 1, 2 HAVING sum(articles) <> 0;
