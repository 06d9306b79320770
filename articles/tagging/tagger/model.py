"""The trained model: a linear-chain CRF in the archive's home, read once a process and again when trained anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite
from django.conf import settings

from articles.hebrew.tokens import tokenize
from articles.tagging.tagger.features import Tagged, features, labels, read

OPTIONS = {"c1": 0.1, "c2": 0.02, "max_iterations": 80, "feature.minfreq": 2, "feature.possible_transitions": True}


@dataclass(frozen=True, slots=True)
class Example:
    """A text with every name in it."""

    text: str
    names: tuple[Tagged, ...]


class Model:
    """A trained tagger, read from a file."""

    def __init__(self, path: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))

    def names(self, text: str) -> list[Tagged]:
        """Return the names that the text seems to have, in order."""
        tokens = tokenize(text)
        if not tokens:
            return []
        self._tagger.set(features(text, tokens))
        written = self._tagger.tag()
        sure = [self._tagger.marginal(label, at) for at, label in enumerate(written)]
        return list(read(tokens, written, sure))


def path() -> Path:
    """Return where this archive's model is kept."""
    home: Path = settings.ARCHIVE_HOME
    return home / "tagger.crfsuite"


def train(examples: Iterable[Example], to: Path) -> int:
    """Train on examples and write the model, whole or not at all; return how many examples there were."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=OPTIONS, verbose=False)
    count = 0
    for example in examples:
        tokens = tokenize(example.text)
        if tokens:
            trainer.append(features(example.text, tokens), labels(tokens, example.names))
            count += 1
    if count:
        made = to.with_suffix(".part")
        trainer.train(str(made))
        made.replace(to)
    return count


def current() -> Model | None:
    """Return this archive's model, or None before it is trained."""
    place = path()
    try:
        stamp = place.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    if _cache.get("stamp") != (str(place), stamp):
        _cache.update(stamp=(str(place), stamp), model=Model(place))
    model: Model = _cache["model"]
    return model


_cache: dict[str, Any] = {}
