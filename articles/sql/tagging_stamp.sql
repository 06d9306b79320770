-- A digest of what an editor sees of an article: each tag's version, each entity's name, each paragraph's text.
SELECT md5(concat_ws('|',
    (SELECT string_agg(concat_ws(' ', mention.id, mention.version, entity.name, entity.kind), ',' ORDER BY mention.id)
     FROM articles_mention mention JOIN articles_entity entity ON entity.id = mention.entity_id
     WHERE mention.article_id = %(article)s),
    (SELECT string_agg(concat_ws(' ', name.id, name.status), ',' ORDER BY name.id)
     FROM articles_unknownname name WHERE name.article_id = %(article)s),
    (SELECT string_agg(md5(paragraph.text), ',' ORDER BY paragraph.id)
     FROM articles_paragraph paragraph WHERE paragraph.article_id = %(article)s)))
