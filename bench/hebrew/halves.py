"""The two halves of a retrieval set's queries: what is tuned on one is judged on the other."""

import hashlib
from typing import Any


def half(query: dict[str, Any]) -> str:
    """Which half a query falls into; all queries of one lemma fall into the same."""
    name = query["class"][:4] + "|" + " ".join(map(str, query["relevant"]))
    return "A" if int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0 else "B"
