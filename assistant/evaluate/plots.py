"""Plots as inline SVG, the one way to draw them here: bars with intervals, curves, histograms.

They need no library and no script. Their look comes from the class names, styled in `plots.css`.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from assistant.evaluate.statistics import Estimate, quantile

_WIDTH = 560
_LABEL = 170
_ROW = 24
_SIDE = 300
_PAD = 40
_BINS = 24

Point = tuple[float, float]


def plot_style() -> str:
    """The CSS of the plots."""
    return files("assistant.evaluate").joinpath("plots.css").read_text(encoding="utf-8")


def bar_plot(rows: Sequence[tuple[str, Estimate]]) -> str:
    """Shares from 0 to 1 as bars with their intervals, one row each."""
    height = _ROW * len(rows) + 24
    span = _WIDTH - _LABEL - 60
    marks = [_bar(name, estimate, at, span) for at, (name, estimate) in enumerate(rows)]
    ticks = [
        _text("tick", _LABEL + share * span, height - 6, f"{share:g}") for share in (0, 0.5, 1)
    ]
    return _svg(_WIDTH, height, "share by kind, with 95 % intervals", [*marks, *ticks])


def _bar(name: str, estimate: Estimate, at: int, span: int) -> str:
    y = at * _ROW + 4
    middle = y + _ROW / 2 - 4
    low, value, high = (_LABEL + x * span for x in (estimate.low, estimate.value, estimate.high))
    return (
        _text("name", _LABEL - 8, middle + 4, name)
        + _rectangle(_LABEL, y, value - _LABEL, _ROW - 8)
        + _line("interval", (low, middle), (high, middle))
        + _text("value", _LABEL + span + 8, middle + 4, f"{estimate.value:.2f} of {estimate.of}")
    )


def curve_plot(
    title: str,
    across: str,
    curves: Mapping[str, Sequence[Point]],
    *,
    sizes: Sequence[int] = (),
    diagonal: bool = False,
    top: float = 1.0,
    logarithmic: bool = False,
) -> str:
    """Named curves over one axis, on a square; `title` is what the height shows, from 0 to `top`.

    The axis goes from 0 to 1 or, if logarithmic, over the range of the points. `sizes` are the
    numbers of cases behind the points of a single curve: the more cases, the larger the dot.
    """
    xs = [_scaled(x, logarithmic) for points in curves.values() for x, _ in points]
    low, high = (min(xs), max(xs)) if logarithmic else (0.0, 1.0)
    size, foot = _SIDE - 2 * _PAD, _SIDE - _PAD

    def place(point: Point) -> Point:
        x = (_scaled(point[0], logarithmic) - low) / ((high - low) or 1.0)
        return _PAD + x * size, foot - point[1] / top * size

    marks = [
        _line("axis", (_PAD, foot), (foot, foot)),
        _line("axis", (_PAD, _PAD), (_PAD, foot)),
        _text("tick", _SIDE / 2, _SIDE - 10, across),
        _text("tick", _SIDE / 2, 16, f"{title}, 0 to {top:g}"),
        *([_line("ideal", (_PAD, foot), (foot, _PAD))] if diagonal else ()),
    ]
    for number, (name, points) in enumerate(curves.items()):
        placed = [place(point) for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        marks.append(f'<polyline class="curve c{number}" points="{path}"/>')
        if len(curves) > 1:
            marks.append(_text(f"key c{number}", _PAD + 8, 52 + 14 * number, name))
        if sizes:
            marks += map(_dot, placed, points, sizes, [max(sizes)] * len(sizes))
    return _svg(_SIDE, _SIDE, f"{title} by {across}", marks)


def _scaled(x: float, logarithmic: bool) -> float:
    return math.log(x) if logarithmic else x


def _dot(place: Point, point: Point, size: int, largest: int) -> str:
    return (
        f'<circle class="dot" cx="{place[0]:.1f}" cy="{place[1]:.1f}" '
        f'r="{3 + 7 * (size / largest) ** 0.5:.1f}">'
        f"<title>{point[0]:.2f}: {point[1]:.2f}, {size} cases</title></circle>"
    )


def time_plot(milliseconds: Sequence[float]) -> str:
    """A histogram of how long answers took; the slowest hundredth is in the last bar."""
    top = quantile(milliseconds, 0.99) or 1.0
    counts = [0] * _BINS
    for time in milliseconds:
        counts[min(int(_BINS * time / top), _BINS - 1)] += 1
    height, width = 120, _WIDTH / _BINS
    bars = []
    for at, count in enumerate(counts):
        tall = 100 * count / max(counts)
        bars.append(_rectangle(at * width, height - tall, width - 1, tall))
    scale = _text("tick", _WIDTH / 2, 136, f"0 to {top:.0f} ms")
    return _svg(_WIDTH, 140, "time per answer", [*bars, scale])


def _text(kind: str, x: float, y: float, text: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _line(kind: str, start: Point, end: Point) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _svg(width: int, height: int, title: str, marks: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'role="img" aria-label="{escape(title)}">' + "".join(marks) + "</svg>"
    )
