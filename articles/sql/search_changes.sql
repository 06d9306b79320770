-- Every change of a search document, or of who appears in its article, is noted until a segment knows of it.
CREATE FUNCTION articles_note_search_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO articles_searchchange (article)
    VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.article_id ELSE NEW.article_id END);
    RETURN NULL;
END
$$;

CREATE TRIGGER search_document_changed AFTER INSERT OR UPDATE OR DELETE ON articles_searchdocument
    FOR EACH ROW EXECUTE FUNCTION articles_note_search_change();
CREATE TRIGGER search_appearance_changed AFTER INSERT OR UPDATE OR DELETE ON articles_appearance
    FOR EACH ROW EXECUTE FUNCTION articles_note_search_change();

-- What was indexed before segments were kept is new to them.
INSERT INTO articles_searchchange (article) SELECT article_id FROM articles_searchdocument;

-- The profile is read for candidates only, and hashes do not compress: out of the way of the narrow rows, as it is.
ALTER TABLE articles_searchdocument ALTER COLUMN profile SET STORAGE EXTERNAL;
ALTER TABLE articles_searchdocument SET (toast_tuple_target = 128);
ALTER TABLE articles_searchposting ALTER COLUMN articles SET STORAGE EXTERNAL;
