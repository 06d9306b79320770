"""Fit the weights of `articles/hebrew/weights.py` to a retrieval set, in an environment that also has numpy and scipy.

    python bench/hebrew/fit.py SET_FOLDER [--half A|B|AB] [--keep 150] [--out articles/hebrew/weights.py]

What is fitted: for a query word q and a text's word t, P(q meets t) is the sum over lemmas of P(lemma|q) P(lemma|t); a
document is found unless none of its words meets q. The weights make the human judgements of the set's one-word queries
most likely (each query counting the same; L2 against overfitting); the least telling evidence is then dropped, in
rounds, and the rest fitted again. Only the weights leave this script: no word, lemma or sentence of the set does.
Halves are drawn by a hash of each query's class and relevant documents, so all forms of a word fall into one half.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from halves import half  # noqa: E402

from articles.hebrew import candidates  # noqa: E402
from articles.hebrew.analyzer import key_of  # noqa: E402
from articles.hebrew.letters import all_hebrew  # noqa: E402
from articles.hebrew.normalise import clean  # noqa: E402
from articles.hebrew.tokens import tokenize  # noqa: E402

PENALTY = 0.4
FLOOR, CEILING = 0.0005, 0.98  # no meeting is ever certain
ROUNDS = (220, 190, 170, 150, 120, 100, 80, 60)


@dataclass(frozen=True)
class Candidates:
    """All candidates of all words: evidence of each, what is written down of it, which word it is of, its lemma."""

    words: list[str]
    names: list[str]
    evidence: Any
    told: Any
    word: Any
    starts: Any
    sizes: Any
    lemmas: list[str]


@dataclass(frozen=True)
class Judged:
    """The meetings to be judged: candidate pairs, the word pairs they make, the documents these stand in."""

    query: Any
    text: Any
    pair: Any
    pair_of: Any
    document: Any
    relevant: Any
    weight: Any
    pairs: int
    documents: int


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf8") as handle:
        yield from map(json.loads, handle)


def postings(folder: Path) -> dict[str, set[str]]:
    """Plain Hebrew words of the set's documents, with the documents they stand in."""
    found: dict[str, set[str]] = defaultdict(set)
    for doc in lines(folder / "docs.jsonl"):
        for token in tokenize(clean(doc["body"])):
            if token.text.isalpha() and all_hebrew(key := key_of(token.text)):
                found[key].add(doc["id"])
    return found


def queries(folder: Path) -> Iterator[tuple[str, str, set[str]]]:
    """One-word queries of plain letters: key, half, relevant documents."""
    for query in lines(folder / "queries.jsonl"):
        if not query["phrase"] and query["q"].isalpha() and all_hebrew(key := key_of(query["q"])):
            yield key, half(query), set(query["relevant"])


def analyse(words: list[str]) -> Candidates:
    """Every candidate of every word."""
    numbers: dict[str, int] = {}
    word, lemmas, told, pointers, columns, values = [], [], [], [0], [], []
    for number, form in enumerate(words):
        for split in candidates.parted(form):
            for sense in candidates.senses(split.stem):
                agreement = {candidates.agreement(split.prefix, sense.kind): 1.0}
                told.append(candidates.told(form, split.prefix, split.stem, sense.lemma))
                shared = sense.of.evidence if sense.of else {}
                for name, value in (split.evidence | shared | sense.evidence | agreement).items():
                    columns.append(numbers.setdefault(name, len(numbers)))
                    values.append(value)
                pointers.append(len(columns))
                word.append(number)
                lemmas.append(sense.lemma)
    evidence = csr_matrix((np.array(values), np.array(columns), np.array(pointers)), shape=(len(word), len(numbers)))
    of = np.array(word)
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    sizes = np.diff(np.r_[starts, len(of)])
    return Candidates(words, list(numbers), evidence, np.array(told), of, starts, sizes, lemmas)


def judge(found: Candidates, asked: list[tuple[str, str, set[str]]], stands: dict[str, set[str]]) -> Judged:
    """Lay out what the likelihood needs."""
    number = {form: at for at, form in enumerate(found.words)}
    by_lemma: dict[str, list[int]] = defaultdict(list)
    for row, lemma in enumerate(found.lemmas):
        by_lemma[lemma].append(row)
    query, text, pair, pair_of, document, relevant, weight = ([] for _ in range(7))
    pairs = 0
    for key, _, wanted in asked:
        mine, numbers = number[key], {}
        for row in range(found.starts[mine], found.starts[mine] + found.sizes[mine]):
            for other in by_lemma[found.lemmas[row]]:
                met = int(found.word[other])
                if met != mine and found.words[met] in stands:
                    pairs += met not in numbers
                    query.append(row), text.append(other)
                    pair.append(numbers.setdefault(met, pairs - 1))
        placed: dict[str, int] = {}
        for met, at in numbers.items():
            for doc in sorted(stands[found.words[met]] - stands.get(key, set())):
                if doc not in placed:
                    placed[doc] = len(relevant)
                    relevant.append(float(doc in wanted)), weight.append(1 / (3 + len(wanted)))
                pair_of.append(at), document.append(placed[doc])
    columns = map(np.array, (query, text, pair, pair_of, document, relevant, weight))
    return Judged(*columns, pairs, len(relevant))


def likelihood(found: Candidates, judged: Judged) -> Callable[[Any], tuple[float, Any]]:
    """Minus the log likelihood of the judgements, with its gradient."""
    transposed = found.evidence.T.tocsr()

    def loss(weights: Any) -> tuple[float, Any]:
        scores = found.evidence @ weights + found.told
        scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, found.starts), found.sizes))
        p = scores / np.repeat(np.add.reduceat(scores, found.starts), found.sizes)
        mine, other = p[judged.query], p[judged.text]
        meets = np.minimum(np.bincount(judged.pair, mine * other, judged.pairs), 1) * CEILING + FLOOR
        missed = np.bincount(judged.document, np.log1p(-meets)[judged.pair_of], judged.documents)
        hit = -np.expm1(missed)
        value = -(judged.weight * (judged.relevant * np.log(hit) + (1 - judged.relevant) * missed)).sum()
        by_missed = -judged.weight * (judged.relevant * (hit - 1) / hit + 1 - judged.relevant)
        by_pair = -np.bincount(judged.pair_of, by_missed[judged.document], judged.pairs) * CEILING / (1 - meets)
        by_p = np.bincount(judged.query, by_pair[judged.pair] * other, len(p))
        by_p += np.bincount(judged.text, by_pair[judged.pair] * mine, len(p))
        by_score = p * (by_p - np.repeat(np.add.reduceat(p * by_p, found.starts), found.sizes))
        return value + PENALTY * (weights**2).sum(), transposed @ by_score + 2 * PENALTY * weights

    return loss


def fit(found: Candidates, judged: Judged, keep: int) -> dict[str, float]:
    """The weights of the `keep` most telling kinds of evidence."""
    loss = likelihood(found, judged)
    mean = np.asarray(found.evidence.mean(0)).ravel()
    spread = np.sqrt(np.asarray(found.evidence.multiply(found.evidence).mean(0)).ravel() - mean**2)
    kept = np.ones(len(found.names))
    weights = np.zeros(len(found.names))
    for most in (len(found.names), *(most for most in (*ROUNDS, keep) if most >= keep)):
        order = np.argsort(-np.abs(weights) * spread * kept)
        kept[order[most:]] = 0.0

        def masked(given: Any) -> tuple[float, Any]:
            value, gradient = loss(given * kept)
            return value, gradient * kept

        weights = minimize(masked, weights * kept, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x * kept
    return {name: round(float(w), 2) for name, w in zip(found.names, weights, strict=True) if round(float(w), 2)}


def written(weights: dict[str, float], note: str) -> str:
    """The module that holds the weights."""
    rows = "\n".join(f'    "{name}": {weight},' for name, weight in sorted(weights.items()))
    return (
        '"""How much each kind of evidence in `candidates.py` counts.\n\n'
        f'Written by bench/hebrew/fit.py: {note}.\n"""\n\n'
        f"from typing import Final\n\nWEIGHTS: Final[dict[str, float]] = {{\n{rows}\n}}\n"
    )


def main() -> int:
    """Fit and write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path)
    cli.add_argument("--half", default="AB")
    cli.add_argument("--keep", type=int, default=150)
    cli.add_argument("--out", type=Path, default=Path(candidates.__file__).with_name("weights.py"))
    args = cli.parse_args()
    stands = postings(args.folder)
    asked = [query for query in queries(args.folder) if query[1] in args.half]
    found = analyse(sorted(set(stands) | {key for key, _, _ in asked}))
    weights = fit(found, judge(found, asked, stands), args.keep)
    note = f"{len(weights)} weights, {len(asked)} queries"
    args.out.write_text(written(weights, note), encoding="utf8")
    print(note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
