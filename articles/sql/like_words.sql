-- Words of the archive, and of the names of its entities, that share trigrams with a word, and the word itself.
SELECT found.key, max(found.articles) FROM (
    (SELECT key, articles FROM articles_archiveword WHERE key %% %(word)s
     ORDER BY similarity(key, %(word)s) DESC, articles DESC LIMIT %(most)s)
    UNION ALL
    (SELECT word, 1 FROM articles_alias, regexp_split_to_table(key, ' ') AS word
     WHERE %(word)s <%% key AND word %% %(word)s LIMIT %(most)s)
) found GROUP BY found.key;
