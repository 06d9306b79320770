"""Backups: the database and the uploaded files in one folder, with a manifest of their SHA-256, and the way back."""
