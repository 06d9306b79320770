"""Two editors at the same span at the same moment: the database decides, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from articles.models import Appearance, Article, Entity, Mention, Paragraph
from articles.tagging import mentions
from articles.tagging.errors import Conflict, SpanTaken

PAIRS = 200
WORD = "סוריה"


def _race(*calls: Callable[[], Mention]) -> list[Mention | Exception]:
    """Run the calls at once, each in a thread with its own connection; return what each gave or raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Mention]) -> Mention | Exception:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return call()
        except (Conflict, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def paragraph(make_article: Callable[..., Article]) -> Paragraph:
    article = make_article(" ".join([WORD] * PAIRS))
    return article.paragraphs.get()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_hundred_pairs_at_one_span_each(
    paragraph: Paragraph, make_entity: Callable[..., Entity], editor: User, other: User
) -> None:
    one, two = make_entity("סוריה", "place"), make_entity("סוריה הסרט", "work")
    for number in range(PAIRS):
        start = number * (len(WORD) + 1)
        end, rival = start + len(WORD), two if number % 2 else one
        outcomes = _race(
            partial(mentions.add, paragraph, start, end, WORD, one, editor),
            partial(mentions.add, paragraph, start, end, WORD, rival, other),
        )
        winners = [outcome for outcome in outcomes if isinstance(outcome, Mention)]
        losers = [outcome for outcome in outcomes if isinstance(outcome, SpanTaken)]
        assert (len(winners), len(losers)) == (1, 1), outcomes
        assert winners[0].decided_by and f"בידי {winners[0].decided_by.username}" in str(losers[0])
    assert Mention.objects.filter(status="accepted").count() == PAIRS
    counted = Appearance.objects.filter(article=paragraph.article).values_list("mentions", flat=True)
    assert sum(counted) == PAIRS


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_any_of_our_code_the_constraint_alone_refuses_the_second(
    paragraph: Paragraph, make_entity: Callable[..., Entity]
) -> None:
    made = [make_entity("סוריה", "place"), make_entity("סוריה הסרט", "work")]

    def insert(entity: Entity) -> Mention:
        with transaction.atomic():
            return Mention.objects.create(
                article_id=paragraph.article_id, paragraph=paragraph, entity=entity, start=0, end=len(WORD),
                quote=WORD, status="accepted", origin="editor",
            )  # fmt: skip

    outcomes = _race(*(partial(insert, entity) for entity in made))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "Mention"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_editors_decide_one_suggestion(
    paragraph: Paragraph, make_entity: Callable[..., Entity], editor: User, other: User
) -> None:
    entity = make_entity("סוריה", "place")
    suggestion = Mention.objects.create(
        article_id=paragraph.article_id, paragraph=paragraph, entity=entity, start=0, end=len(WORD), quote=WORD,
        status="suggested", origin="gazetteer",
    )  # fmt: skip
    outcomes = _race(lambda: mentions.accept(suggestion, editor, 1), lambda: mentions.reject(suggestion, other, 1))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Mention", "Stale"]
    assert Mention.objects.get().version == 2
