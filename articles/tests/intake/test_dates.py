"""Dates as files write them, day before month."""

from datetime import date, datetime

import pytest

from articles.intake.dates import ZONE, in_address, parse

READ = [
    ("30.05.19", "2019-05-30", False),
    ("16.04.2019", "2019-04-16", False),
    ("04/01/2019", "2019-01-04", False),
    ("4-1-2019", "2019-01-04", False),
    ("04.01.2019 14:26", "2019-01-04T14:26", True),
    ("04.01.19 , 14:26", "2019-01-04T14:26", True),
    ("2019-05-30 00:00:00", "2019-05-30", False),
    ("2026-05-13 17:54:27", "2026-05-13T17:54:27", True),
    ("2019-05-30", "2019-05-30", False),
    ("2019/5/30", "2019-05-30", False),
    ("2019-05-30T14:26:05", "2019-05-30T14:26:05", True),
    ("4 בינואר 2019", "2019-01-04", False),
    ("\u200f4 בינואר 2019", "2019-01-04", False),
    ("יום שישי, 4 בינואר 2019, 14:26", "2019-01-04T14:26", True),
    ("May 3, 2019", "2019-05-03", False),
    ("3 May 2019", "2019-05-03", False),
    ("43615", "2019-05-30", False),
    ("43615.75", "2019-05-30T18:00", True),
    ('כ"ח בטבת תשע"ט', "2019-01-05", False),
    ("\u200fכ״ח טבת ה'תשע״ט", "2019-01-05", False),
    ('יום שבת, כ"ח בטבת תשע"ט', "2019-01-05", False),
    ("א' בתשרי ה'תשפ\"א", "2020-09-19", False),
    ('ט"ו במנחם אב תש"ף', "2020-08-05", False),
    ("ג' באדר א' תשפ\"ד", "2024-02-12", False),
    ("ג' באדר ב' תשפ\"ד", "2024-03-13", False),
    ('5 בינואר 2019, כ"ח בטבת תשע"ט', "2019-01-05", False),
    ('כ"ח בטבת תשע"ט (5.1.2019)', "2019-01-05", False),
    ("01.02.85", "1985-02-01", False),
]
NO_DATE = ["", "אתמול", "היום (שישי)", "31.02.2020", "13/13/2019", "2019", "99.99.99", "1650-01-01", "2200-01-01",
           "14:26", "לא ידוע", "0000-00-00", "1/2", "9" * 70,
           "ג' באדר תשפ\"ד", 'ל"א בטבת תשע"ט', 'כ"ח בטבת תשע"ט (4.1.2019)', 'תשע"ט', 'כ"ח בטבת']  # fmt: skip


@pytest.mark.parametrize(("text", "iso", "time_known"), READ)
def test_dates_are_read(text: str, iso: str, time_known: bool) -> None:
    moment = parse(text)
    assert moment is not None
    assert moment.at.astimezone(ZONE) == datetime.fromisoformat(iso).replace(tzinfo=ZONE)
    assert moment.time_known is time_known


@pytest.mark.parametrize(
    ("text", "utc"),
    [("2019-01-04T12:26:00Z", "2019-01-04T12:26:00+00:00"),
     ("Fri, 04 Jan 2019 14:26:00 +0200", "2019-01-04T12:26:00+00:00"),
     ("1546604760", "2019-01-04T12:26:00+00:00"), ("1546604760000", "2019-01-04T12:26:00+00:00")],
)  # fmt: skip
def test_zones_are_kept(text: str, utc: str) -> None:
    moment = parse(text)
    assert moment is not None
    assert moment.at == datetime.fromisoformat(utc)


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("value", [datetime.min, datetime.max, True, None, [], {}, 1e300, float("nan"), date(1, 1, 1)])
def test_odd_values_are_none(value: object) -> None:
    assert parse(value) is None


def test_cells_of_workbooks() -> None:
    day, moment = parse(date(2019, 5, 30)), parse(datetime(2019, 5, 30, 14, 26))
    assert day and moment
    assert (day.time_known, moment.time_known) == (False, True)


@pytest.mark.parametrize(
    ("url", "day"),
    [("https://x.example/2019/04/16/name", date(2019, 4, 16)), ("https://x.example/2019-4-6/", date(2019, 4, 6)),
     ("https://x.example/20190416/", None), ("https://x.example/2019/14/16/", None), ("", None)],
)  # fmt: skip
def test_days_in_addresses(url: str, day: date | None) -> None:
    moment = in_address(url)
    assert (moment.at.date() if moment else None) == day
