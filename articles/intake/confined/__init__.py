"""Files read in processes of their own, with limits of memory and time: a hostile file breaks its own reader only."""
