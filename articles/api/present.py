"""From the models to the shapes of the API."""

from articles.api import schemas
from articles.models import Article, Entity, Mention
from articles.models.article import Status
from articles.search.engine import Hit, Results
from articles.search.facets import Facets, Value


def search(results: Results, following: str | None) -> schemas.SearchOut:
    """Present a page of results; `following` is the address of the next."""
    return schemas.SearchOut(
        count=results.total,
        results=[_hit(one) for one in results.hits],
        facets=_facets(results.facets),
        problems=list(results.problems),
        next=following,
    )


def article_whole(found: Article, mentions: list[Mention]) -> schemas.ArticleOut:
    """Present a published article with its accepted mentions."""
    links = found.related_links.select_related("target")
    published = [(one, one.target if one.target and one.target.status == Status.PUBLISHED else None) for one in links]
    return schemas.ArticleOut(
        id=found.pk,
        external_id=found.external_id,
        url=found.get_absolute_url(),
        title=found.title,
        deck=found.deck,
        source=found.source.name,
        published=found.published,
        byline=found.byline,
        section=found.section,
        date_known_from=found.date_known_from,
        updated=found.updated,
        status=found.status,
        paragraphs=[
            schemas.ParagraphOut(position=one.position, kind=one.kind, text=one.text) for one in found.paragraphs.all()
        ],
        related=[
            schemas.RelatedOut(text=one.text, url=one.url, article=target.get_absolute_url() if target else None)
            for one, target in published
        ],
        mentions=[mention(one) for one in mentions],
    )


def mention(found: Mention) -> schemas.MentionOut:
    """Present a mention, its paragraph by position."""
    return schemas.MentionOut(
        id=found.pk,
        paragraph=found.paragraph.position,
        start=found.start,
        end=found.end,
        quote=found.quote,
        entity=entity(found.entity),
        status=found.status,
        origin=found.origin,
    )


def entity(found: Entity) -> schemas.EntityOut:
    """Present an entity in short."""
    return schemas.EntityOut(id=found.pk, kind=found.kind, name=found.name, url=found.get_absolute_url())


def entity_detail(found: Entity, articles: int) -> schemas.EntityDetailOut:
    """Present an entity whole, with the number of published articles that speak of it."""
    return schemas.EntityDetailOut(
        **entity(found).dict(),
        description=found.description,
        wikidata=found.wikidata,
        aliases=[alias.name for alias in found.aliases.all() if alias.name != found.name],
        articles=articles,
    )


def _hit(found: Hit) -> schemas.HitOut:
    article = found.article
    return schemas.HitOut(
        id=article.pk,
        external_id=article.external_id,
        url=article.get_absolute_url(),
        title=article.title,
        deck=article.deck,
        source=article.source.name,
        published=article.published,
        snippets=[passage.text for passage in found.snippets],
        why=[schemas.WhyOut(word=w.word, form=w.form, rule=w.rule, prefix=w.prefix) for w in found.why],
    )


def _facets(facets: Facets) -> schemas.FacetsOut:
    return schemas.FacetsOut(
        sources=[_count(value) for value in facets.sources],
        sections=[_count(value) for value in facets.sections],
        entities=[schemas.CountOut(value=str(one.pk), label=one.name, count=number) for one, number in facets.entities],
        months=facets.months,
        undated=facets.undated,
    )


def _count(value: Value) -> schemas.CountOut:
    return schemas.CountOut(value=value.value, label=value.label, count=value.count)
