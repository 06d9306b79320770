"""Bars of a chart, placed: what the template draws as SVG. Time runs from right to left, as Hebrew is read. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from articles.timeline.periods import Period
from articles.timeline.series import Point, Series

WIDTH, HEIGHT, STRIP = 960, 160, 14
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its place in the units of the view box, what it counts, and where it leads."""

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


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over the strip of what the archive holds. `top` is the value of the highest bar."""

    bars: list[Bar]
    top: float
    by_share: bool
    width: int = WIDTH
    height: int = HEIGHT
    strip: int = STRIP

    @property
    def beside_archive(self) -> bool:
        """Tell whether the archive holds more than is counted, so that its strip says something."""
        return any(bar.point.archive != bar.point.articles for bar in self.bars)

    @property
    def view_box(self) -> str:
        """The SVG view box: the bars over the strip."""
        return f"0 0 {self.width} {self.height + self.strip + 4}"


def value(point: Point, *, by_share: bool) -> float:
    """Return what the height of a bar tells: articles, or their share of the archive from 0 to 1."""
    return point.share if by_share else float(point.articles)


def chart(
    series: Series, url: Callable[[Period], str], chosen: str = "", *, by_share: bool = False, top: float = 0.0
) -> Chart:
    """Place the bars of `series`.

    `url` says where a period leads, `chosen` is the key of the one in force, `top` the value that fills the height
    when it is to be the same for several charts.
    """
    values = [value(point, by_share=by_share) for point in series.points]
    top, most = max([top, *values]), max((point.archive for point in series.points), default=0)
    step = WIDTH / max(len(values), 1)
    every = -(-len(values) // MOST_LABELS) or 1
    bars = []
    for number, (point, counted) in enumerate(zip(series.points, values, strict=True)):
        height = max(round(counted / top * HEIGHT, 2), 2.0) if counted else 0.0
        bars.append(
            Bar(
                point=point,
                x=round(WIDTH - (number + 1) * step + step * 0.08, 2),
                width=round(step * 0.84, 2),
                y=round(HEIGHT - height, 2),
                height=height,
                strip=round(point.archive / most, 3) if most else 0.0,
                url=url(point.period),
                chosen=point.period.key == chosen,
                labelled=number % every == 0,
                minor=number % (2 * every) != 0,
            )
        )
    return Chart(bars, top, by_share)
