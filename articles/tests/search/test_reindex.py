"""`manage.py reindex` brings up to date what an older analyzer indexed, and nothing else."""

import io

from django.core.management import call_command
from django.db.models import QuerySet

from articles.hebrew import analyzer
from articles.models import Article, SearchDocument
from articles.tests.conftest import MakeArticle


def reindex(*options: str) -> str:
    output = io.StringIO()
    call_command("reindex", *options, stdout=output)
    return output.getvalue()


def indexed() -> QuerySet[SearchDocument]:
    return SearchDocument.objects.extra(where=["length(vector) > 0"])


def test_only_what_is_behind_is_indexed(make_article: MakeArticle) -> None:
    old, _ = make_article("סוריה"), make_article("סוריה")
    Article.objects.filter(pk=old.pk).update(analyzer_version=0)
    SearchDocument.objects.update(vector="")
    assert reindex().startswith("1 articles")
    assert [one.pk for one in indexed()] == [old.pk]
    assert Article.objects.get(pk=old.pk).analyzer_version == analyzer.VERSION
    assert reindex().startswith("0 articles")
    assert reindex("--all").startswith("2 articles")
    assert indexed().count() == 2
