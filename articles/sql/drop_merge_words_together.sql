ALTER INDEX search_vector SET (fastupdate = off);
