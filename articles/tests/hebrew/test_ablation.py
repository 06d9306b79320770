"""The bench that takes the analyzer's parts away: that each part is still there to be taken."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from articles.hebrew import analyzer

BENCH = Path(__file__).parents[3] / "bench" / "hebrew" / "ablation.py"
PHRASE = "phrases as words"  # the bench's own queries change, not what is stored
# Words one of which at least is stored differently without the part.
TOLD_APART = {
    "no prefixes": "ובסוריה",
    "no verbs": "התפטרו",
    "no endings": "מחשבותיהם",
    "no other spellings": "לתבוע",
    "no dictionary": "אנשי",
    "no written words": "וללכת",
    "no acronyms": 'ח"כים',
    "only sure lemmas": "לאומית הסופר התקציב למשפחה לזהות",
}


@pytest.fixture(scope="module")
def ablation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ablation", BENCH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def test_every_part_is_tried(ablation: ModuleType) -> None:
    assert set(ablation.PARTS) == {"everything", PHRASE, *TOLD_APART}


@pytest.mark.parametrize("part", TOLD_APART)
def test_a_part_taken_away_is_missed_and_comes_back(ablation: ModuleType, part: str) -> None:
    words = TOLD_APART[part].split()
    whole = [analyzer.index_lexemes(word) for word in words]
    with ablation.without(part):
        assert [analyzer.index_lexemes(word) for word in words] != whole
    assert [analyzer.index_lexemes(word) for word in words] == whole
