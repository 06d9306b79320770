-- Every key that has fresh rows is left with one row, or with none when nothing is left to count.
WITH fresh AS (
    SELECT DISTINCT entity, basis, day FROM articles_daycount WHERE NOT folded
), gone AS (
    DELETE FROM articles_daycount count USING fresh
    WHERE (count.entity, count.basis, count.day) = (fresh.entity, fresh.basis, fresh.day)
    RETURNING count.entity, count.basis, count.day, count.articles
)
INSERT INTO articles_daycount (entity, basis, day, articles, folded)
SELECT entity, basis, day, sum(articles), true FROM gone GROUP BY 1, 2, 3 HAVING sum(articles) <> 0;
