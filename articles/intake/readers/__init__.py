"""Readers, one file a format: each yields what a file holds, lazily, in order, the same every time."""
