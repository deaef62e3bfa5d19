"""A text with its claims marked, as HTML for a notebook. Everything that comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Optional

__all__ = ["document_html"]

# A colour by what a claim is said to be: done, wanted or feared, not done. They are told apart without colour as well:
# each number in the text stands in the table, with the word.
COLOURS = {
    "actual": "#b7e1cd",
    "historical": "#d9ead3",
    "planned": "#fce8b2",
    "considered": "#fce8b2",
    "threatened": "#f9cb9c",
    "requested": "#cfe2f3",
    "possible": "#d9d2e9",
    "conditional": "#d9d2e9",
    "attempted": "#fce5cd",
    "negated": "#e6e6e6",
    "denied": "#f4c7c3",
}
MOST_TEXT = 200_000

Claim = Mapping[str, Any]


def _party(entity: Claim) -> str:
    name = entity.get("name") or entity.get("text") or ""
    code = entity.get("code") or entity.get("country") or ""
    return f"{name} [{code}]" if code else str(name)


def _parties(claim: Claim, what: str) -> str:
    return ", ".join(_party(one) for one in claim.get(what) or [])


def _label(claim: Claim) -> str:
    mode = claim.get("mode")
    return f"{claim.get('event')}-{mode}" if mode else str(claim.get("event"))


def _spans(claims: Sequence[Claim], title: bool) -> list[tuple[int, int, str, int]]:
    """(start, end, role, claim) of what lies in the text, or in the title."""
    found = []
    for number, claim in enumerate(claims):
        if ((claim.get("sentence") or {}).get("index") == -1) != title:
            continue
        parts = [("trigger", claim.get("trigger"))]
        parts += [("actor", one) for one in claim.get("actors") or []]
        parts += [("recipient", one) for one in claim.get("recipients") or []]
        parts += [("source", one) for one in claim.get("attribution") or []]
        for role, part in parts:
            if part and part.get("start") is not None and part["start"] < part["end"]:
                found.append((part["start"], part["end"], role, number))
    return found


def _piece(text: str, marks: Sequence[tuple[str, int]], claims: Sequence[Claim]) -> str:
    """A run of text that the same marks lie over."""
    if not marks:
        return escape(text)
    style = []
    triggers = [number for role, number in marks if role == "trigger"]
    if triggers:
        colour = COLOURS.get(str(claims[triggers[0]].get("status")), "#eeeeee")
        style.append(f"background:{colour};color:#111;font-weight:600;border-radius:3px;padding:0 2px")
    for role, line in (("actor", "solid"), ("recipient", "dashed"), ("source", "dotted")):
        if any(one == role for one, _ in marks):
            style.append(f"border-bottom:2px {line} #666")
            break
    says = "; ".join(f"{number + 1} {role}: {_label(claims[number])}" for role, number in marks)
    return f'<span style="{";".join(style)}" title="{escape(says)}">{escape(text)}</span>'


def _marked(text: str, spans: Sequence[tuple[int, int, str, int]], claims: Sequence[Claim]) -> str:
    cuts = sorted({0, len(text), *(s[0] for s in spans), *(s[1] for s in spans)})
    cuts = [cut for cut in cuts if 0 <= cut <= len(text)]
    starts: dict[int, list[tuple[int, str, int]]] = {}
    for start, end, role, number in spans:
        starts.setdefault(start, []).append((end, role, number))
    out: list[str] = []
    held: list[tuple[int, str, int]] = []
    for at, until in zip(cuts, cuts[1:]):
        held = [one for one in held if one[0] > at] + starts.get(at, [])
        out.append(_piece(text[at:until], [(role, number) for _, role, number in held], claims))
        ended = [number for end, role, number in held if end == until and role == "trigger"]
        out += [f'<sup style="color:#666">{number + 1}</sup>' for number in ended]
    return "".join(out)


def _status(claim: Claim) -> str:
    hedge = claim.get("hedge")
    status = str(claim.get("status") or "")
    return f"{status}, {hedge}" if hedge and hedge != "none" else status


def _row(number: int, claim: Claim) -> str:
    colour = COLOURS.get(str(claim.get("status")), "#eeeeee")
    where = claim.get("where") or {}
    when = claim.get("when") or {}
    cells = [
        str(number + 1),
        _label(claim),
        _parties(claim, "actors"),
        _parties(claim, "recipients"),
        _status(claim),
        _parties(claim, "attribution"),
        str(where.get("name") or where.get("text") or ""),
        str(when.get("start") or ""),
    ]
    styled = [
        f'<td style="text-align:left{f";background:{colour};color:#111" if i == 4 else ""}">{escape(cell)}</td>'
        for i, cell in enumerate(cells)
    ]
    return f"<tr>{''.join(styled)}</tr>"


def document_html(text: str, title: Optional[str], claims: Sequence[Claim], error: Optional[str]) -> str:
    """The whole: title, text and a table of the claims."""
    out = ['<div style="max-width:60em;line-height:1.7">']
    if error:
        out.append(f'<p style="color:#b00020">{escape(error)}</p>')
    if title:
        out.append(f'<p style="font-weight:600">{_marked(title, _spans(claims, True), claims)}</p>')
    shown = text[:MOST_TEXT]
    body = _marked(shown, [s for s in _spans(claims, False) if s[1] <= len(shown)], claims)
    out.append(f'<p style="white-space:pre-wrap">{body}{" …" if len(text) > MOST_TEXT else ""}</p>')
    if claims:
        heads = ("", "event", "actors", "recipients", "status", "says so", "place", "date")
        out.append(f"<table><thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead><tbody>")
        out += [_row(number, claim) for number, claim in enumerate(claims)]
        out.append("</tbody></table>")
    out.append("</div>")
    return "".join(out)
