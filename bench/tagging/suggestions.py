"""How good suggestions are on articles that nobody learnt from: precision, recall and F1 by origin.

    ARCHIVE_HOME=… python bench/tagging/suggestions.py

The demonstration's articles and tags, no database. Five times another fifth of the articles is kept apart, and all five
are counted together. The gazetteer knows the names of those entities alone that the other articles speak of; the rules
see what it found; the tagger learns from the other articles. A suggestion is right when its place is exactly a tag's
(and its entity the tag's; of the tagger, its kind). "unknown" is the tagger on those tags alone whose entity no other
article speaks of.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from setup import start

start()

from articles.demo import reader  # noqa: E402
from articles.demo.reader import DemoArticle, DemoParagraph  # noqa: E402
from articles.tagging import names, rules  # noqa: E402
from articles.tagging.gazetteer import Gazetteer  # noqa: E402
from articles.tagging.tagger.features import Tagged  # noqa: E402
from articles.tagging.tagger.model import Example, Model, train  # noqa: E402

FOLDS = 5
Found = tuple[int, int, int, str]  # paragraph, start, end, entity or kind
Place = tuple[int, int, int, int, str]  # the fold before that


def main() -> None:
    """Print a line an origin."""
    found: dict[str, set[Place]] = defaultdict(set)
    wanted: dict[str, set[Place]] = defaultdict(set)
    for fold in range(FOLDS):
        for origin, (offered, right) in _judged(fold).items():
            found[origin] |= {(fold, *place) for place in offered}
            wanted[origin] |= {(fold, *place) for place in right}
    for origin, places in found.items():
        report(origin, places, wanted[origin])


def _judged(fold: int) -> dict[str, tuple[set[Found], set[Found]]]:
    """Return by origin what is found in the articles of a fold, and what should be."""
    entities, articles = list(reader.entities()), list(reader.articles())
    kinds = {entity.name: entity.kind for entity in entities}
    kept = [one for place, one in enumerate(articles) if place % FOLDS == fold]
    others = [one for place, one in enumerate(articles) if place % FOLDS != fold]
    spoken = {tag.name for one in others for paragraph in one.paragraphs for tag in paragraph.tags}
    numbers = {entity.name: number for number, entity in enumerate(entities)}
    pairs = [
        (names.key(name), numbers[entity.name])
        for entity in entities
        if entity.name in spoken
        for name in (entity.name, *entity.aliases)
    ]
    called = set(tagged(kept, {name: name for name in kinds}))
    offered = suggested(kept, Gazetteer.of(pairs), [entity.name for entity in entities], kinds)
    guessed = set(guesses(kept, trained(others, kinds)))
    new = set(tagged(kept, {name: kind for name, kind in kinds.items() if name not in spoken}))
    return {
        **{origin: (places, called) for origin, places in offered.items()},
        "gazetteer and rules": (set().union(*offered.values()), called),
        "tagger": (guessed, set(tagged(kept, kinds))),
        "tagger, unknown": (guessed & new, new),
    }


def tagged(articles: Iterable[DemoArticle], called: dict[str, str]) -> Iterator[Found]:
    """Yield the places of tags, with what `called` makes of their entity; others are left out."""
    for number, paragraph in numbered(articles):
        for tag in paragraph.tags:
            if tag.name in called:
                yield number, tag.start, tag.end, called[tag.name]


def numbered(articles: Iterable[DemoArticle]) -> Iterator[tuple[int, DemoParagraph]]:
    """Yield every paragraph with a number of its own."""
    yield from enumerate(paragraph for one in articles for paragraph in one.paragraphs)


def suggested(
    articles: list[DemoArticle], gazetteer: Gazetteer, called: list[str], kinds: dict[str, str]
) -> dict[str, set[Found]]:
    """Return what the names and the rules find, as `tagging.suggestions` asks them."""
    found: dict[str, set[Found]] = {"gazetteer": set()}
    number = 0
    for one in articles:
        article = rules.Article({place: kinds[name] for place, name in enumerate(called)})
        for paragraph in one.paragraphs:
            matches = gazetteer.matches(paragraph.text)
            for match in matches:
                for entity in match.entities:
                    article.meet(match.key, entity)
                    found["gazetteer"].add((number, match.start, match.end, called[entity]))
            for ruled in article.find(paragraph.text, [(match.start, match.end) for match in matches]):
                place = number, ruled.start, ruled.end, called[ruled.entity]
                found.setdefault(str(ruled.rule), set()).add(place)
            number += 1
    return found


def trained(articles: list[DemoArticle], kinds: dict[str, str]) -> Model:
    """Return a model of these articles' tags."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "model"
        paragraphs = [paragraph for one in articles for paragraph in one.paragraphs]
        train(
            (Example(one.text, tuple(Tagged(t.start, t.end, kinds[t.name]) for t in one.tags)) for one in paragraphs),
            place,
        )
        return Model(place)


def guesses(articles: list[DemoArticle], model: Model) -> Iterator[Found]:
    """Yield what the tagger finds."""
    for number, paragraph in numbered(articles):
        for one in model.names(paragraph.text):
            yield number, one.start, one.end, one.kind


def report(origin: str, found: set[Place], wanted: set[Place]) -> None:
    """Print how much of what is found is right, and how much of what is right is found."""
    counts = Counter({"found": len(found), "right": len(found & wanted), "wanted": len(wanted)})
    precision = counts["right"] / counts["found"] if found else 0.0
    recall = counts["right"] / counts["wanted"] if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    print(f"{origin}: {len(found)} offered, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    main()
