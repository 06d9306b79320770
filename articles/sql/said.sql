-- An article whose text or day changes waits to be read again.
CREATE FUNCTION articles_unread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM articles_reading WHERE article_id IN (SELECT article_id FROM gone);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        DELETE FROM articles_reading WHERE article_id IN (SELECT article_id FROM come);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER unread_inserted AFTER INSERT ON articles_paragraph REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_unread();
CREATE TRIGGER unread_deleted AFTER DELETE ON articles_paragraph REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION articles_unread();
CREATE TRIGGER unread_updated AFTER UPDATE ON articles_paragraph REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_unread();

CREATE FUNCTION articles_unread_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM articles_reading WHERE article_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER unread_redated AFTER UPDATE OF published ON articles_article FOR EACH ROW
    WHEN (OLD.published IS DISTINCT FROM NEW.published) EXECUTE FUNCTION articles_unread_article();

-- The ledger of days follows what happened, as it follows the appearances.
CREATE FUNCTION articles_count_happened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO articles_daycount (entity, basis, day, articles, folded)
        SELECT entity_id, basis, day, -count(*), false FROM gone GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO articles_daycount (entity, basis, day, articles, folded)
        SELECT entity_id, basis, day, count(*), false FROM come GROUP BY 1, 2, 3;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER count_days_inserted AFTER INSERT ON articles_happened REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_happened();
CREATE TRIGGER count_days_deleted AFTER DELETE ON articles_happened REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_happened();
