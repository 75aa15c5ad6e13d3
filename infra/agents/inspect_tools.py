"""Uses the graph that exercise.py left with the inspector of the protocol: python inspect_tools.py http://localhost:8080"""

import json
import subprocess
import sys
from typing import Any


def inspect(url: str, era: str, method: str, *arguments: str) -> tuple[int, Any]:
    """The inspector's exit code and what it printed; it ends with 5 where a tool says that a call failed."""
    ended = subprocess.run(
        [
            "node_modules/.bin/mcp-inspector",
            "--cli",
            f"{url}/graphs/people/mcp",
            "--transport",
            "http",
            "--protocol-era",
            era,
            "--header",
            "Authorization: Bearer agent-token",
            "--method",
            method,
            *arguments,
        ],
        stdout=subprocess.PIPE,
        check=False,
        text=True,
        timeout=120,
    )
    return ended.returncode, json.loads(ended.stdout)


def use(url: str, era: str) -> None:
    # Exits with another code if the schema of a tool is one that some models cannot be given.
    code, listed = inspect(url, era, "tools/list", "--strict")
    assert code == 0, listed
    tools = {tool["name"] for tool in listed["tools"]}
    assert {"older", "remember", "schema", "query", "mutate", "diff", "merge"} <= tools, tools

    code, called = inspect(url, era, "tools/call", "--tool-name", "older", "--tool-arg", "than=30")
    assert code == 0, called
    assert {"name": "Ann", "age": 31} in called["structuredContent"]["rows"], called

    wrong = "query=query q() { match { $p: Persn } return { $p.name } }"
    code, failed = inspect(url, era, "tools/call", "--tool-name", "query", "--tool-arg", wrong)
    assert code == 5 and failed["isError"], (code, failed)
    assert json.loads(failed["content"][0]["text"])["next_step"], failed


def main(url: str) -> None:
    for era in ("legacy", "modern"):
        use(url, era)
    print("The inspector works with the tools.")


main(sys.argv[1])
