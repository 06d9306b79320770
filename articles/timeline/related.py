"""Articles close to one, and why: the rare entities and the rare words that stand in both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from django.db import connection

from articles.hebrew.normalise import fold
from articles.hebrew.tokens import tokenize
from articles.models import ArchiveWord, Article, Entity, Paragraph
from articles.search.postgres import standing
from articles.sql import read

SHOWN = 5
DEEP = 2_000  # articles of one entity that are looked at
CANDIDATES = 60
RARE = 100  # articles at most in which a rare word stands
WORDS = 8  # rare words of an article that are looked for
FEWEST_LETTERS = 4
WORD_WEIGHT = 0.5  # of a word beside an entity: names say more than words
REASONS = 3


@dataclass(slots=True)
class Related:
    """An article, and the entities and words that it shares with the one read, the rarest first."""

    article: Article
    entities: list[Entity]
    words: list[str]


@dataclass(slots=True)
class _Shared:
    entities: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    weight: float = 0.0


def related_articles(article: Article, paragraphs: Iterable[Paragraph], most: int = SHOWN) -> list[Related]:
    """Return the published articles closest to `article`, whose paragraphs these are; at most six queries.

    The cost does not grow with how often an entity or a word appears. Words take part once the archive's are counted.
    """
    held = _held()
    shared: dict[int, _Shared] = {}
    for pk, keys, weight in _by_entities(article, held):
        shared[pk] = _Shared(entities=keys, weight=weight)
    entities = Entity.objects.in_bulk({key for one in shared.values() for key in one.entities})
    names = {word for entity in entities.values() for word in _forms([entity.name])}
    for pk, word, weight in _by_words(article, paragraphs, held, names):
        known = shared.setdefault(pk, _Shared())
        known.words.append(word)
        known.weight += weight
    closest = sorted(shared.items(), key=lambda pair: (-pair[1].weight, -pair[0]))[:most]
    return _drawn(closest, entities)


def _held() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(articles) FROM articles_daycount WHERE entity = 0 AND basis IN ('p', 'i')")
        return float(cursor.fetchone()[0] or 0)


def _by_entities(article: Article, held: float) -> list[tuple[int, list[int], float]]:
    given = {"article": article.pk, "held": held, "deep": DEEP, "most": CANDIDATES}
    with connection.cursor() as cursor:
        cursor.execute(read("related_by_entities"), given)
        return list(cursor.fetchall())


def _by_words(
    article: Article, paragraphs: Iterable[Paragraph], held: float, names: set[str]
) -> list[tuple[int, str, float]]:
    """Return (article, word as it is written here, weight) for the rare words that stand elsewhere, rarest first."""
    forms = _forms([article.title, article.deck, *(one.text for one in paragraphs)])
    asked = [form for form in forms if not form.endswith(tuple(names))]
    rare = ArchiveWord.objects.filter(key__in=asked, articles__lte=RARE).order_by("articles", "key")[:WORDS]
    counts = {one.key: one.articles for one in rare}
    if not counts:
        return []
    condition = standing(list(counts))
    with connection.cursor() as cursor:
        cursor.execute(condition.text, condition.params)
        rows = [(pk, key) for pk, key in cursor.fetchall() if pk != article.pk]
    rows.sort(key=lambda row: (counts[row[1]], row[1]))
    return [(pk, forms[key], WORD_WEIGHT * log(1 + held / counts[key])) for pk, key in rows]


def _forms(texts: Iterable[str]) -> dict[str, str]:
    """Return the words of texts that are long enough to say something, folded, each with how it is first written."""
    forms: dict[str, str] = {}
    for text in texts:
        for token in tokenize(text):
            form = fold(token.text)
            if len(form) >= FEWEST_LETTERS and not form.isdigit():
                forms.setdefault(form, token.text)
    return forms


def _drawn(closest: Sequence[tuple[int, _Shared]], entities: dict[int, Entity]) -> list[Related]:
    articles = Article.objects.published().select_related("source").in_bulk([pk for pk, _ in closest])
    return [
        Related(articles[pk], [entities[key] for key in one.entities[:REASONS]], one.words[:REASONS])
        for pk, one in closest
        if pk in articles
    ]
