"""Score the analyzer on a retrieval set without a server: same figures as the set's own score.py gets by the API.

    python bench/hebrew/score_offline.py SET_FOLDER [--mode flexible] [--misses N]

SET_FOLDER holds docs.jsonl and queries.jsonl. A query word meets a document when one of its query lexemes is among
the index lexemes of a word there; a phrase, when consecutive words meet. Ranking is not scored.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from articles.hebrew.analyzer import Mode, index_lexemes, query_lexemes
from articles.hebrew.normalise import clean
from articles.hebrew.tokens import tokenize

Postings = dict[str, dict[str, set[int]]]  # lexeme -> document -> positions
_TITLE_GAP = 100  # positions between title and body, so that no phrase spans them


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf8") as handle:
        yield from map(json.loads, handle)


def build(docs: Path) -> tuple[Postings, int]:
    """The index of a set, and how many words it has."""
    postings: Postings = defaultdict(lambda: defaultdict(set))
    count = 0
    for doc in lines(docs):
        position = 0
        for field in (doc["title"], doc["body"]):
            for token in tokenize(clean(field)):
                for lexeme in index_lexemes(token.text):
                    postings[lexeme][doc["id"]].add(position)
                position, count = position + 1, count + 1
            position += _TITLE_GAP
    return postings, count


def places(postings: Postings, word: str, mode: Mode, in_phrase: bool) -> dict[str, set[int]]:
    """Where a query word meets a word: document -> positions."""
    found: dict[str, set[int]] = defaultdict(set)
    for lexeme in query_lexemes(word, mode, in_phrase):
        for doc, positions in postings.get(lexeme, {}).items():
            found[doc] |= positions
    return found


def search(postings: Postings, query: str, mode: Mode) -> set[str]:
    """Documents in which the words of the query stand one after another."""
    words = [token.text for token in tokenize(clean(query))]
    met = places(postings, words[0], mode, len(words) > 1)
    for distance, word in enumerate(words[1:], 1):
        following = places(postings, word, mode, True)
        met = {
            doc: kept
            for doc, starts in met.items()
            if (kept := {at for at in starts if at + distance in following.get(doc, ())})
        }
    return set(met)


def figures(found: set[str], relevant: set[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one answer."""
    hits = len(found & relevant)
    precision = hits / len(found) if found else 0.0
    recall = hits / len(relevant)
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def main() -> int:
    """Read the arguments, score, print the table."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path)
    cli.add_argument("--mode", type=Mode, default=Mode.FLEXIBLE)
    cli.add_argument("--misses", type=int, default=0, help="print the N worst queries")
    args = cli.parse_args()
    started = time.perf_counter()
    postings, words = build(args.folder / "docs.jsonl")
    seconds = time.perf_counter() - started
    print(f"{words} words, {len(postings)} lexemes, indexed in {seconds:.1f} s with loading")
    report(postings, args.folder / "queries.jsonl", args.mode, args.misses)
    return 0


def report(postings: Postings, queries: Path, mode: Mode, misses: int) -> None:
    """Ask every query; print the mean figures of each class and the worst answers."""
    rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    worst = []
    for query in lines(queries):
        found, relevant = search(postings, query["q"], mode), set(query["relevant"])
        row = figures(found, relevant)
        for name in (query["class"], "ALL"):
            rows[name].append(row)
        worst.append((row[2], query["class"], query["q"], len(found - relevant), len(relevant - found)))
    print(f"{'class':10} {'queries':>7}  precision  recall     F1")
    for name, values in sorted(rows.items()):
        means = (100 * sum(column) / len(values) for column in zip(*values, strict=True))
        print(f"{name:10} {len(values):7d}  " + "  ".join(f"{mean:6.1f}" for mean in means))
    for f1, name, words, wrong, missed in sorted(worst)[:misses]:
        print(f"{f1:.2f} {name} {words}: {wrong} wrong, {missed} missed")


if __name__ == "__main__":
    sys.exit(main())
