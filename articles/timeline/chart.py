"""Bars of a chart, placed: what a template draws as SVG. Time runs from right to left, as Hebrew is read. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from articles.text.holidays import Festival
from articles.timeline.periods import Period, Unit
from articles.timeline.series import Point, Series

WIDTH, HEIGHT, STRIP = 960, 160, 14
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its place in the units of the view box, what it counts, and where it leads.

    `inferred` is the height of its lower part, of articles whose date was not stated by their source.
    """

    point: Point
    x: float
    width: float
    y: float
    height: float
    strip: float
    url: str
    chosen: bool
    labelled: bool
    minor: bool  # its label gives way on a narrow screen
    inferred: float = 0.0

    @property
    def inferred_y(self) -> float:
        """The top of the lower part."""
        return round(HEIGHT - self.inferred, 2)

    @property
    def middle(self) -> float:
        """Where a label stands."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Band:
    """A holiday over the days of a chart."""

    festival: Festival
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over the strip of what the archive holds. `top` is the value of the highest bar."""

    bars: list[Bar]
    top: float
    by_share: bool
    width: int = WIDTH
    height: int = HEIGHT
    strip: int = STRIP
    ltr: bool = False
    bands: list[Band] = field(default_factory=list)

    @property
    def beside_archive(self) -> bool:
        """Tell whether the archive holds more than is counted, so that its strip says something."""
        return any(bar.point.archive != bar.point.articles for bar in self.bars)

    @property
    def inferred(self) -> int:
        """The number of articles whose date was inferred."""
        return sum(bar.point.inferred for bar in self.bars)

    @property
    def strip_y(self) -> int:
        """The top of the strip."""
        return self.height + 3

    @property
    def view_box(self) -> str:
        """The SVG view box: the bars over the strip."""
        return f"0 0 {self.width} {self.height + self.strip + 4}"

    @property
    def top_label(self) -> str:
        """The value of the highest bar, as readers write it."""
        return f"{100 * self.top:.1f}%" if self.by_share else f"{int(self.top):,}"


def value(point: Point, *, by_share: bool) -> float:
    """Return what the height of a bar tells: articles, or their share of the archive from 0 to 1."""
    return point.share if by_share else float(point.articles)


def chart(
    series: Series,
    url: Callable[[Period], str],
    chosen: str = "",
    *,
    by_share: bool = False,
    top: float = 0.0,
    ltr: bool = False,
    festivals: Sequence[Festival] = (),
) -> Chart:
    """Place the bars of `series`.

    `url` says where a period leads, `chosen` is the key of the one in force, or of the first and last of several as
    in 2015/2017; `top` is the value that fills the height when it is to be the same for several charts.
    """
    values = [value(point, by_share=by_share) for point in series.points]
    top, most = max([top, *values]), max((point.archive for point in series.points), default=0)
    step = WIDTH / max(len(values), 1)
    every = -(-len(values) // MOST_LABELS) or 1
    first, _, last = chosen.partition("/")
    bars = []
    for number, (point, counted) in enumerate(zip(series.points, values, strict=True)):
        height = max(round(counted / top * HEIGHT, 2), 2.0) if counted else 0.0
        place = number if ltr else len(values) - 1 - number
        bars.append(
            Bar(
                point=point,
                x=round(place * step + step * 0.08, 2),
                width=round(step * 0.84, 2),
                y=round(HEIGHT - height, 2),
                height=height,
                strip=round(point.archive / most, 3) if most else 0.0,
                url=url(point.period),
                chosen=bool(chosen) and first <= point.period.key <= (last or first),
                labelled=number % every == 0,
                minor=number % (2 * every) != 0,
                inferred=round(height * min(point.inferred / point.articles, 1), 2) if point.articles else 0.0,
            )
        )
    return Chart(bars, top, by_share, ltr=ltr, bands=_bands(series, festivals, ltr=ltr))


def _bands(series: Series, festivals: Sequence[Festival], *, ltr: bool) -> list[Band]:
    """Place the holidays over a chart of days or of months; over years they would say nothing."""
    if series.unit is Unit.YEAR or not series.points:
        return []
    starts = [point.period.start for point in series.points]
    end = series.points[-1].period.end
    step = WIDTH / len(starts)

    def place(day: date, *, after: bool) -> float:
        number = max((n for n, start in enumerate(starts) if start <= day), default=0)
        period = series.points[number].period
        days = (period.end - period.start).days + 1
        return (number + ((day - period.start).days + after) / days) * step

    bands = []
    for one in festivals:
        if one.end < starts[0] or one.start > end:
            continue
        low, high = place(max(one.start, starts[0]), after=False), place(min(one.end, end), after=True)
        bands.append(Band(one, round(low if ltr else WIDTH - high, 2), round(high - low, 2)))
    return bands
