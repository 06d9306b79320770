"""Hebrew for search: pure Python, no Django, nothing of the project outside this package."""
