"""The article page and what stands beside it."""
