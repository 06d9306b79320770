"""What the address of a timeline asks: which time, by which unit, on which scale, in which direction."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

from articles.models import Entity
from articles.search import asking
from articles.search.criteria import Criteria
from articles.text import holidays
from articles.timeline import chart, series
from articles.timeline.chart import Chart
from articles.timeline.periods import Period, Unit, period_of, spanning
from articles.timeline.series import Life, Series, Window

MOST_BARS = 240
NAMES = {Unit.YEAR: "שנים", Unit.MONTH: "חודשים", Unit.DAY: "ימים"}


@dataclass(frozen=True)
class Asked:
    """The parameters `from`, `to`, `unit`, `in`, `scale`, `dir` and `by` of a timeline's address."""

    given: QueryDict
    criteria: Criteria
    window: Window
    by_share: bool
    ltr: bool
    happened: bool

    @classmethod
    def read(cls, given: QueryDict) -> "Asked":
        """Read them; what makes no sense is as if it were not there."""
        inside = period_of(given.get("in", ""))
        unit = next((one for one in Unit if one == given.get("unit")), None)
        if inside:
            unit = Unit.DAY if inside.unit is Unit.MONTH or unit is Unit.DAY else Unit.MONTH
        happened = given.get("by") == "event"
        if not inside and (unit is Unit.DAY or (happened and unit is None)):
            unit = Unit.YEAR if happened else None
        by_share = given.get("scale") == "share"
        window = Window(unit, inside)
        return cls(given, asking.read(given), window, by_share, given.get("dir") == "ltr", happened)

    @property
    def chosen(self) -> Period | None:
        """The one year, month or day in force, if it is one."""
        start, end = self.criteria.start, self.criteria.end
        return spanning(start, end) if start and end else None

    def but(self, **changes: str) -> str:
        """Return the query string with parameters changed, empty ones gone, from the first page."""
        query = self.given.copy()
        query.pop("page", None)
        for key, new in changes.items():
            query.pop(key, None)
            if new:
                query[key] = new
        return f"?{query.urlencode()}" if query else "?"

    def to(self, period: Period) -> str:
        """Return the query string that chooses a period."""
        return self.but(**{"from": period.start.isoformat(), "to": period.end.isoformat()})

    def chart(self, line: Series, url: Callable[[Period], str], top: float = 0.0) -> Chart:
        """Draw a series as asked, with the holidays of its days."""
        keys = self._keys(line)
        bands = []
        if line.points and line.unit is not Unit.YEAR and len(line.points) <= MOST_BARS:
            bands = holidays.between(line.points[0].period.start, line.points[-1].period.end)
            bands = bands if (line.points[-1].period.end - line.points[0].period.start).days <= 400 else []
        return chart.chart(line, url, keys, by_share=self.by_share, top=top, ltr=self.ltr, festivals=bands)

    def series(self, found: Entity) -> Series:
        """Count an entity as asked."""
        return self.drawn(series.life(found, self.window, happened=self.happened))

    def drawn(self, given: Life) -> Series:
        """Return the points of a life; by years when its months are too many to be drawn."""
        line = series.drawn(given, self.window)
        return line if len(line.points) <= 2 * MOST_BARS else series.drawn(given, Window(Unit.YEAR))

    def _keys(self, line: Series) -> str:
        """Return the keys of the first and the last period that the days in force wholly hold."""
        start, end = self.criteria.start, self.criteria.end
        if not (start or end):
            return ""
        inside = [
            point.period.key
            for point in line.points
            if (not start or point.period.start >= start) and (not end or point.period.end <= end)
        ]
        return f"{inside[0]}/{inside[-1]}" if inside else ""


@dataclass(frozen=True, slots=True)
class Step:
    """A way to another view of the same timeline, or the words of the one in force (no address)."""

    label: str
    url: str = ""


def zooms(asked: Asked, line: Series) -> list[Step]:
    """Return the ways to look closer and from farther away."""
    steps = []
    inside, chosen = asked.window.inside, asked.chosen
    if inside:
        steps.append(Step("כל הזמן", asked.but(**{"in": "", "unit": ""})))
        if inside.around:
            steps.append(Step(inside.around.label, asked.but(**{"in": inside.around.key, "unit": ""})))
        steps += [Step(f"‏{one.label}", asked.but(**{"in": one.key})) for one in (inside.beside(-1), inside.beside(1))]
        if inside.unit is Unit.YEAR:
            other = Unit.DAY if line.unit is Unit.MONTH else Unit.MONTH
            steps.append(Step(f"לפי {NAMES[other]}", asked.but(unit=other.value)))
    else:
        other = Unit.MONTH if line.unit is Unit.YEAR else Unit.YEAR
        steps.append(Step(f"לפי {NAMES[other]}", asked.but(unit=other.value)))
    if chosen and chosen.unit is not Unit.DAY and chosen != inside:
        label = f"מקרוב: {chosen.label} לפי {NAMES[chosen.parts]}"
        steps.append(Step(label, asked.but(**{"in": chosen.key, "unit": ""})))
    return steps
