-- A mention that is not broken lies inside its paragraph, reads as the paragraph reads, and belongs to its article.
CREATE FUNCTION articles_mention_is_true(mention articles_mention) RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT mention.status = 'broken' OR EXISTS (
        SELECT FROM articles_paragraph paragraph
        WHERE paragraph.id = mention.paragraph_id AND paragraph.article_id = mention.article_id
          AND mention."end" <= char_length(paragraph.text)
          AND substr(paragraph.text, mention.start + 1, mention."end" - mention.start) = mention.quote)
$$;

CREATE FUNCTION articles_check_mention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT articles_mention_is_true(NEW) THEN
        RAISE EXCEPTION 'mention % does not read as its paragraph', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mention_quote_equals_text';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER mention_quote_equals_text AFTER INSERT OR UPDATE ON articles_mention
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION articles_check_mention();

-- A paragraph may change only together with its mentions: checked when the transaction ends.
CREATE FUNCTION articles_check_paragraph() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM articles_mention mention
               WHERE mention.paragraph_id = NEW.id AND NOT articles_mention_is_true(mention)) THEN
        RAISE EXCEPTION 'a mention no longer reads as paragraph %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paragraph_keeps_mentions_true';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER paragraph_keeps_mentions_true AFTER UPDATE OF text, article_id ON articles_paragraph
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_check_paragraph();
