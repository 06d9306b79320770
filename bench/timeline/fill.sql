-- A large archive of numbers: %(articles)s articles over 20 years, eight mentions each, entities drawn by Zipf's law.
DO $$
DECLARE one record;
BEGIN  -- an archive for measuring only: no checks of foreign keys, no history, no ledgers while it is made
    FOR one IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
               WHERE contype = 'f' AND conrelid::regclass::text LIKE 'articles_%%' LOOP
        EXECUTE format('ALTER TABLE %%s DROP CONSTRAINT %%I', one.place, one.conname);
    END LOOP;
    FOR one IN SELECT oid::regclass AS place FROM pg_class WHERE relkind = 'r' AND relname LIKE 'articles_%%' LOOP
        EXECUTE format('ALTER TABLE %%s DISABLE TRIGGER USER', one.place);
    END LOOP;
END $$;
SET synchronous_commit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';
SELECT setseed(0.5);
INSERT INTO articles_source (name) VALUES ('bench');
INSERT INTO articles_entity (id, kind, name, sort_key, description, wikidata, created)
SELECT n, (ARRAY['person', 'place', 'organisation', 'event'])[1 + n %% 4], 'ישות ' || n, 'ישות ' || n, '', '', now()
FROM generate_series(1, %(entities)s) n;
INSERT INTO articles_article (id, source_id, external_id, url, title, deck, byline, section, published, time_known,
    date_known_from, update_stamp, status, withheld_reason, fingerprint, analyzer_version, created)
SELECT n, (SELECT min(id) FROM articles_source), 'b' || n, '', 'כתבה ' || n, '', '', '',
    timestamptz '2005-01-01' + n * (interval '20 years' / %(articles)s), true, 'metadata', '', 'published', '',
    'b' || n, 1, now()
FROM generate_series(1, %(articles)s) n;
INSERT INTO articles_paragraph (id, article_id, position, kind, text)
SELECT n, n, 1, 'text', repeat('ישות ', 8) FROM generate_series(1, %(articles)s) n;
INSERT INTO articles_mention (article_id, paragraph_id, entity_id, start, "end", quote, status, origin, rule, created, version)
SELECT n, n, 1 + floor(%(entities)s ^ (random() ^ 0.76) - 1)::int %% %(entities)s, k * 5, k * 5 + 4, 'ישות', 'accepted',
    'tagger', '', now(), 1
FROM generate_series(1, %(articles)s) n, generate_series(0, 7) k;
INSERT INTO articles_appearance (entity_id, article_id, published, inferred, mentions)
SELECT m.entity_id, m.article_id, a.published, false, count(*)
FROM articles_mention m JOIN articles_article a ON a.id = m.article_id GROUP BY 1, 2, 3;
INSERT INTO articles_searchdocument (article_id, source_id, section, published, vector, profile)
SELECT id, source_id, section, published, '', '' FROM articles_article;
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT oid::regclass AS place FROM pg_class WHERE relkind = 'r' AND relname LIKE 'articles_%%' LOOP
        EXECUTE format('ALTER TABLE %%s ENABLE TRIGGER USER', one.place);
    END LOOP;
END $$;
