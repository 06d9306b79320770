DROP TRIGGER paragraph_keeps_mentions_true ON articles_paragraph;
DROP TRIGGER mention_quote_equals_text ON articles_mention;
DROP FUNCTION articles_check_paragraph();
DROP FUNCTION articles_check_mention();
DROP FUNCTION articles_mention_is_true(articles_mention);
