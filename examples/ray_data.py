"""News coded by Ray Data: a pool of actors, each with an engine of its own over the same mapped files.

python examples/ray_data.py news.jsonl coded/     # Parquet: id, error, claims
"""

from __future__ import annotations

import sys

import masudi
import pyarrow as pa
import pyarrow.json
import ray
import ray.data


class Coder:
    """Opened once an actor; bad documents have the reason in the column `error`."""

    def __init__(self) -> None:
        self.engine = masudi.Engine(jobs=1)

    def __call__(self, batch: pa.Table) -> pa.Table:
        return pa.Table.from_batches(self.engine.documents(batch))


def code(news: ray.data.Dataset, actors: int) -> ray.data.Dataset:
    """A row for each document, with the columns `id`, `error` and `claims`."""
    return news.map_batches(Coder, batch_format="pyarrow", batch_size=256, concurrency=actors)


def main(source: str, target: str) -> None:
    ray.init()
    # Dates stay the words they are: a number for each would be another's idea of what the paper said.
    texts = pa.schema([(name, pa.string()) for name in ("id", "date", "title", "text", "url", "publisher")])
    options = pa.json.ParseOptions(explicit_schema=texts, unexpected_field_behavior="ignore")
    news = ray.data.read_json(source, parse_options=options)
    # A core is left to those who read and write.
    code(news, actors=max(1, int(ray.cluster_resources()["CPU"]) - 1)).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:3])
