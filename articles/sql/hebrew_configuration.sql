-- The text search configuration `hebrew`: the words that the application's analyzer hands over, taken as they are.
-- articles.search.index writes vectors whose bare lexemes are folded lemmas, so that psql can ask
--     SELECT article_id FROM articles_searchdocument WHERE vector @@ to_tsquery('hebrew', hebrew_fold('פוטין & ממשלה'));
-- It finds the likely lemmas; those only possible are marked ~ and asked for by the application.
CREATE TEXT SEARCH DICTIONARY hebrew_words (TEMPLATE = pg_catalog.simple, ACCEPT = true);
CREATE TEXT SEARCH CONFIGURATION hebrew (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION hebrew
    ADD MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart,
        int, uint, float, sfloat, version
    WITH hebrew_words;

-- The plain part of articles.hebrew.normalise.fold: no niqqud or te'amim, final letters as plain ones, lower case.
CREATE FUNCTION hebrew_fold(text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
    SELECT translate(lower(regexp_replace($1, '[\u0591-\u05c7]', '', 'g')), 'ךםןףץ', 'כמנפצ')
$$;
