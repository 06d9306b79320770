DROP FUNCTION articles_count_appearances, articles_count_holdings, articles_pairs_come, articles_pairs_go,
    articles_appearance_stays CASCADE;
DROP FUNCTION articles_day;
