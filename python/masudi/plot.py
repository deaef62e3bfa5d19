"""Pictures of claims, on matplotlib (``pip install masudi[plot]``).

Each takes what `masudi.code` gives, or any table with the same columns, draws into `ax` (else a new figure) and returns
the axes, so that all of matplotlib is at hand for the rest. Only what is `actual` is counted unless `status` says
otherwise: ``status=None`` counts everything.

>>> import matplotlib
>>> matplotlib.use("Agg")
>>> import masudi
>>> from masudi import plot
>>> claims = masudi.code([{"text": "Peru expelled two Ecuadorean diplomats.", "date": "2026-03-02"}])
>>> plot.timeline(claims).get_ylabel()
'claims a month'
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Optional

import pyarrow as pa

from ._core import STATUSES

__all__ = ["map", "network", "statuses", "timeline"]

# From conflict to cooperation, told apart by those who do not see red and green as well.
QUADS = {
    "material-conflict": "#b2182b",
    "verbal-conflict": "#ef8a62",
    "verbal-cooperation": "#67a9cf",
    "material-cooperation": "#2166ac",
}
# Done, then what is not: in the order of the contract.
STATUS_COLOURS = (
    "#1b7837", "#7fbf7b", "#dfc27d", "#f6e8c3", "#d6604d", "#92c5de", "#c2a5cf", "#e7d4e8", "#fdb863", "#bababa", "#878787",
)
PERIODS = ("day", "month", "year")


def _axes(ax: Any, size: tuple[float, float]) -> Any:
    if ax is not None:
        return ax
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise ImportError("masudi.plot needs matplotlib: pip install masudi[plot]") from error
    return plt.subplots(figsize=size, layout="constrained")[1]


def _rows(claims: Any, columns: Sequence[str], status: Optional[Iterable[str]]) -> Iterator[dict[str, Any]]:
    table = claims if isinstance(claims, (pa.Table, pa.RecordBatch)) else pa.table(claims)
    wanted = None if status is None else {status} if isinstance(status, str) else set(status)
    unknown = (wanted or set()) - set(STATUSES)
    if unknown:
        raise ValueError(f"no such status: {', '.join(sorted(unknown))}")
    for row in table.select([*columns, "status"]).to_pylist():
        if row["status"] is not None and (wanted is None or row["status"] in wanted):
            yield row


def _names(parties: Sequence[dict[str, Any]]) -> list[str]:
    """Whom parties stand for: their countries, else their names; who is not known by either is left out."""
    return sorted({str(one["country"] or one["name"]) for one in parties if one["country"] or one["name"]})


def _pairs(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Who acts on whom: by country or name, so that what stays inside a country is no pair."""
    actors, recipients = _names(row["actors"]), _names(row["recipients"])
    if not row["recipients"]:
        # a mutual act: each with each
        yield from ((a, b) for i, a in enumerate(actors) for b in actors[i + 1 :])
    yield from ((a, b) for a in actors for b in recipients if a != b)


def _day(row: dict[str, Any]) -> Optional[datetime.date]:
    text = (row["when"] or {}).get("start") or (row["doc"] or {}).get("date")
    try:
        return datetime.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _period(day: datetime.date, by: str) -> datetime.date:
    return day if by == "day" else day.replace(day=1) if by == "month" else day.replace(month=1, day=1)


def _next(day: datetime.date, by: str) -> datetime.date:
    if by == "day":
        return day + datetime.timedelta(days=1)
    if by == "month":
        return (day + datetime.timedelta(days=31)).replace(day=1)
    return day.replace(year=day.year + 1)


def timeline(
    claims: Any,
    pairs: Optional[Sequence[tuple[str, str]]] = None,
    *,
    by: str = "month",
    most: int = 5,
    status: Optional[Iterable[str]] = ("actual",),
    ax: Any = None,
) -> Any:
    """Claims a day, month or year, a line for each pair of parties (by country where they have one).

    `pairs` are ``("IRN", "IRQ")`` and the like: first and second in either role. Without them, the `most` frequent.
    """
    if by not in PERIODS:
        raise ValueError(f"by is {' or '.join(PERIODS)}, not {by!r}")
    counts: dict[tuple[str, str], Counter[datetime.date]] = {}
    for row in _rows(claims, ("when", "doc", "actors", "recipients"), status):
        day = _day(row)
        if day is None:
            continue
        for pair in {(min(pair), max(pair)) for pair in _pairs(row)}:
            counts.setdefault(pair, Counter())[_period(day, by)] += 1
    if pairs is None:
        ranked = sorted(counts, key=lambda pair: (-sum(counts[pair].values()), pair))
        chosen = ranked[:most]
    else:
        chosen = [(min(pair), max(pair)) for pair in pairs]
    ax = _axes(ax, (8, 3.5))
    days = [day for pair in chosen for day in counts.get(pair, ())]
    for pair in chosen:
        xs, at = [], min(days) if days else None
        while at is not None and at <= max(days):
            xs.append(at)
            at = _next(at, by)
        of = counts.get(pair, Counter())
        ax.plot(xs, [of[x] for x in xs], marker="o", markersize=3, label=f"{pair[0]} – {pair[1]}")
    ax.set_ylabel(f"claims a {by}")
    ax.set_ylim(bottom=0)
    if chosen:
        ax.legend(frameon=False)
    if days:
        ax.tick_params(axis="x", rotation=30)
    return ax


def statuses(claims: Any, *, ax: Any = None) -> Any:
    """What share of each event's claims happened, was planned, threatened, denied and so on."""
    counts: dict[str, Counter[str]] = {}
    for row in _rows(claims, ("event",), None):
        counts.setdefault(row["event"], Counter())[row["status"]] += 1
    events = sorted(counts, key=lambda event: (sum(counts[event].values()), event))
    ax = _axes(ax, (8, 0.9 + 0.32 * max(len(events), 3)))
    left = [0.0] * len(events)
    for name, colour in zip(STATUSES, STATUS_COLOURS):
        share = [counts[event][name] / sum(counts[event].values()) for event in events]
        if any(share):
            ax.barh(events, share, left=left, color=colour, label=name)
            left = [a + b for a, b in zip(left, share)]
    for y, event in enumerate(events):
        ax.text(1.01, y, str(sum(counts[event].values())), va="center", fontsize=8, color="#555555")
    ax.set_xlim(0, 1)
    ax.set_xlabel("share of claims")
    if events:
        ax.legend(frameon=False, bbox_to_anchor=(1.08, 1), loc="upper left", fontsize=8)
    return ax


def _layout(n: int, weights: dict[tuple[int, int], float]) -> list[tuple[float, float]]:
    """Places by forces (Fruchterman and Reingold 1991), from a circle, so that they are the same every time."""
    at = [(math.cos(2 * math.pi * i / n), math.sin(2 * math.pi * i / n)) for i in range(n)]
    best = 1.6 / math.sqrt(n)
    heavy = max(weights.values(), default=1.0)
    for step in range(120):
        move = [[0.0, 0.0] for _ in range(n)]
        for i in range(n):
            for j in range(i + 1, n):
                dx, dy = at[i][0] - at[j][0], at[i][1] - at[j][1]
                far = math.hypot(dx, dy) or 1e-6
                force = best * best / far
                pull = weights.get((i, j), 0) + weights.get((j, i), 0)
                if pull:
                    force -= far * far / best * (0.3 + 0.7 * pull / heavy)
                for k, sign in ((i, 1), (j, -1)):
                    move[k][0] += sign * dx / far * force
                    move[k][1] += sign * dy / far * force
        heat = 0.15 * (1 - step / 120)
        for i in range(n):
            # towards the middle, so that what is not joined stays in sight
            dx, dy = move[i][0] - 0.4 * at[i][0], move[i][1] - 0.4 * at[i][1]
            far = math.hypot(dx, dy) or 1e-6
            at[i] = (at[i][0] + dx / far * min(far, heat), at[i][1] + dy / far * min(far, heat))
    return at


def network(claims: Any, *, most: int = 40, status: Optional[Iterable[str]] = ("actual",), ax: Any = None) -> Any:
    """Who acts on whom: an arrow for each of the `most` frequent pairs, red for conflict and blue for cooperation."""
    counts: Counter[tuple[str, str]] = Counter()
    mood: Counter[tuple[str, str]] = Counter()
    for row in _rows(claims, ("actors", "recipients", "goldstein"), status):
        for pair in _pairs(row):
            counts[pair] += 1
            mood[pair] += row["goldstein"]
    chosen = sorted(counts, key=lambda pair: (-counts[pair], pair))[:most]
    nodes = sorted({name for pair in chosen for name in pair})
    number = {name: i for i, name in enumerate(nodes)}
    at = _layout(len(nodes), {(number[a], number[b]): counts[a, b] for a, b in chosen}) if nodes else []
    ax = _axes(ax, (7, 6))
    for a, b in chosen:
        colour = QUADS["material-conflict"] if mood[a, b] < 0 else QUADS["material-cooperation"]
        width = 0.6 + 3 * math.sqrt(counts[a, b] / counts[chosen[0]])
        arrow = {
            "arrowstyle": "-|>", "color": colour, "lw": width, "alpha": 0.55, "shrinkA": 14, "shrinkB": 14,
            "connectionstyle": "arc3,rad=0.12", "mutation_scale": 8 + 2 * width,
        }
        ax.annotate("", xy=at[number[b]], xytext=at[number[a]], arrowprops=arrow)
    for name, (x, y) in zip(nodes, at):
        # a name comes from a text: no dollar sign in it starts a formula
        label = (name if len(name) <= 18 else name[:17] + "…").replace("$", r"\$")
        ax.text(x, y, label, ha="center", va="center", fontsize=9, bbox={"boxstyle": "round", "fc": "white", "ec": "#999999"})
    ax.margins(0.15)
    if nodes:
        ax.update_datalim(at)
        ax.autoscale_view()
    ax.set_axis_off()
    return ax


def _apart(points: Sequence[tuple[float, float]], width: Optional[float]) -> list[tuple[float, float]]:
    """The first of these, as far as their names find room: one name is about as wide as an eighth of the picture."""
    if not points:
        return []
    if width is None:
        width = max(1.0, max(x for x, _ in points) - min(x for x, _ in points))
    chosen: list[tuple[float, float]] = []
    for x, y in points:
        if all(abs(x - a) > width / 8 or abs(y - b) > width / 40 for a, b in chosen):
            chosen.append((x, y))
    return chosen[:20]


def map(claims: Any, *, status: Optional[Iterable[str]] = ("actual",), world: bool = False, ax: Any = None) -> Any:
    """Where it is said to have happened: a dot for each place, by how often, coloured by kind of event.

    Degrees of longitude and latitude, without a coast: draw yours into `ax` first, by geopandas say. `world` shows all
    of the earth and not only where something is.
    """
    counts: Counter[tuple[float, float, str]] = Counter()
    names: dict[tuple[float, float], str] = {}
    for row in _rows(claims, ("where", "quad"), status):
        where = row["where"]
        if where and where["latitude"] is not None:
            point = (where["longitude"], where["latitude"])
            counts[point[0], point[1], row["quad"]] += 1
            names[point] = where["name"] or where["text"]
    ax = _axes(ax, (8, 4.6))
    for quad, colour in QUADS.items():
        here = [key for key in sorted(counts) if key[2] == quad]
        if here:
            size = [18 + 26 * math.sqrt(counts[key]) for key in here]
            ax.scatter([k[0] for k in here], [k[1] for k in here], s=size, color=colour, alpha=0.6, label=quad)
    often: Counter[tuple[float, float]] = Counter()
    for (x, y, _), n in counts.items():
        often[x, y] += n
    for point in _apart(sorted(often, key=lambda one: (-often[one], one)), 360.0 if world else None):
        ax.annotate(names[point].replace("$", r"\$"), point, xytext=(5, 4), textcoords="offset points", fontsize=8)
    if world:
        ax.set_xlim(-180, 180)
        ax.set_ylim(-90, 90)
    else:
        ax.margins(0.12)
    ax.set_xlabel("longitude")
    ax.set_ylabel("latitude")
    ax.grid(color="#e5e5e5", linewidth=0.6)
    ax.set_axisbelow(True)
    if counts:
        ax.legend(frameon=False, fontsize=8)
    return ax
