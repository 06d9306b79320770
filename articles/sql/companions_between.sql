-- Whom an entity appears with in a part of its life, counted from one in `step` of its articles there.
SELECT other.entity_id, count(*) FROM (
    SELECT article_id FROM articles_appearance
    WHERE entity_id = %(entity)s AND published >= %(start)s AND published < %(end)s
      AND (%(step)s = 1 OR hashint8(article_id) %% %(step)s = 0)
    OFFSET 0
) mine JOIN articles_appearance other ON other.article_id = mine.article_id AND other.entity_id <> %(entity)s
GROUP BY other.entity_id ORDER BY count(*) DESC, other.entity_id LIMIT %(most)s;
