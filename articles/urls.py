"""The addresses of the archive; docs/addresses.md lists them."""

from django.urls import URLPattern, URLResolver, path

from articles.api.v1 import api
from articles.views import accounts, entity, feeds, front, machines, metrics, search, tagging, uploads
from articles.views.access import open_to_all
from articles.views.article import card, citing, page
from articles.views.oai import answers

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("search/", search.search, name="search"),
    path("articles/<int:pk>/", page.article_redirect, name="article_redirect"),
    path("articles/<int:pk>.<str:extension>", citing.cite, name="cite"),
    path("articles/<int:pk>/<str:name>/", page.article, name="article"),
    path("articles/<int:pk>/original", page.original, name="original"),
    path("entities/", entity.entities, name="entities"),
    path("entities/<int:pk>/", entity.entity_redirect, name="entity_redirect"),
    path("entities/<int:pk>/<str:name>/", entity.entity, name="entity"),
    path("entities/<int:pk>/card", card.card, name="card"),
    path("compare/", entity.compare, name="compare"),
    path("tag/<int:pk>/", tagging.tag, name="tag"),
    path("tag/<int:pk>/add", tagging.add, name="tag_add"),
    path("tag/<int:pk>/suggest", tagging.suggest, name="tag_suggest"),
    path("tag/mentions/<int:pk>/move", tagging.move, name="tag_move"),
    path("tag/mentions/<int:pk>/discard", tagging.discard, name="tag_discard"),
    path("tag/mentions/<int:pk>/<str:act>", tagging.decide, name="tag_decide"),
    path("tag/entities", tagging.entities, name="tag_entities"),
    path("review/", tagging.review, name="review"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<int:pk>/", uploads.upload, name="upload"),
    path("uploads/<int:pk>/settings", uploads.upload_settings, name="upload_settings"),
    path("uploads/<int:pk>/resume", uploads.upload_resume, name="upload_resume"),
    path("uploads/<int:pk>/cancel", uploads.upload_cancel, name="upload_cancel"),
    path("uploads/<int:pk>/publish", uploads.upload_publish, name="upload_publish"),
    path("uploads/<int:pk>/refused.<str:extension>", uploads.upload_refused, name="upload_refused"),
    path("uploads/<int:pk>/files/<int:file_pk>", uploads.upload_file, name="upload_file"),
    path("login/", accounts.login, name="login"),
    path("logout/", accounts.logout, name="logout"),
    path("api/v1/", api.urls),
    path("feeds/search.atom", open_to_all(feeds.SearchFeed()), name="feed_search"),
    path("feeds/entities/<int:pk>.atom", open_to_all(feeds.EntityFeed()), name="feed_entity"),
    path("sitemap.xml", feeds.sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", feeds.sitemap_section, name="sitemap_section"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("oai", answers.oai, name="oai"),
]
