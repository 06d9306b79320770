-- Written by search.index in handfuls, each merged at once (gin_clean_pending_list): half the work.
ALTER INDEX search_vector SET (fastupdate = on);
