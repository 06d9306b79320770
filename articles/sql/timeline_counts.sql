-- The ledgers of counts follow every write of appearances and search documents, whoever makes it.
CREATE FUNCTION articles_day(moment timestamptz) RETURNS date STABLE LANGUAGE sql
RETURN coalesce((moment AT TIME ZONE 'Asia/Jerusalem')::date, date '0001-01-01');

CREATE FUNCTION articles_count_appearances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO articles_daycount (entity, basis, day, articles, folded)
        SELECT entity_id, CASE WHEN inferred THEN 'i' ELSE 'p' END, articles_day(published), -count(*), false
        FROM gone GROUP BY 1, 2, 3;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO articles_daycount (entity, basis, day, articles, folded)
        SELECT entity_id, CASE WHEN inferred THEN 'i' ELSE 'p' END, articles_day(published), count(*), false
        FROM come GROUP BY 1, 2, 3;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER count_days_inserted AFTER INSERT ON articles_appearance REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_appearances();
CREATE TRIGGER count_days_deleted AFTER DELETE ON articles_appearance REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_appearances();
CREATE TRIGGER count_days_updated AFTER UPDATE ON articles_appearance REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_appearances();

CREATE FUNCTION articles_count_holdings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO articles_daycount (entity, basis, day, articles, folded)
        SELECT 0, 'p', articles_day(published), -count(*), false FROM gone GROUP BY 3;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO articles_daycount (entity, basis, day, articles, folded)
        SELECT 0, 'p', articles_day(published), count(*), false FROM come GROUP BY 3;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER count_days_inserted AFTER INSERT ON articles_searchdocument REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_holdings();
CREATE TRIGGER count_days_deleted AFTER DELETE ON articles_searchdocument REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_holdings();
CREATE TRIGGER count_days_updated AFTER UPDATE ON articles_searchdocument
    REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_count_holdings();

-- Pairs: what a statement brings stands beside what was there and beside itself, each pair both ways.
CREATE FUNCTION articles_pairs_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO articles_paircount (entity, other, articles, folded)
    SELECT entity, other, count(*), false FROM (
        SELECT come.entity_id AS entity, there.entity_id AS other
        FROM come JOIN articles_appearance there USING (article_id) WHERE there.entity_id <> come.entity_id
        UNION ALL
        SELECT there.entity_id, come.entity_id
        FROM come JOIN articles_appearance there USING (article_id)
        WHERE there.entity_id <> come.entity_id AND NOT EXISTS (
            SELECT FROM come fresh WHERE fresh.article_id = there.article_id AND fresh.entity_id = there.entity_id)
    ) pairs GROUP BY entity, other;
    RETURN NULL;
END
$$;

CREATE FUNCTION articles_pairs_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO articles_paircount (entity, other, articles, folded)
    SELECT entity, other, -count(*), false FROM (
        SELECT gone.entity_id AS entity, beside.entity_id AS other
        FROM gone JOIN gone beside USING (article_id) WHERE beside.entity_id <> gone.entity_id
        UNION ALL
        SELECT gone.entity_id, stays.entity_id FROM gone JOIN articles_appearance stays USING (article_id)
        UNION ALL
        SELECT stays.entity_id, gone.entity_id FROM gone JOIN articles_appearance stays USING (article_id)
    ) pairs GROUP BY entity, other;
    RETURN NULL;
END
$$;

-- An appearance never becomes that of another entity or article: it goes, and another comes.
CREATE FUNCTION articles_appearance_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an appearance belongs to its entity and article: delete it and insert another'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'appearance_stays';
END
$$;

CREATE TRIGGER count_pairs_inserted AFTER INSERT ON articles_appearance REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION articles_pairs_come();
CREATE TRIGGER count_pairs_deleted AFTER DELETE ON articles_appearance REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION articles_pairs_go();
CREATE TRIGGER appearance_stays BEFORE UPDATE ON articles_appearance FOR EACH ROW
    WHEN (OLD.entity_id <> NEW.entity_id OR OLD.article_id <> NEW.article_id)
    EXECUTE FUNCTION articles_appearance_stays();
