"""Uses a server as agents do, with the public client: python exercise.py http://localhost:8080 omnigraph FOLDER

The server knows the tokens `owner-token`, `agent-token` and `caller-token`, and has its graphs in FOLDER; `omnigraph` is
the command line, which serves one by its standard input and output.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import jsonschema
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolResult, TextContent, Tool

GRAPH = "people"
SCHEMA = "node Person { name: String @key  age: I32?  born: Date?  mood: enum(good, bad)?  tags: [String]? }"
QUERIES = """
query older($than: I32, $mood: enum(good, bad)?) @description("People above an age") {
  match { $p: Person  $p.age > $than }
  return { $p.name as name, $p.age as age }
  order { $p.name }
}
query remember($name: String, $age: I32?, $born: Date?, $tags: [String]?) @description("Remembers a person") {
  insert Person { name: $name, age: $age, born: $born, tags: $tags }
}
"""
POLICY = """
permit (principal == Token::"owner", action, resource);
permit (principal is Local, action, resource);
permit (principal == Token::"agent", action in [Action::"read", Action::"invoke_query"], resource);
permit (
  principal == Token::"agent",
  action in [Action::"change", Action::"branch_create", Action::"branch_merge"],
  resource
)
when { resource has branch && resource.branch like "agent/*" };
permit (principal == Token::"caller", action == Action::"invoke_query", resource == Query::"older");
"""
BUILT_IN = {"schema", "query", "diff", "mutate", "branch", "merge"}
# What the client agrees on by itself, and what it spoke before.
MODES = (("auto", "2026-07-28"), ("legacy", "2025-11-25"))
NAMES = "query names() { match { $p: Person } return { $p.name as name } order { $p.name } }"


def http(url: str, token: str) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)


@asynccontextmanager
async def agent(url: str, token: str, mode: str = "auto") -> AsyncIterator[Client]:
    async with http(url, token) as sender:
        transport = streamable_http_client(f"{url}/graphs/{GRAPH}/mcp", http_client=sender)
        async with Client(transport, mode=mode) as client:
            yield client


async def tools_of(client: Client) -> dict[str, Tool]:
    return {tool.name: tool for tool in (await client.list_tools()).tools}


async def call(client: Client, tool: Tool, **arguments: object) -> dict[str, Any]:
    """Calls a tool with what fits its schema; its answer is there as text and as what the text says."""
    jsonschema.validate(arguments, tool.input_schema)
    result = await client.call_tool(tool.name, arguments)
    assert not result.is_error, result
    assert isinstance(result.structured_content, dict), result
    assert json.loads(text(result)) == result.structured_content
    return result.structured_content


async def refused(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """Calls a tool in vain; the error is one that an agent reads, and can mend its call by."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result
    error = json.loads(text(result))
    assert error["error"] and error["code"] and error["next_step"], error
    return error


async def unknown(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """Calls a tool that there is not: an error of the protocol, with the same to read."""
    try:
        result = await client.call_tool(tool, arguments)
    except MCPError as error:
        assert error.code == INVALID_PARAMS and error.data["code"] == "unknown_tool", error
        assert error.data["error"] in error.message and error.data["next_step"] in error.message, error
        return error.data
    raise AssertionError(result)


def text(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent), content
    return content.text


def does_not_fit(tool: Tool, **arguments: object) -> bool:
    return not jsonschema.Draft202012Validator(tool.input_schema).is_valid(arguments)


async def make_the_graph(url: str) -> None:
    async with http(url, "owner-token") as owner:
        made = await owner.post(f"/graphs/{GRAPH}", json={"schema": SCHEMA})
        assert made.status_code == 201, made.text
        applied = await owner.post(
            f"/graphs/{GRAPH}/apply",
            json={"queries": {"people.gq": QUERIES}, "policy": {"people.cedar": POLICY}},
        )
        assert applied.status_code == 200, applied.text
        filled = await owner.post(
            f"/graphs/{GRAPH}/mutate",
            json={"query": 'query a() { insert Person { name: "Ann", age: 31 } }'},
        )
        assert filled.status_code == 200, filled.text


async def work(client: Client, name: str) -> str:
    """An agent reads, writes on its branch, sees what it changed, and that main has nothing new for it."""
    tools = await tools_of(client)
    assert set(tools) == BUILT_IN | {"older", "remember"}, set(tools)
    for tool in tools.values():
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert tool.description and tool.annotations, tool
    assert tools["older"].annotations.read_only_hint and not tools["remember"].annotations.read_only_hint

    assert {"name": "Ann", "age": 31} in (await call(client, tools["older"], than=30))["rows"]
    assert (await call(client, tools["older"], than=200, mood="good"))["rows"] == []
    assert (await call(client, tools["older"], than=200, mood=None))["rows"] == []
    written = await call(
        client, tools["remember"], name=name, age=40, born="1990-01-31", tags=["new", "met"]
    )
    branch = str(written["branch"])
    assert branch.startswith("agent/"), written

    read = await call(client, tools["query"], query=NAMES)
    assert {"name": name} in read["rows"], read
    assert {"name": name} not in (await call(client, tools["query"], query=NAMES, branch="main"))["rows"]
    changed = await call(
        client,
        tools["mutate"],
        query='query m($n: String) { update Person set { mood: "good" } where name = $n }',
        params={"n": name},
        key=f"mood of {name}",
    )
    assert changed["branch"] == branch and changed["affected_nodes"] == 1, changed
    assert "Person" in (await call(client, tools["schema"]))["source"]

    differences = (await call(client, tools["diff"]))["changes"]
    assert name in json.dumps(differences), differences
    planned = await call(client, tools["merge"], source="main", target=branch, dry_run=True)
    assert planned["tables"] == [] and planned["conflicts"] == [], planned
    return branch


async def make_mistakes(client: Client, branch: str) -> None:
    tools = await tools_of(client)
    assert does_not_fit(tools["older"], than="x") and does_not_fit(tools["older"])
    assert does_not_fit(tools["older"], than=1, mood="fair") and does_not_fit(tools["older"], than=1, that=2)
    assert (await refused(client, "older", than="x"))["code"] == "wrong_type"
    assert (await refused(client, "older"))["code"] == "missing_argument"
    assert "older" in (await unknown(client, "oder", than=1))["next_step"]
    wrong = await refused(client, "query", query="query q() { match { $p: Persn } return { $p.name } }")
    assert wrong["code"] == "unknown_type" and "Person" in wrong["next_step"], wrong
    assert (await refused(client, "merge", source=branch))["code"] == "forbidden"


async def call_the_one_query(client: Client) -> None:
    tools = await tools_of(client)
    assert set(tools) == {"older"}, tools
    assert (await call(client, tools["older"], than=30))["rows"] == [{"name": "Ann", "age": 31}]
    hidden = await unknown(client, "remember", name="Eve")
    absent = await unknown(client, "remembex", name="Eve")
    assert json.dumps(hidden).replace("remember", "remembex") == json.dumps(absent)


async def hold_to_the_rules_of_http(url: str) -> None:
    place = f"/graphs/{GRAPH}/mcp"
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    async with http(url, "agent-token") as sender:
        for method in ("GET", "DELETE"):
            answer = await sender.request(method, place)
            assert answer.status_code == 405 and answer.headers["Allow"] == "OPTIONS, POST", answer.headers
        accepted = {"Accept": "application/json, text/event-stream"}
        assert (await sender.post(place, json=ping, headers=accepted)).json() == {"jsonrpc": "2.0", "id": 1, "result": {}}
        notice = await sender.post(place, json={"jsonrpc": "2.0", "method": "notifications/initialized"}, headers=accepted)
        assert notice.status_code == 202 and notice.content == b"", notice
        unknown = await sender.post(place, json=ping, headers={"MCP-Protocol-Version": "1999-01-01"})
        assert unknown.status_code == 400 and "2026-07-28" in unknown.text, unknown.text
        assert (await sender.post(place, json=ping, headers={"Origin": "https://example.com"})).status_code == 403
    async with http(url, "no-token") as stranger:
        assert (await stranger.post(place, json=ping)).status_code == 401


@asynccontextmanager
async def started(omnigraph: str, place: str, mode: str) -> AsyncIterator[Client]:
    program = StdioServerParameters(
        command=omnigraph,
        args=["mcp", "--graph", place],
        env=os.environ | {"OMNIGRAPH_TOKEN": "agent-token"},
    )
    async with Client(program, mode=mode) as client:
        yield client


async def main(url: str, omnigraph: str, folder: str) -> None:
    await make_the_graph(url)
    branch = ""
    for mode, version in MODES:
        async with agent(url, "agent-token", mode) as client:
            assert client.protocol_version == version, client.protocol_version
            assert client.server_info and client.server_info.name == "omnigraph"
            assert client.instructions
            branch = await work(client, f"Bob {version}")
            await make_mistakes(client, branch)
        async with agent(url, "caller-token", mode) as client:
            await call_the_one_query(client)
    async with agent(url, "owner-token") as client:
        merge = (await tools_of(client))["merge"]
        planned = await call(client, merge, source=branch, dry_run=True)
        merged = await call(client, merge, source=branch)
        assert planned["outcome"] == merged["outcome"] == "fast_forward", (planned, merged)
    await hold_to_the_rules_of_http(url)
    for place in (f"{folder}/{GRAPH}", f"{url}/graphs/{GRAPH}"):
        for mode, version in MODES:
            async with started(omnigraph, place, mode) as client:
                assert client.protocol_version == version, client.protocol_version
                await work(client, f"Cid {version} {place}")
                assert (await refused(client, "older", than="x"))["code"] == "wrong_type"
    print("The public client works with the tools.")


asyncio.run(main(*sys.argv[1:]))
