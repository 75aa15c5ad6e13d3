"""LanceDB for dev.omnigraph.benchmark.Searching: loads documents, then answers a question a line."""

import json
import sys
import time

import lancedb
import pyarrow as pa
from lancedb.query import MatchQuery, PhraseQuery

endpoint, bucket, lines = sys.argv[1:4]
OPTIONS = {
    "aws_endpoint": endpoint,
    "aws_access_key_id": "counting-access-key",
    "aws_secret_access_key": "counting-secret-key",
    "aws_region": "us-east-1",
    "allow_http": "true",
}
URI = f"s3://{bucket}/lancedb"


def batches():
    rows = []
    with open(lines, encoding="utf-8") as source:
        for line in source:
            value = json.loads(line)
            if value.get("type") == "Doc":
                rows.append(value["data"])
                if len(rows) == 5000:
                    yield batch(rows)
                    rows = []
    if rows:
        yield batch(rows)


def batch(rows):
    dimension = len(rows[0]["meaning"])
    return pa.record_batch(
        [
            pa.array([row["slug"] for row in rows]),
            pa.array([row["topic"] for row in rows], pa.int32()),
            pa.array([row["body"] for row in rows]),
            pa.array([row["meaning"] for row in rows], pa.list_(pa.float32(), dimension)),
        ],
        names=["slug", "topic", "body", "meaning"],
    )


def table():
    return lancedb.connect(URI, storage_options=OPTIONS).open_table("docs")


def load():
    parts = list(batches())
    database = lancedb.connect(URI, storage_options=OPTIONS)
    docs = database.create_table("docs", pa.Table.from_batches(parts))
    docs.create_fts_index("body", with_position=True, replace=True)
    docs.create_index(metric="cosine", vector_column_name="meaning", index_type="IVF_PQ")
    docs.create_scalar_index("topic")
    docs.wait_for_index(["body_idx", "meaning_idx", "topic_idx"])


def ask(docs, kind, arguments):
    to = arguments["to"]
    if kind == "bm25":
        query = docs.search(MatchQuery(arguments["q"], "body"), query_type="fts")
    elif kind == "phrase":
        query = docs.search(PhraseQuery(arguments["phrase"], "body"), query_type="fts")
    elif kind == "fuzzy":
        query = docs.search(MatchQuery(arguments["typo"], "body", fuzziness=1), query_type="fts")
    elif kind == "hybrid":
        query = docs.search(query_type="hybrid").vector(to).text(arguments["q"])
        query = query.distance_type("cosine")
    else:
        query = docs.search(to, vector_column_name="meaning").distance_type("cosine")
        query = query.nprobes(20).refine_factor(10)
        if kind == "nearest of 1%":
            query = query.where(f"topic = {arguments['topic']}", prefilter=True)
    return [row["slug"] for row in query.select(["slug"]).limit(10).to_list()]


load()
print(json.dumps({"version": lancedb.__version__}), flush=True)
warm = table()
for line in sys.stdin:
    question = json.loads(line)
    if not question["cold"]:
        ask(warm, question["kind"], question["arguments"])
    start = time.perf_counter_ns()
    slugs = ask(
        table() if question["cold"] else warm, question["kind"], question["arguments"]
    )
    print(json.dumps({"slugs": slugs, "nanos": time.perf_counter_ns() - start}), flush=True)
