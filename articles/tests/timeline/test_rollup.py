"""The ledgers of counts equal a recount after any writes, folded or not."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.intake import publishing
from articles.models import Appearance, Article, DayCount, Entity, PairCount, SearchDocument
from articles.search import index
from articles.tagging import appearances
from articles.tests.conftest import MakeArticle, MakeEntity, tag
from articles.timeline import cooccurrence, rollup, series

DAYS = ("2018-03-01T10:00", "2018-03-01T23:30", "2019-12-31T23:30", None)
ACTS = st.sampled_from(["tag", "untag", "publish", "unpublish", "withhold", "redate", "infer", "delete", "fold"])


def ledger() -> tuple[Counter[tuple[int, str, str]], Counter[tuple[int, int]]]:
    days: Counter[tuple[int, str, str]] = Counter()
    for entity, basis, day, articles in DayCount.objects.values_list("entity", "basis", "day", "articles"):
        days[entity, basis, day.isoformat()] += articles
    pairs: Counter[tuple[int, int]] = Counter()
    for entity, other, articles in PairCount.objects.values_list("entity", "other", "articles"):
        pairs[entity, other] += articles
    return Counter({k: n for k, n in days.items() if n}), Counter({k: n for k, n in pairs.items() if n})


def recounted() -> tuple[Counter[tuple[int, str, str]], Counter[tuple[int, int]]]:
    def day(moment: object) -> str:
        return timezone.localtime(moment).date().isoformat() if moment else "0001-01-01"  # type: ignore[arg-type]

    rows = list(Appearance.objects.all())
    days = Counter((one.entity_id, "i" if one.inferred else "p", day(one.published)) for one in rows)
    days.update((0, "p", day(moment)) for moment in SearchDocument.objects.values_list("published", flat=True))
    together: dict[int, set[int]] = {}
    for one in rows:
        together.setdefault(one.article_id, set()).add(one.entity_id)
    return days, Counter(pair for ids in together.values() for pair in permutations(ids, 2))


def act(what: str, article: Article, entity: Entity) -> None:
    ids = [article.pk]
    paragraph = article.paragraphs.get()
    match what:
        case "tag":
            if not paragraph.mentions.filter(entity=entity).exists():
                tag(paragraph, entity)
        case "untag":
            paragraph.mentions.filter(entity=entity).delete()
        case "publish":
            publishing.publish(ids, None)
        case "unpublish":
            publishing.unpublish(ids, None)
        case "withhold":
            publishing.withhold(article, None, "סיבה")
        case "redate" if article.published:
            Article.objects.filter(pk=article.pk).update(published=timezone.now())
        case "infer" if article.published:
            Article.objects.filter(pk=article.pk).update(date_known_from="address")
        case "delete":
            Appearance.objects.filter(article=article).delete()
            SearchDocument.objects.filter(article=article).delete()
        case "fold":
            assert rollup.fold()
    if what not in ("delete", "fold"):
        index.refresh(ids)
        appearances.refresh(ids)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ACTS, st.integers(0, 3), st.integers(0, 2)), max_size=14))
def test_the_ledgers_equal_a_recount_after_any_writes(
    make_article: MakeArticle, make_entity: MakeEntity, acts: list[tuple[str, int, int]]
) -> None:
    entities = [make_entity(name) for name in ("אלף", "בית", "גימל")]
    articles = [make_article("אלף בית גימל", day=day, entities=entities[:2]) for day in DAYS]
    for what, article, entity in acts:
        act(what, Article.objects.get(pk=articles[article].pk), entities[entity])
    assert ledger() == recounted()
    rollup.fold()
    assert ledger() == recounted()
    assert not DayCount.objects.filter(folded=False).exists() and not PairCount.objects.filter(folded=False).exists()
    rollup.recount()
    assert ledger() == recounted()


def test_companions_are_right_before_and_after_folding(make_article: MakeArticle, make_entity: MakeEntity) -> None:
    first, *others = [make_entity(f"שם{letter}") for letter in "אבגדה"]
    for number, other in enumerate(others, start=1):
        for _ in range(number):
            make_article(f"{first.name} {other.name}", entities=[first, other])
    rollup.fold()
    for _ in range(6):
        make_article(f"{first.name} {others[0].name}", entities=[first, others[0]])
    expected = [(others[0], 7), (others[3], 4), (others[2], 3)]
    assert [(one.entity, one.articles) for one in cooccurrence.companions(first, 3)] == expected
    rollup.fold()
    assert [(one.entity, one.articles) for one in cooccurrence.companions(first, 3)] == expected
    assert cooccurrence.together(first, [others[0].pk]) == {others[0].pk: 7}
    assert series.totals([first.pk, others[0].pk]) == {first.pk: 16, others[0].pk: 7}
