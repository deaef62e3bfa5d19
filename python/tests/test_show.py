"""What a notebook shows, and pictures."""

import html
import re
from html.parser import HTMLParser

import pytest

import masudi
from masudi._html import document_html


class Page(HTMLParser):
    """The text of a page, whether its tags are closed in order, and every tag."""

    def __init__(self):
        super().__init__()
        self.open, self.text, self.tags, self.attributes = [], [], set(), []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "sup" not in self.open:
            self.text.append(data)


def read(page):
    parser = Page()
    parser.feed(page)
    parser.close()
    assert not parser.open
    return parser


def test_a_text_is_shown_whole_with_its_claims():
    text = "Ecuador accused Peru of shelling a village.\nPeru denied shelling the village."
    told = masudi.document(text, title="Village shelled", date="2026-03-04")
    page = read(told._repr_html_())
    assert text in "".join(page.text) and "Village shelled" in "".join(page.text)
    rows = told._repr_html_().count("<tr>")
    assert rows == len(told.claims) + 1
    assert "actual, alleged" in page.text and "denied" in page.text
    assert any("ACCUSE" in value for name, value in page.attributes if name == "title")


NASTY = '<script>alert("x")</script> & <b onmouseover=\'y\'>'


def test_nothing_gets_through_unescaped():
    text = f"{NASTY} Rebels shelled the town of Ambora. {NASTY}"
    told = masudi.document(text, title=NASTY)
    pages = [told._repr_html_()]
    entity = {"text": NASTY, "name": NASTY, "code": NASTY, "start": 0, "end": 8}
    claim = {
        "event": NASTY, "mode": NASTY, "status": NASTY, "hedge": NASTY, "actors": [entity], "recipients": [entity], "attribution": [entity],
        "sentence": {"index": 0}, "trigger": {"start": 4, "end": 12}, "where": {"name": NASTY}, "when": {"start": NASTY},
    }
    pages.append(document_html(NASTY, NASTY, [claim], NASTY))
    for shown in pages:
        page = read(shown)
        assert page.tags <= {"div", "p", "span", "sup", "table", "thead", "tbody", "tr", "th", "td"}
        assert {name for name, _ in page.attributes} <= {"style", "title"}
        assert NASTY in "".join(page.text)


def test_spans_that_lie_over_each_other():
    claims = [
        {"event": "A", "status": "actual", "sentence": {"index": 0}, "trigger": {"start": 2, "end": 6},
         "actors": [{"start": 0, "end": 4, "text": "abcd"}]},
        {"event": "B", "status": "denied", "sentence": {"index": 0}, "trigger": {"start": 4, "end": 9}},
        {"event": "C", "status": "denied", "sentence": {"index": 0}, "trigger": {"start": 90, "end": 99}},
    ]
    page = read(document_html("abcdefghij", None, claims, None))
    assert "".join(page.text).startswith("abcdefghij")


@pytest.fixture(scope="module")
def claims(sample):
    return masudi.code(sample)


def saved(ax, path):
    ax.figure.savefig(path, dpi=60)
    assert path.stat().st_size > 1000


def test_pictures(claims, tmp_path):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from masudi import plot

    for i, draw in enumerate((plot.timeline, plot.statuses, plot.network, plot.map)):
        saved(draw(claims), tmp_path / f"{i}.png")
        saved(draw(claims.slice(0, 0)), tmp_path / f"empty{i}.png")
        saved(draw(claims.to_pandas()) if i == 1 else draw(claims), tmp_path / f"again{i}.png")
    named = plot.timeline(claims, pairs=[("PER", "ECU")], by="day", status=None)
    (line,) = named.get_lines()
    assert line.get_label() == "ECU – PER" and sum(line.get_ydata()) > 0
    with pytest.raises(ValueError):
        plot.timeline(claims, by="hour")
    with pytest.raises(ValueError):
        plot.network(claims, status="gone")


def test_statuses_add_up(claims):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from masudi import plot

    ax = plot.statuses(claims)
    width = sum(patch.get_width() for patch in ax.patches)
    assert width == pytest.approx(len(set(claims["event"].to_pylist())))
