"""The analyzer with each of its parts taken away, and its speed and size, by one command:

    python bench/hebrew/ablation.py SET_FOLDER [--half A|B|AB] [--weights FILE]

Macro F1 per class in mode flexible; AP is that of a plain ranking (narrow meetings first, short documents first) and
only tells the parts apart: the archive ranks by its own means. The weights are those fitted with every part in place.
`--weights` takes a file written by fit.py, to score what was fitted on one half by the other.
"""

from __future__ import annotations

import argparse
import runpy
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

import score_offline  # noqa: E402
from halves import half  # noqa: E402
from score_offline import Postings, build, figures, lines, search  # noqa: E402

from articles.hebrew import acronyms, analyzer, candidates, endings, lexicon, morphology, verbs  # noqa: E402
from articles.hebrew.analyzer import Mode, query_lexemes  # noqa: E402
from articles.hebrew.normalise import clean  # noqa: E402
from articles.hebrew.tokens import tokenize  # noqa: E402

CLASSES = ("PROPN", "NOUN", "VERB", "ADJ", "ACR", "PHR_NAME", "PHR_CONS")
CACHES = (
    analyzer.readings, analyzer.index_lexemes, analyzer.query_lexemes, morphology._senses,
    candidates.use, candidates.paradigm, candidates.adjectival, candidates.vouched, candidates._is_plain_name,
)  # fmt: skip


def _none(*_: object, **__: object) -> list[Any]:
    return []


def _unlisted(form: str) -> tuple[str, ...]:
    return ()


def _nothing(*_: object) -> frozenset[str]:
    return frozenset()


PARTS: dict[str, list[Any]] = {
    "everything": [],
    "no prefixes": [patch.object(candidates, "splits", _none)],
    "no verbs": [patch.object(verbs.Conjugator, "analyse", _none)],
    "no endings": [patch.object(endings, "bases", _none)],
    "no other spellings": [patch.object(candidates, "variants", _none)],
    "no dictionary": [patch.object(lexicon, "lemmas", _unlisted)],
    "no written words": [
        patch.object(candidates, "vouched", _nothing),
        patch.object(lexicon, "kinds", _nothing),
        patch.object(verbs.Conjugator, "is_certain", lambda *_: False),
        patch.object(candidates, "told", lambda *_: 0.0),
        patch.object(morphology, "_told", _none),
    ],
    "no acronyms": [patch.object(acronyms, "base", str), patch.object(acronyms, "spelled_bare", _none)],
    "only sure lemmas": [patch.object(analyzer, "POSSIBLE", 1.0), patch.object(analyzer, "ASKED", 0.5)],
    "phrases as words": [patch.object(score_offline, "query_lexemes", lambda word, mode, _: query_lexemes(word, mode))],
}


@contextmanager
def without(part: str) -> Iterator[None]:
    """The analyzer without one part, its caches emptied before and after."""
    patches = [*PARTS[part], patch.object(morphology, "frequent", dict)]  # what was worked out with everything
    for each in patches:
        each.start()
    try:
        for cache in CACHES:
            cache.cache_clear()
        yield
    finally:
        for each in patches:
            each.stop()
        for cache in CACHES:
            cache.cache_clear()


def average_precision(ranked: list[str], relevant: set[str]) -> float:
    """The mean over relevant documents of the precision at each, those not found counting nothing."""
    hits, total = 0, 0.0
    for rank, doc in enumerate(ranked, 1):
        if doc in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant)


def ranked(postings: Postings, query: str, found: set[str], length: dict[str, int]) -> list[str]:
    """What was found, narrow meetings before wide ones, then short documents before long ones."""
    score: dict[str, float] = defaultdict(float)
    for token in tokenize(clean(query)):
        asked = query_lexemes(token.text, Mode.FLEXIBLE)
        for place, lexeme in enumerate(asked):
            for doc in postings.get(lexeme, {}):
                score[doc] += 1 / (1 + place)
    return sorted(found, key=lambda doc: (-score[doc], length[doc], doc))


def measure(folder: Path, halves: str) -> dict[str, list[tuple[float, float]]]:
    """F1 and average precision of every query, by class."""
    postings, _ = build(folder / "docs.jsonl")
    length = {doc["id"]: len(doc["body"]) for doc in lines(folder / "docs.jsonl")}
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for query in lines(folder / "queries.jsonl"):
        if half(query) in halves:
            found, relevant = search(postings, query["q"], Mode.FLEXIBLE), set(query["relevant"])
            order = ranked(postings, query["q"], found, length)
            for name in (query["class"], "ALL"):
                rows[name].append((figures(found, relevant)[2], average_precision(order, relevant)))
    return rows


def row(name: str, rows: dict[str, list[tuple[float, float]]]) -> str:
    """One line of the table."""
    mean: Callable[[str, int], float] = lambda key, column: 100 * sum(v[column] for v in rows[key]) / len(rows[key])  # noqa: E731
    cells = [mean("ALL", 0), *(mean(key, 0) if rows[key] else 0.0 for key in CLASSES), mean("ALL", 1)]
    return f"{name:20}" + "".join(f"{cell:9.1f}" for cell in cells)


def resident() -> int:
    """Megabytes of memory in use by this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20


def cost(folder: Path) -> str:
    """Loading and analysing, measured: the second reading of the set has its words in the cache."""
    before, started = resident(), time.process_time()
    analyzer.load()
    loaded, size = time.process_time() - started, resident() - before
    texts = [clean(doc["body"]) for doc in lines(folder / "docs.jsonl")]
    rates, lexemes, words = [], 0, 0
    for _ in range(2):
        started, words, lexemes = time.process_time(), 0, 0
        for text in texts:
            for token in tokenize(text):
                words, lexemes = words + 1, lexemes + len(analyzer.index_lexemes(token.text))
        rates.append(words / (time.process_time() - started))
    return (
        f"lexicon: {loaded:.2f} s, {size} MB of {resident()} MB; {rates[0]:,.0f} words/s new, {rates[1]:,.0f} words/s "
        f"known; {lexemes / words:.2f} lexemes a word"
    )


def main() -> int:
    """Print the cost, then the table."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path)
    cli.add_argument("--half", default="AB")
    cli.add_argument("--weights", type=Path)
    cli.add_argument("--only", choices=PARTS)
    args = cli.parse_args()
    if args.weights:
        morphology.WEIGHTS.clear()
        morphology.WEIGHTS.update(runpy.run_path(str(args.weights))["WEIGHTS"])
    else:  # loading leaves what these weights make of the commonest words in the archive's folder, for others to read
        print(cost(args.folder))
    print(f"{'macro F1':20}" + "".join(f"{name:>9}" for name in ("all", *CLASSES, "AP all")))
    for part in [args.only] if args.only else PARTS:
        with without(part):
            print(row(part, measure(args.folder, args.half)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
