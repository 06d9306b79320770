-- Words of the archive and of names that begin with the same letter and are about as long, the most frequent first:
-- for a word typed blindly on the wrong keyboard layout, whose mistakes leave few trigrams in common.
SELECT found.key, max(found.articles) FROM (
    (SELECT key, articles FROM articles_archiveword
     WHERE key LIKE %(start)s AND length(key) BETWEEN length(%(word)s) - 1 AND length(%(word)s) + 1
     ORDER BY articles DESC LIMIT 5 * %(most)s)
    UNION ALL
    (SELECT key, weight.articles FROM articles_alias JOIN articles_entityweight weight USING (entity_id)
     WHERE key LIKE %(start)s AND length(key) BETWEEN length(%(word)s) - 1 AND length(%(word)s) + 1
     ORDER BY weight.articles DESC LIMIT %(most)s)
) found GROUP BY found.key;
