DROP TRIGGER search_document_changed ON articles_searchdocument;
DROP TRIGGER search_appearance_changed ON articles_appearance;
DROP FUNCTION articles_note_search_change();
ALTER TABLE articles_searchdocument RESET (toast_tuple_target);
