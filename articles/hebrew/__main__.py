"""python -m articles.hebrew WORD… : the readings of words as a table."""

from __future__ import annotations

import sys

from articles.hebrew.analyzer import index_lexemes, readings
from articles.hebrew.tokens import tokenize


def rows(word: str) -> list[str]:
    """One tab-separated line a reading, then one with everything stored for the word."""
    lines = [f"{word}\t{r.prefix or '-'}\t{r.stem}\t{r.lemma}\t{r.weight:.2f}" for r in readings(word)]
    return [*lines, f"\tstored: {' '.join(sorted(index_lexemes(word)))}"]


def main(arguments: list[str]) -> int:
    """Print the table for every word of the arguments."""
    words = [token.text for argument in arguments for token in tokenize(argument)]
    if not words:
        print(__doc__)
        return 2
    print("word\tprefix\tstem\tlemma\tprobability")
    for word in words:
        print("\n".join(rows(word)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
