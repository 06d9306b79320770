"""Every encoding is read right or refused: garbage is never stored."""

from pathlib import Path

import pytest

from articles.intake import encodings
from articles.intake.encodings import Undecided

TEXT = (
    "ראש הממשלה שוחח היום עם נשיא רוסיה\nהשניים דנו בהסדר המדיני בצפון ובשיתוף הפעולה ביניהם\n"
    "לדברי גורמים מדיניים, השיחה ארכה כחצי שעה ובסופה סוכם על המשך התיאום בין הצבאות\n"
)


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1255", "iso8859-8", "cp862"]
)
def test_hebrew_is_read_right(name: str, tmp_path: Path) -> None:
    data = TEXT.encode(name)
    (tmp_path / "f").write_bytes(data)
    assert encodings.decode(data) == TEXT
    assert (tmp_path / "f").read_text(encodings.of_file(tmp_path / "f")) == TEXT


VISUAL = "\n".join(line[::-1] for line in TEXT.splitlines()).encode("cp1255")
RUSSIAN = "президент поговорил сегодня с премьером о мирном урегулировании на севере страны и о другом".encode("cp1251")
REFUSED = {
    "visual order": (VISUAL, "חזותית"),
    "Russian": (RUSSIAN, "להכריע"),
    "a byte that is not UTF-8": (TEXT[:60].encode() + b"\xff" + TEXT[60:].encode(), f"בית {len(TEXT[:60].encode())}"),
    "cut in the middle of a letter": (TEXT.encode().rstrip() + "ש".encode()[:1], "להכריע"),
    "encoded twice": (TEXT.encode().decode("latin-1").encode(), "כפול"),
    "encoded twice by Windows": (TEXT.encode().decode("cp1252", "replace").encode(), "כפול"),
    "Latin-1": ("café à la crème, déjà vu, à bientôt".encode("latin-1"), "להכריע"),
    "UTF-16 with half a character": (TEXT.encode("utf-16")[:-1], "המשכו"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_certain_is_refused(case: str, tmp_path: Path) -> None:
    data, why = REFUSED[case]
    (tmp_path / "f").write_bytes(data)
    with pytest.raises(Undecided, match=why):
        encodings.decode(data)
    with pytest.raises(Undecided, match=why):
        encodings.of_file(tmp_path / "f")


def test_a_break_far_into_the_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes("א".encode() * 2_000_000 + b"\xff")
    with pytest.raises(Undecided, match="בית 4000000"):
        encodings.of_file(tmp_path / "f")
