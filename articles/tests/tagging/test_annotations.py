"""Tags out as Web Annotations and in again, exactly; and as CSV."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import Appearance, Article, Entity, Mention
from articles.tagging import mentions, webannotations

MakeArticle = Callable[..., Article]
MakeEntity = Callable[..., Entity]


@pytest.fixture
def tagged(make_article: MakeArticle, make_entity: MakeEntity, editor: User) -> Article:
    """An article with tags of every decided status, over marks, emoji and repeated words."""
    syria, nato = make_entity("סוריה", "place"), make_entity("NATO", "organisation")
    article = make_article("😀 בְּסוּרְיָה ובסוריה, NATO", "=סוריה")
    first, second = article.paragraphs.all()
    text = first.text
    one = text.index("סוּרְיָה")
    mentions.add(first, one, one + 9, text[one : one + 9], syria, editor)
    two = text.index("סוריה,")
    removed = mentions.add(first, two, two + 5, "סוריה", syria, editor)
    mentions.remove(removed, editor, removed.version)
    mentions.add(first, len(text) - 4, len(text), "NATO", nato, editor)
    mentions.add(second, 0, 6, "=סוריה", syria, None)
    return article


def _rows() -> list[tuple[Any, ...]]:
    fields = [one.attname for one in Mention._meta.concrete_fields if one.attname not in ("id", "version")]
    return sorted(Mention.objects.values_list(*fields), key=repr)


def test_they_come_back_exactly(tagged: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, counted = _rows(), list(Appearance.objects.values_list("entity", "mentions"))
    call_command("export_tags", str(tmp_path / "tags.jsonl"), "--site", "https://archive.example/")
    Mention.objects.all().delete()
    Appearance.objects.all().delete()
    call_command("import_tags", str(tmp_path / "tags.jsonl"))
    assert _rows() == before and sorted(Appearance.objects.values_list("entity", "mentions")) == sorted(counted)
    call_command("export_tags", str(tmp_path / "again.jsonl"), "--site", "https://archive.example")
    assert (tmp_path / "again.jsonl").read_text("utf-8") == (tmp_path / "tags.jsonl").read_text("utf-8")
    call_command("import_tags", str(tmp_path / "tags.jsonl"))
    told = capsys.readouterr().out
    assert "4 tags stored, 0 known, 0 refused" in told and "0 tags stored, 4 known, 0 refused" in told


def test_a_quote_that_moved_is_found_by_its_surroundings(tagged: Article) -> None:
    given = webannotations.annotation(Mention.objects.get(quote="NATO"), "")
    Mention.objects.filter(quote="NATO").delete()
    for selector in given["target"]["selector"]:
        if selector["type"] == "TextPositionSelector":
            selector["start"] += 1
    assert webannotations.store(given)
    assert Mention.objects.get(quote="NATO").end == len(tagged.paragraphs.all()[0].text)


def _broken(given: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    copy = json.loads(json.dumps(given))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


BROKEN: list[tuple[tuple[Any, ...], object]] = [
    (("target", "source"), "https://x/articles/999/#p1"), (("target", "source"), 5), (("target",), None),
    (("target", "selector", 0, "exact"), "אחר"), (("target", "selector", 0, "exact"), "\0"), (("body",), []),
    (("body", 1, "value"), "אין כזו"), (("body", 1, "archive:kind"), "x"), (("archive:status",), "suggested"),
    (("created",), "אתמול"), (("archive:origin",), None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), BROKEN)
def test_what_cannot_be_stored_is_refused_with_a_reason(tagged: Article, path: tuple[Any, ...], value: object) -> None:
    given = webannotations.annotation(Mention.objects.get(quote="NATO"), "")
    with pytest.raises(webannotations.Unreadable):
        webannotations.store(_broken(given, path, value))


def test_lines_that_are_no_json_are_counted(tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.jsonl").write_text("{\n[]\n1\n", encoding="utf-8")
    call_command("import_tags", str(tmp_path / "x.jsonl"))
    assert "0 tags stored, 0 known, 3 refused" in capsys.readouterr().out


def test_an_articles_tags_are_handed_out(client: Client, tagged: Article, editor: User) -> None:
    client.force_login(editor)
    found = client.get(reverse("tag_export", args=[tagged.pk, "jsonld"])).json()
    assert len(found) == 4 and found[0]["target"]["source"] == f"http://testserver/articles/{tagged.pk}/#p1"
    assert found[0]["creator"] == {"type": "Person", "nickname": "דנה"}
    answer = client.get(reverse("tag_export", args=[tagged.pk, "csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.count("\r\n") == 5 and "'=סוריה" in text
    assert client.get(reverse("tag_export", args=[tagged.pk, "xml"])).status_code == 404
