"""Files made to hurt: each is refused or cleaned within seconds, in bounded memory, with a Hebrew reason."""

import io
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from articles.intake import reading
from articles.intake.confined import reader
from articles.intake.readers import docx, flow, pdf, warc, xml
from articles.intake.records import ArticleRecord, Read, Rejection
from articles.tests.intake.conftest import MakeBatch, WriteFile, ran
from articles.tests.intake.test_golden import DATA

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE x [<!ENTITY l0 "חה">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd">%p;]>'
XMLS = {
    "a.rss": "{}<rss><channel><item><title>{}</title></item></channel></rss>",
    "a.atom": '{}<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{}</title></entry></feed>',
    "a.nitf": "{}<nitf><body><body.head><hl1>{}</hl1></body.head><body.content><p>א</p></body.content></body></nitf>",
    "a.xml": '{}<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><headline>{}</headline>'
    "</contentMeta><contentSet><inlineData>א</inlineData></contentSet></newsItem>",
    "w.xml": '{}<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>{}</title></item></channel></rss>',
}


def only(items: list[Read]) -> Rejection:
    """Return the only thing read, a rejection."""
    (item,) = items
    assert isinstance(item, Rejection), item
    return item


def quickly(path: Path, name: str) -> list[Read]:
    """Read as uploads are, within seconds of this process and its readers."""
    started = time.monotonic()
    items = list(reader.read(path, name))
    assert time.monotonic() - started < 60  # some seconds on a machine that does nothing else
    return items


@pytest.mark.parametrize("name", XMLS)
@pytest.mark.parametrize(("before", "inside"), [(BILLION, "&l9;"), (OUTSIDE, "&e;"), (PARAMETER, "א"), (BILLION, "א")])
def test_entities_are_refused_in_every_xml(write_file: WriteFile, name: str, before: str, inside: str) -> None:
    item = only(quickly(write_file(name, XMLS[name].format(before, inside)), name))
    assert item.reason == xml.ENTITIES or "תקין" in item.reason
    assert "root:" not in item.reason


@pytest.mark.parametrize("name", XMLS)
def test_the_same_xml_without_entities_is_read(write_file: WriteFile, name: str) -> None:
    (item,) = reading.read(write_file(name, XMLS[name].format("", "כותרת &amp; עוד&nbsp;מילה")), name)
    assert item.title == "כותרת & עוד מילה"


def test_entities_in_a_document(write_file: WriteFile) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"{BILLION}<w:document {space}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    reason = only(quickly(write_file("a.docx", packed({"word/document.xml": body})), "a.docx")).reason
    assert reason == xml.ENTITIES or "תקין" in reason


def packed(files: dict[str, str | bytes]) -> bytes:
    """Return a ZIP of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_document_that_swells(write_file: WriteFile) -> None:
    path = write_file("a.docx", packed({"word/document.xml": bytes(300 * 2**20)}))
    assert only(quickly(path, "a.docx")).reason == docx.SWOLLEN


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.rss", "a.nitf", "a.jsonl", "a.csv"])
def test_one_line_of_100_mb(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(XMLS.get(name, "{}{}").format("", "א").encode()[:40])
        for _ in range(100):
            file.write(b"x" * 2**20)
    items = quickly(path, name)
    assert items and isinstance(items[-1], Rejection)


DEEP = "<div>" * 5_000 + "טקסט עמוק" + "</div>" * 5_000


def test_markup_too_deep_is_refused_wherever_it_stands(write_file: WriteFile) -> None:
    feed = (
        XMLS["a.rss"].format("", "כותרת").replace("</title>", f"</title><description><![CDATA[{DEEP}]]></description>")
    )
    assert only(quickly(write_file("a.rss", feed), "a.rss")).reason == flow.TOO_DEEP
    assert "מקונן" in only(quickly(write_file("a.html", f"<html><body>{DEEP}"), "a.html")).reason
    deep_xml = "<nitf>" + "<p>" * 5_000 + "א" + "</p>" * 5_000 + "</nitf>"
    assert "תקין" in only(quickly(write_file("a.nitf", deep_xml), "a.nitf")).reason


def test_scripts_never_become_text(write_file: WriteFile) -> None:
    markup = "<p>פסקה</p><script>alert(1)</script><img src=x onerror=alert(2)><svg><text>alert(3)</text></svg>"
    feed = (
        XMLS["a.rss"]
        .format("", "כותרת")
        .replace("</title>", f"</title><description><![CDATA[{markup}]]></description>")
    )
    (item,) = reading.read(write_file("a.rss", feed), "a.rss")
    assert isinstance(item, ArticleRecord) and item.deck == "פסקה"


def test_every_cut_of_a_crawl_is_told(write_file: WriteFile) -> None:
    """A crawl cut anywhere inside its last page loses that page by name, and nothing before it."""
    whole = (DATA / "in" / "crawl-cut.warc").read_bytes()
    for cut in (1, 50, 300, 900):
        items = list(reading.read(write_file("a.warc", whole[:-cut]), "a.warc"))
        assert isinstance(items[0], ArticleRecord) and isinstance(items[-1], Rejection)
        assert "חסרים בה" in items[-1].reason or items[-1].reason == warc.BROKEN


def test_a_page_that_swells_inside_a_crawl(write_file: WriteFile) -> None:
    body = zlib.compress(b"<html>" + bytes(200 * 2**20), 9)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n" + body
    names = ("WARC/1.0", "WARC-Type: response", "WARC-Target-URI: http://x.example/a", f"Content-Length: {len(http)}")
    head = "\r\n".join((*names, "Content-Type: application/http", "", ""))
    path = write_file("a.warc", head.encode() + http + b"\r\n\r\n")
    assert only(quickly(path, "a.warc")).reason == warc.LARGE


PDF_LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj "
    b"trailer<</Root 1 0 R>>"
)
PDFS = {
    "empty": b"%PDF-1.7",
    "pages that hold themselves": PDF_LOOP,
    "nothing but noise": b"%PDF-1.7\n" + bytes(range(256)) * 2_000,
    "nested": b"%PDF-1.7\n1 0 obj" + b"[" * 200_000 + b"endobj trailer<</Root 1 0 R>>",
}


@pytest.mark.parametrize("name", PDFS)
def test_hostile_pdfs(write_file: WriteFile, name: str) -> None:
    reason = only(quickly(write_file("a.pdf", PDFS[name]), "a.pdf")).reason
    assert reason in (pdf.UNREADABLE, pdf.SCANNED, reader.TOO_HARD, reading.MEMORY)


@pytest.mark.django_db
def test_the_rest_of_a_batch_goes_on(make_batch: MakeBatch) -> None:
    good = "כותרת {}\nכותרת משנה\nגוף הכתבה.\nועוד פסקה."
    results = ran(
        make_batch(
            ("a.txt", good.format(1)),
            ("b.rss", XMLS["a.rss"].format(BILLION, "&l9;")),
            ("c.pdf", PDFS["nothing but noise"]),
            ("d.zip", packed({"x.txt": good.format(2), "bomb": bytes(100 * 2**20), "y.html": f"<html>{DEEP}"})),
            ("e.txt", good.format(3)),
        )
    )
    assert [result.outcome.value for result in results] == [
        "stored", "refused", "refused", "stored", "refused", "refused", "stored",
    ]  # fmt: skip
    assert all(result.reason for result in results if result.outcome.value == "refused")
