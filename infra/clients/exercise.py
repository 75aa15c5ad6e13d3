"""Uses the generated package against a server: python exercise.py http://localhost:8080"""

import json
import sys
from io import BytesIO
from typing import TypeVar

from omnigraph_client import Client
from omnigraph_client.api.branches import create_branch
from omnigraph_client.api.graphs import create_graph, delete_graph
from omnigraph_client.api.history import list_commits
from omnigraph_client.api.queries import run_query
from omnigraph_client.api.writes import load_lines, merge_branch, run_mutation
from omnigraph_client.models import (
    BranchRequest,
    CommitKind,
    Error,
    GraphRequest,
    LoadLinesMode,
    MergeAnswerOutcome,
    MergeRequest,
    MutationRequest,
    ParametersType0,
    QueryRequest,
)
from omnigraph_client.types import File, Response

T = TypeVar("T")

GRAPH = "python"
QUERY = "query all() { match { $p: Person } return { $p.name as name, $p.age as age } order { $p.name } }"


def ok(answer: Error | T | None) -> T:
    assert answer is not None and not isinstance(answer, Error), answer
    return answer


def failed(answer: Response[Error | T], status: int) -> Error:
    assert answer.status_code == status, answer
    assert isinstance(answer.parsed, Error), answer
    return answer.parsed


def main(url: str) -> None:
    client = Client(base_url=url)
    schema = GraphRequest(schema="node Person { name: String @key  age: I32? }")

    assert ok(create_graph.sync(GRAPH, client=client, body=schema)).branch == "main"
    assert failed(create_graph.sync_detailed(GRAPH, client=client, body=schema), 409).code == "graph_exists"

    people = [{"type": "Person", "data": {"name": name, "age": 30 + n}} for n, name in enumerate(["Ann", "Bob", "Cid"])]
    lines = File(payload=BytesIO("\n".join(map(json.dumps, people)).encode()))
    assert ok(load_lines.sync(GRAPH, client=client, body=lines, mode=LoadLinesMode.APPEND)).nodes == 3

    names: list[object] = []
    commits: set[str] = set()
    cursor: str | None = None
    while True:
        page = ok(run_query.sync(GRAPH, client=client, body=QueryRequest(query=QUERY, limit=2, cursor=cursor)))
        names += [row["name"] for row in page.rows]
        commits.add(page.commit)
        if not isinstance(page.next_, str):
            break
        cursor = page.next_
    assert names == ["Ann", "Bob", "Cid"] and len(commits) == 1

    fork = ok(create_branch.sync(GRAPH, client=client, body=BranchRequest(name="agent/7"))).fork
    assert fork is not None and fork.parent == "main"
    parameters = ParametersType0()
    parameters["n"] = "Dan"
    mutation = MutationRequest(
        query="query add($n: String) { insert Person { name: $n } }", params=parameters, branch="agent/7"
    )
    assert ok(run_mutation.sync(GRAPH, client=client, body=mutation, idempotency_key="one")).affected_nodes == 1
    merged = ok(merge_branch.sync(GRAPH, client=client, body=MergeRequest(source="agent/7")))
    assert merged.outcome == MergeAnswerOutcome.FAST_FORWARD
    assert ok(list_commits.sync(GRAPH, client=client, limit=1)).commits[0].kind == CommitKind.MERGE

    assert failed(run_query.sync_detailed(GRAPH, client=client, body=QueryRequest(query="query")), 400).error
    assert ok(delete_graph.sync(GRAPH, client=client, confirm=GRAPH)).objects > 0
    print("The Python client works.")


main(sys.argv[1])
