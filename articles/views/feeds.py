"""Atom feeds of any search and of any entity, and the map of the site."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed

from articles.models import Article, Entity
from articles.search import engine
from articles.search.criteria import Criteria
from articles.views.access import open_to_all
from articles.views.addresses import address

MOST = 50


class ArticleFeed(Feed):
    """What every feed of articles says of one."""

    feed_type = Atom1Feed
    language = "he"

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.deck

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.updated or item.published

    def item_author_name(self, item: Article) -> str:
        return item.byline or item.source.name


class SearchFeed(ArticleFeed):
    """The newest articles of any search."""

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> Criteria:
        return Criteria.read(request.GET).but(sort="newest")

    def title(self, criteria: Criteria) -> str:
        return f"{settings.SITE_NAME}: {criteria.q}" if criteria.q else settings.SITE_NAME

    def link(self, criteria: Criteria) -> str:
        return address(criteria)

    def items(self, criteria: Criteria) -> Iterable[Article]:
        return [hit.article for hit in engine.search(criteria, MOST).hits]


class EntityFeed(ArticleFeed):
    """The newest articles that speak of an entity."""

    def get_object(self, request: HttpRequest, pk: int, *args: object, **kwargs: object) -> Entity:
        return get_object_or_404(Entity, pk=pk)

    def title(self, entity: Entity) -> str:
        return f"{settings.SITE_NAME}: {entity.name}"

    def link(self, entity: Entity) -> str:
        return entity.get_absolute_url()

    def items(self, entity: Entity) -> QuerySet[Article]:
        found = Article.objects.published().mentioning(entity).filter(published__isnull=False)
        return found.select_related("source").order_by("-published", "-id")[:MOST]


class ArticleMap(Sitemap):
    """Every published article."""

    limit = 10_000

    def items(self) -> QuerySet[Article]:
        return Article.objects.published().order_by("id").only("id", "title", "updated", "published")

    def lastmod(self, item: Article) -> datetime | None:
        return item.updated or item.published


class EntityMap(Sitemap):
    """Every entity."""

    limit = 10_000

    def items(self) -> QuerySet[Entity]:
        return Entity.objects.order_by("id").only("id", "name")


_MAPS: dict[str, type[Sitemap] | Sitemap] = {"articles": ArticleMap, "entities": EntityMap}


@open_to_all
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the maps."""
    return sitemaps.index(request, _MAPS, sitemap_url_name="sitemap_section")


@open_to_all
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """Return one map."""
    return sitemaps.sitemap(request, _MAPS, section)
