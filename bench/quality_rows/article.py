"""The claims asked for of one whole article, with their status."""
from . import claims
from .common import least

NAME, ORDER, DATA = "article", 11, "acceptance/article.jsonl"
GOALS = {"who-what-whom recall": least(1.0), "recall with status": least(0.888)}
measure = claims.measure
