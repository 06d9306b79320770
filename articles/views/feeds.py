"""Atom feeds of any search and of any entity, and the map of the site."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from articles.models import Article, Entity
from articles.search import asking, engine
from articles.search.criteria import Criteria
from articles.timeline import series
from articles.views.access import open_to_all
from articles.views.addresses import address
from articles.views.known import entity_or_404

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
        return asking.read(request.GET).but(sort="newest")

    def title(self, criteria: Criteria) -> str:
        return f"{settings.SITE_NAME}: {criteria.q}" if criteria.q else settings.SITE_NAME

    def link(self, criteria: Criteria) -> str:
        return address(criteria)

    def items(self, criteria: Criteria) -> Iterable[Article]:
        return engine.newest(criteria, MOST)


class EntityFeed(ArticleFeed):
    """The newest articles that speak of an entity."""

    def get_object(self, request: HttpRequest, pk: int, *args: object, **kwargs: object) -> Entity:
        return entity_or_404(pk)

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


class BrowseMap(Sitemap):
    """The pages by which everything is reached: years, and their months."""

    def items(self) -> list[str]:
        months = sorted(month for month in series.months_of_archive() if month)
        years = [reverse("browse_year", args=[year]) for year in sorted({int(month[:4]) for month in months})]
        monthly = [reverse("browse_month", args=[int(month[:4]), int(month[5:])]) for month in months]
        return [reverse("browse"), reverse("this_day"), *years, *monthly]

    def location(self, item: Any) -> str:
        return str(item)


class NewsMap(Sitemap):
    """Articles of the last two days, as news search engines want them: with their source and their moment."""

    limit = 1_000

    def items(self) -> QuerySet[Article]:
        since = timezone.now() - timedelta(days=2)
        return Article.objects.published().filter(published__gte=since).select_related("source").order_by("-published")


_NEWS = "news"
_MAPS: dict[str, type[Sitemap] | Sitemap] = {
    "articles": ArticleMap,
    "entities": EntityMap,
    "browse": BrowseMap,
    _NEWS: NewsMap,
}


@open_to_all
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the maps."""
    return sitemaps.index(request, _MAPS, sitemap_url_name="sitemap_section")


@open_to_all
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """Return one map."""
    template = "sitemap_news.xml" if section == _NEWS else "sitemap.xml"
    return sitemaps.sitemap(request, _MAPS, section, template_name=template)


@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to leave alone, and where the maps are."""
    closed = [reverse(name) for name in ("search", "compare", "review", "uploads", "login", "admin:index")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*closed, "/tag/", "/articles/*?"))]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
