"""Citations of an article: what they say, as text in Hebrew styles, and in the formats of reference managers."""
