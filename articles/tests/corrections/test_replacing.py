"""A new text in the place of an old one: the old is kept, readers see the difference, tags follow or wait."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.corrections import versions
from articles.corrections.replacing import NewText, SameText, Withheld, replace
from articles.models import Article, Mention, Paragraph, SearchDocument
from articles.tests.conftest import MakeArticle, MakeEntity

OLD = ("ראש הממשלה נחת בסוריה הבוקר לביקור קצר.", "דמשק שתקה כל היום ולא הגיבה על הביקור.", "סוף דבר.")


def new(*texts: str, title: str = "כותרת", **values: object) -> NewText:
    """Return a new text of body paragraphs."""
    return NewText(title, str(abs(hash(texts))), paragraphs=[("text", text) for text in texts], **values)  # type: ignore[arg-type]


def texts(article: Article) -> list[str]:
    """Return the paragraphs of an article in order."""
    return list(article.paragraphs.order_by("position").values_list("text", flat=True))


def test_the_old_text_is_kept_and_the_new_one_is_found(make_article: MakeArticle, editor: User, client: Client) -> None:
    article = make_article(*OLD, title="ביקור")
    replaced = replace(article.pk, new(OLD[0], "פסקה נוספת על מגניטוגורסק.", *OLD[1:], title="ביקור קצר"), editor.pk)
    article.refresh_from_db()
    assert (article.title, texts(article)) == ("ביקור קצר", [OLD[0], "פסקה נוספת על מגניטוגורסק.", *OLD[1:]])
    (change,) = versions.versions(article)
    assert versions.text_of_version(change.version).paragraphs == OLD
    assert (change.version.number, change.version.replaced_by, change.version.title) == (1, editor, "ביקור")
    assert [name for name, _ in change.difference.shown] == ["כותרת", ""]
    assert change.difference.unchanged == 3
    assert replaced.whole and "מגניטוגורסק" in str(SearchDocument.objects.values_list("vector", flat=True).get())
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<b>תוקן</b>" in page and "<ins>פסקה נוספת על מגניטוגורסק.</ins>" in page


def test_versions_add_up(make_article: MakeArticle) -> None:
    article = make_article("א", title="ראשונה")
    for number, text in enumerate(("ב", "ג"), start=2):
        replace(article.pk, new(text, title=f"גרסה {number}"), None)
    found = versions.versions(Article.objects.get(pk=article.pk))
    assert [(one.version.number, one.version.title) for one in found] == [(2, "גרסה 2"), (1, "ראשונה")]
    assert [part.text for part in found[0].difference.title.new][-1].endswith("3")


def test_a_draft_is_replaced_without_a_word_to_readers(make_article: MakeArticle) -> None:
    article = make_article(*OLD, status="draft")
    replace(article.pk, new("אחר"), None)
    assert not article.corrections.exists() and article.versions.count() == 1
    assert not SearchDocument.objects.exists()


def test_what_cannot_be_replaced(make_article: MakeArticle) -> None:
    article = make_article(*OLD, status="withheld")
    with pytest.raises(Withheld):
        replace(article.pk, new("אחר"), None)
    other = make_article(*OLD)
    with pytest.raises(SameText):
        replace(other.pk, NewText("כותרת", other.fingerprint), None)
    assert texts(article) == texts(other) == list(OLD)
    assert not article.versions.exists() and not other.versions.exists()


Tag = Callable[[Article, str, str], Mention]


@pytest.fixture
def tag(make_entity: MakeEntity) -> Tag:
    """Return a tagger: article, words, status."""

    def make(article: Article, quote: str, status: str = "accepted") -> Mention:
        paragraph = next(one for one in article.paragraphs.all() if quote in one.text)
        start = paragraph.text.index(quote)
        return Mention.objects.create(
            article=article, paragraph=paragraph, entity=make_entity(quote, "place"), start=start,
            end=start + len(quote), quote=quote, status=status, origin="editor",
        )  # fmt: skip

    return make


def where(mention: Mention) -> tuple[str, str, str]:
    """Return the status of a mention, its paragraph's text, and what stands at its place."""
    mention.refresh_from_db()
    text = Paragraph.objects.get(pk=mention.paragraph_id).text
    return mention.status, text, text[mention.start : mention.end]


def test_tags_follow_their_words_between_paragraphs(make_article: MakeArticle, tag: Tag) -> None:
    article = make_article(*OLD)
    syria, damascus = tag(article, "סוריה", "accepted"), tag(article, "דמשק", "suggested")
    changed = OLD[0].replace("הבוקר", "אמש")
    assert replace(article.pk, new("פתיח חדש.", changed, OLD[1]), None).broken == []
    assert where(syria) == ("accepted", changed, "סוריה")
    assert where(damascus) == ("suggested", OLD[1], "דמשק")
    assert article.appearances.get().mentions == 1


def test_tags_in_doubt_wait_and_suggestions_go(make_article: MakeArticle, tag: Tag) -> None:
    article = make_article(*OLD)
    syria, damascus = tag(article, "סוריה", "accepted"), tag(article, "דמשק", "suggested")
    replaced = replace(article.pk, new("על סוריה נכתב כאן אחרת, ושוב סוריה."), None)
    assert replaced.broken == [syria]
    assert where(syria)[:2] == ("broken", "על סוריה נכתב כאן אחרת, ושוב סוריה.")
    assert not Mention.objects.filter(pk=damascus.pk).exists()
    assert not article.appearances.exists()


def test_a_repeated_paragraph_leaves_its_tags_in_doubt(make_article: MakeArticle, tag: Tag) -> None:
    article = make_article("ירושלים.", "באמצע.")
    mention = tag(article, "ירושלים", "accepted")
    assert replace(article.pk, new("ירושלים.", "באמצע.", "ירושלים."), None).broken == [mention]


def test_fewer_paragraphs(make_article: MakeArticle, tag: Tag) -> None:
    article = make_article(*OLD)
    mention = tag(article, "דמשק", "accepted")
    replace(article.pk, new("הכול נמחק."), None)
    assert texts(article) == ["הכול נמחק."] and where(mention)[0] == "broken"
    replace(article.pk, NewText("כותרת בלבד", "x"), None)
    assert texts(article) == []


def test_the_first_day_of_publication_stays(make_article: MakeArticle) -> None:
    article = make_article("א", day="2019-01-04")
    later = make_article("ב", day="2019-01-06")
    replace(article.pk, new("ג", published=later.published), None)
    article.refresh_from_db()
    assert article.published and article.published.date().isoformat() == "2019-01-03"  # in UTC
    assert article.updated == later.published
