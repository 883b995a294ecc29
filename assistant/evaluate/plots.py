"""Small plots as inline SVG: bars by kind, the reliability curve, and times."""

from collections.abc import Sequence
from html import escape

from assistant.evaluate.bootstrap import Estimate
from assistant.evaluate.metrics import Bin, quantile

_WIDTH = 560
_LABEL = 170
_ROW = 24
_SIDE = 300
_PAD = 40


def bar_plot(rows: Sequence[tuple[str, Estimate]]) -> str:
    """Shares from 0 to 1 as bars with their intervals, one row each."""
    height = _ROW * len(rows) + 24
    span = _WIDTH - _LABEL - 60
    marks = [_bar(name, estimate, at, span) for at, (name, estimate) in enumerate(rows)]
    ticks = [
        f'<text class="tick" x="{_LABEL + share * span:.0f}" y="{height - 6}">{share:g}</text>'
        for share in (0, 0.5, 1)
    ]
    return _svg(_WIDTH, height, "share by kind, with 95 % intervals", [*marks, *ticks])


def _bar(name: str, estimate: Estimate, at: int, span: int) -> str:
    y = at * _ROW + 4
    middle = y + _ROW / 2 - 4
    low, value, high = (_LABEL + x * span for x in (estimate.low, estimate.value, estimate.high))
    return (
        f'<text class="name" x="{_LABEL - 8}" y="{middle + 4:.0f}">{escape(name)}</text>'
        f'<rect class="bar" x="{_LABEL}" y="{y}" width="{value - _LABEL:.1f}" height="{_ROW - 8}"/>'
        f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" '
        f'y1="{middle:.1f}" y2="{middle:.1f}"/>'
        f'<text class="value" x="{_LABEL + span + 8}" y="{middle + 4:.0f}">'
        f"{estimate.value:.2f} of {estimate.of}</text>"
    )


def reliability_plot(curve: Sequence[Bin]) -> str:
    """Confidence against the share that was right; dots as large as their bins."""
    largest = max((b.of for b in curve), default=1)
    size = _SIDE - 2 * _PAD
    points = [(_PAD + b.confidence * size, _SIDE - _PAD - b.right * size, b) for b in curve]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    dots = [
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{3 + 7 * (b.of / largest) ** 0.5:.1f}">'
        f"<title>confidence {b.confidence:.2f}, right {b.right:.2f}, {b.of} cases</title></circle>"
        for x, y, b in points
    ]
    return _svg(_SIDE, _SIDE, "confidence against correctness", [
        *_axes("confidence", "share that is right"),
        f'<line class="ideal" x1="{_PAD}" y1="{_SIDE - _PAD}" x2="{_SIDE - _PAD}" y2="{_PAD}"/>',
        f'<polyline class="curve" points="{line}"/>',
        *dots,
    ])  # fmt: skip


def _axes(across: str, up: str) -> list[str]:
    end, foot = _SIDE - _PAD, _SIDE - _PAD
    return [
        f'<line class="axis" x1="{_PAD}" y1="{foot}" x2="{end}" y2="{foot}"/>',
        f'<line class="axis" x1="{_PAD}" y1="{_PAD}" x2="{_PAD}" y2="{foot}"/>',
        f'<text class="tick" x="{_SIDE / 2:.0f}" y="{_SIDE - 10}">{escape(across)}, 0 to 1</text>',
        f'<text class="tick" x="{_SIDE / 2:.0f}" y="16">{escape(up)}, 0 to 1</text>',
    ]


def time_plot(milliseconds: Sequence[float], bins: int = 24) -> str:
    """How many answers took how long; the slowest hundredth is put into the last bar."""
    top = quantile(milliseconds, 0.99) or 1.0
    counts = [0] * bins
    for time in milliseconds:
        counts[min(int(bins * time / top), bins - 1)] += 1
    highest, height, width = max(counts), 120, _WIDTH / bins
    bars = [
        f'<rect class="bar" x="{at * width:.1f}" y="{height - 100 * count / highest:.1f}" '
        f'width="{width - 1:.1f}" height="{100 * count / highest:.1f}"/>'
        for at, count in enumerate(counts)
    ]
    scale = f'<text class="tick" x="{_WIDTH / 2:.0f}" y="136">0 to {top:.0f} ms</text>'
    return _svg(_WIDTH, 140, "time an answer takes", [*bars, scale])


def _svg(width: int, height: int, title: str, marks: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{escape(title)}">' + "".join(marks) + "</svg>"
    )
