"""The neighbourhood of an entity as a picture: nodes placed by who appears with whom, names clear of each other. Pure.

Deterministic: springs pull together those who share articles, all push each other apart, then boxes of names that
still overlap are moved apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

WIDTH, HEIGHT = 960.0, 640.0
MOST = 30
_LETTER, _LINE, _MARGIN = 8.6, 40.0, 8.0
_STEPS = 160
Thing = TypeVar("Thing")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node(Generic[Thing]):
    """One entity at its place; its name stands under its circle of `radius`."""

    thing: Thing
    x: float
    y: float
    radius: float

    @property
    def label_y(self) -> float:
        """The base line of its name."""
        return round(self.y + self.radius + 15, 1)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes, of a `width` that grows with the articles they share."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    articles: int


@dataclass(frozen=True, slots=True)
class Network(Generic[Thing]):
    """The picture, in units of a view box of `WIDTH` by `HEIGHT`."""

    nodes: list[Node[Thing]]
    edges: list[Edge]


def network(
    things: Sequence[Thing], names: Sequence[str], weights: Sequence[int], links: Mapping[Pair, int]
) -> Network[Thing]:
    """Place `things`, the first in the middle; `links` tells by their numbers how many articles two share."""
    count = len(things)
    most = max(weights, default=1) or 1
    radii = [7 + 11 * math.sqrt(weight / most) for weight in weights]
    sizes = [(max(_LETTER * len(name), 2 * radius) + _MARGIN, 2 * radius + _LINE - 14) for name, radius in
             zip(names, radii, strict=True)]  # fmt: skip
    places = _apart(_sprung(count, links), sizes)
    nodes = [Node(thing, round(x, 1), round(y, 1), round(radius, 1)) for thing, (x, y), radius in
             zip(things, places, radii, strict=True)]  # fmt: skip
    heaviest = max(links.values(), default=1)
    edges = [
        Edge(nodes[a].x, nodes[a].y, nodes[b].x, nodes[b].y, round(0.8 + 5 * math.sqrt(number / heaviest), 2), number)
        for (a, b), number in sorted(_strongest(links, count).items(), key=lambda pair: pair[1])
    ]
    return Network(nodes, edges)


def _strongest(links: Mapping[Pair, int], count: int) -> dict[Pair, int]:
    """Keep all that lead to the middle, and of the rest the strongest: a picture of everything shows nothing."""
    rest = sorted(((number, pair) for pair, number in links.items() if 0 not in pair), reverse=True)
    chosen = {pair for _, pair in rest[: 2 * count]}
    return {pair: number for pair, number in links.items() if 0 in pair or pair in chosen}


def _sprung(count: int, links: Mapping[Pair, int]) -> list[tuple[float, float]]:
    places = [(0.0, 0.0)] + [
        (math.cos(2.4 * number) * (0.3 + 0.7 * number / count), math.sin(2.4 * number) * (0.3 + 0.7 * number / count))
        for number in range(1, count)
    ]
    heaviest = max(links.values(), default=1)
    ideal = 1.1 / math.sqrt(max(count, 1))
    for step in range(_STEPS):
        heat = 0.12 * (1 - step / _STEPS)
        places = [(0.0, 0.0), *(_moved(one, places, links, heaviest, ideal, heat) for one in range(1, count))]
    return places[:count]


def _moved(
    one: int, places: Sequence[tuple[float, float]], links: Mapping[Pair, int], heaviest: int, ideal: float, heat: float
) -> tuple[float, float]:
    x, y = places[one]
    pull_x = pull_y = 0.0
    for other, (other_x, other_y) in enumerate(places):
        if other == one:
            continue
        gap_x, gap_y = x - other_x, y - other_y
        far = math.hypot(gap_x, gap_y) or 0.01
        weight = links.get((min(one, other), max(one, other)), 0) / heaviest
        force = ideal * ideal / far - math.sqrt(weight) * far * far / ideal * 0.35
        pull_x, pull_y = pull_x + gap_x / far * force, pull_y + gap_y / far * force
    strength = math.hypot(pull_x, pull_y) or 1.0
    limit = min(strength, heat)
    return x + pull_x / strength * limit, y + pull_y / strength * limit


def _apart(places: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Fit the places into the picture and move boxes of circle and name until none covers another."""
    reach_x = max((abs(x) for x, _ in places), default=1) or 1
    reach_y = max((abs(y) for _, y in places), default=1) or 1
    now = [(WIDTH / 2 + x / reach_x * WIDTH * 0.4, HEIGHT / 2 + y / reach_y * HEIGHT * 0.4) for x, y in places]
    for _ in range(400):
        clash = False
        for a in range(len(now)):
            for b in range(a + 1, len(now)):
                clash = _push(now, sizes, a, b) or clash
        now = [_inside(place, size) for place, size in zip(now, sizes, strict=True)]
        if not clash:
            break
    return now


def _push(now: list[tuple[float, float]], sizes: Sequence[tuple[float, float]], a: int, b: int) -> bool:
    over_x = (sizes[a][0] + sizes[b][0]) / 2 - abs(now[a][0] - now[b][0])
    over_y = (sizes[a][1] + sizes[b][1]) / 2 - abs(now[a][1] - now[b][1])
    if over_x <= 0 or over_y <= 0:
        return False
    if over_y <= over_x:
        step = (over_y / 2 + 0.5) * (1 if now[a][1] >= now[b][1] else -1)
        now[a], now[b] = (now[a][0], now[a][1] + step), (now[b][0], now[b][1] - step)
    else:
        step = (over_x / 2 + 0.5) * (1 if now[a][0] >= now[b][0] else -1)
        now[a], now[b] = (now[a][0] + step, now[a][1]), (now[b][0] - step, now[b][1])
    return True


def _inside(place: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
    half_x, half_y = size[0] / 2, size[1] / 2
    return min(max(place[0], half_x), WIDTH - half_x), min(max(place[1], half_y), HEIGHT - half_y - 6)
