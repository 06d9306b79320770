"""OAI-PMH 2.0: `asking` reads a request, `records` finds what it asks for, `answers` answers it."""
